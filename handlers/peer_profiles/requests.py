"""A colleague asks for peer support; a peer worker takes it, proposes times or says no. Both see where it stands."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from bot.conversation.choosing import chosen
from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.context import Context
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.peer_profiles.support.models import Purpose, Soon
from bot.features.peer_profiles.support.request_flow import DECLINED, PASSED_ON
from bot.features.peer_profiles.support.service import Requests, Wanted
from bot.features.peer_profiles.views import requests as views
from bot.people.access.allowances import TO_COLLEAGUES

routes = Routes()

_on = partial(routes.on, needs=USE_PEER_DIRECTORY)


@routes.word("ask for peer support", "peer support requests", needs=USE_PEER_DIRECTORY)
@_on("requests")
async def requests(request: Request, services: Context) -> Reply:
    return Say(views.hub(), private=True)


@_on("requests.show", opens_form=True)
async def show(request: Request, services: Context) -> Reply:
    return Open(views.own(await _requests(services).of(request.sender), _zone(services)))


@_on("requests.open", opens_form=True)
async def open_form(request: Request, services: Context) -> Reply:
    profiles, teams = await _requests(services).whom(request.sender)
    return Open(views.asking_form(profiles, teams, request.value) if profiles else views.nobody_to_ask())


@_on("requests.ask", at_most=TO_COLLEAGUES)
async def ask(request: Request, services: Context) -> Reply:
    profiles, teams = await _requests(services).whom(request.sender)
    to = chosen(views.TO, views.whom(profiles, teams), request.values)
    if to not in {option.value for option in views.whom(profiles, teams)}:
        return Faults({views.TO: views.CHOOSE})
    purpose, soon = request.values.get(views.PURPOSE, ""), request.values.get(views.SOON, "")
    if purpose not in set(Purpose) or soon not in set(Soon):
        return Faults({"": views.CHOOSE})
    team = to.removeprefix(views.TEAM) if to.startswith(views.TEAM) else None
    person = None if team or to == views.ANYBODY else to
    count = await _requests(services).ask(request.sender, Wanted(Purpose(purpose), Soon(soon), person, team))
    return Say(views.asked(count), private=True) if count else Faults({views.TO: views.NOBODY_FREE})


@_on("requests.take", at_most=TO_COLLEAGUES)
async def take(request: Request, services: Context) -> Reply:
    seen = await _requests(services).take(request.sender, request.value)
    return Replace(views.with_peer(seen, _zone(services)) if seen else saying(views.OVER))


@_on("requests.decline", at_most=TO_COLLEAGUES)
async def decline(request: Request, services: Context) -> Reply:
    was_asked = await _requests(services).decline(request.sender, request.value)
    return Replace(saying(DECLINED if was_asked else views.OVER))


@_on("requests.pass", opens_form=True)
async def open_passing_on(request: Request, services: Context) -> Reply:
    profiles = await _requests(services).could_have(request.sender, request.value)
    return Open(views.passing_form(request.value, profiles))


@_on("requests.pass.send", at_most=TO_COLLEAGUES)
async def pass_on(request: Request, services: Context) -> Reply:
    profiles = await _requests(services).could_have(request.sender, request.value)
    to = chosen(views.TO, views.takers(profiles), request.values)
    is_passed = await _requests(services).pass_on(request.sender, request.value, to)
    return Say(saying(PASSED_ON), private=True) if is_passed else Faults({views.TO: views.NOT_THEM})


@_on("requests.times", opens_form=True)
async def open_times(request: Request, services: Context) -> Reply:
    return Open(views.times_form(request.value))


@_on("requests.propose", at_most=TO_COLLEAGUES)
async def propose(request: Request, services: Context) -> Reply:
    times = _times(request, services)
    if isinstance(times, Faults):
        return times
    seen = await _requests(services).propose(request.sender, request.value, times)
    return Say(views.with_peer(seen, _zone(services)) if seen else saying(views.OVER), private=True)


@_on("requests.agree", at_most=TO_COLLEAGUES)
async def agree(request: Request, services: Context) -> Reply:
    id_, _, number = request.value.partition(" ")
    which = int(number) if number.isdecimal() else None
    seen = await _requests(services).agree(request.sender, id_, which)
    return Replace(views.agreed(seen, _zone(services)) if seen else saying(views.OVER))


@_on("requests.back")
async def take_back(request: Request, services: Context) -> Reply:
    is_theirs = await _requests(services).take_back(request.sender, request.value)
    return Replace(saying(views.TAKEN_BACK if is_theirs else views.OVER))


def _times(request: Request, services: Context) -> list[datetime] | Faults:
    """In the organisation's zone, to come, the first and whichever others are filled in."""
    found = []
    for number, (day, time) in enumerate(views.TIMES):
        typed = request.values.get(day, "").strip(), request.values.get(time, "").strip()
        if not any(typed) and number:
            continue
        try:
            instant = datetime.fromisoformat("T".join(typed)).replace(tzinfo=_zone(services))
        except ValueError:
            return Faults({day: views.TWO_OF})
        if instant <= services.clock.now():
            return Faults({day: views.PAST})
        found.append(instant)
    return found


def _zone(services: Context) -> ZoneInfo:
    return ZoneInfo(services.organisation.time_zone)


def _requests(services: Context) -> Requests:
    return Requests(services.database, services.clock)
