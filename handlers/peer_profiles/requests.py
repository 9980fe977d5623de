"""Lets colleagues ask for peer support, and peer workers accept, propose times or decline."""

from functools import partial
from zoneinfo import ZoneInfo

from bot.conversation.choosing import ListState
from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.context import Context
from bot.features.peer_profiles.actions import (
    AGREE_TO_TIME,
    ASK_FOR_SUPPORT,
    DECLINE_REQUEST,
    OPEN_PASSING_ON,
    OPEN_REQUEST,
    OPEN_TIMES,
    PASS_ON,
    PICK_REQUEST,
    PROPOSE_TIMES,
    REQUESTS,
    SHOW_REQUESTS,
    TAKE_BACK,
    TAKE_REQUEST,
)
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.peer_profiles.support.service import Requests
from bot.features.peer_profiles.views import request_forms as forms
from bot.features.peer_profiles.views import requests as views
from bot.people.access.allowances import TO_COLLEAGUES

routes = Routes()

_on = partial(routes.on, needs=USE_PEER_DIRECTORY)


@routes.word("ask for peer support", "peer support requests", needs=USE_PEER_DIRECTORY)
@_on(REQUESTS)
async def requests(request: Request, services: Context) -> Reply:
    return Say(views.hub(), private=True)


@_on(SHOW_REQUESTS, opens_form=True)
async def show(request: Request, services: Context) -> Reply:
    return Open(views.own(await _requests(services).of(request.sender), _zone(services)))


@_on(PICK_REQUEST)
async def pick(request: Request, services: Context) -> Reply:
    which = views.PickedRequest.read(request.values).request_id
    return Say(await _where_it_stands(request, services, which), private=True)


@_on(OPEN_REQUEST, opens_form=True)
async def open_form(request: Request, services: Context) -> Reply:
    profiles, teams = await _requests(services).whom(request.sender)
    chosen = OPEN_REQUEST.value_of(request)
    is_gone = chosen and chosen not in {profile.person_id for profile in profiles}
    return Open(forms.asking_form(profiles, teams, chosen, forms.GONE if is_gone else ""))


@_on(ASK_FOR_SUPPORT, at_most=TO_COLLEAGUES)
async def ask(request: Request, services: Context) -> Reply:
    """A form that names somebody who withdrew meanwhile is never shown again as it was."""
    profiles, teams = await _requests(services).whom(request.sender)
    offered = [option.value for option in forms.whom(profiles, teams)]
    state = ListState.read(request.values, request.form, forms.TO, offered)
    again = partial(forms.asking_form, profiles, teams, before=forms.ChosenBefore.read(request.values))
    if state is ListState.CHOICE_GONE:
        return Open(again(refusal=forms.GONE))
    wanted = forms.read_request(request.values, profiles, teams)
    if isinstance(wanted, Faults):
        return wanted
    if count := await _requests(services).ask(request.sender, wanted):
        return Say(views.request_sent(count), private=True)
    if state is ListState.OUTDATED:
        return Open(again(refusal=forms.NOBODY_FREE))
    return Faults({forms.TO: forms.NOBODY_FREE})


@_on(TAKE_REQUEST, at_most=TO_COLLEAGUES)
async def take(request: Request, services: Context) -> Reply:
    request_id = TAKE_REQUEST.value_of(request)
    seen = await _requests(services).take(request.sender, request_id, request.acted_on)
    return Replace(
        views.with_peer(seen, _zone(services))
        if seen
        else await _where_it_stands(request, services, request_id)
    )


@_on(DECLINE_REQUEST, at_most=TO_COLLEAGUES)
async def decline(request: Request, services: Context) -> Reply:
    was_asked = await _requests(services).decline(request.sender, DECLINE_REQUEST.value_of(request))
    return Replace(views.OFFER_ENDINGS.declined if was_asked else views.OFFER_ENDINGS.unavailable)


@_on(OPEN_PASSING_ON, opens_form=True)
async def open_passing_on(request: Request, services: Context) -> Reply:
    request_id = OPEN_PASSING_ON.value_of(request)
    profiles = await _requests(services).could_have(request.sender, request_id)
    seen, _ = await _requests(services).open_request(request.sender, request_id)
    if seen is None:
        return Say(views.OFFER_ENDINGS.unavailable, private=True)
    return Open(forms.passing_form(request_id, profiles))


@_on(PASS_ON, at_most=TO_COLLEAGUES)
async def pass_on(request: Request, services: Context) -> Reply:
    request_id = PASS_ON.value_of(request)
    profiles = await _requests(services).could_have(request.sender, request_id)
    there = [profile.person_id for profile in profiles]
    if ListState.read(request.values, request.form, forms.TO, there) is ListState.CHOICE_GONE:
        return Open(forms.passing_form(request_id, profiles, forms.NOT_THEM))
    to = forms.ChosenTaker.read(request.values, profiles).person_id
    is_passed = await _requests(services).pass_on(request.sender, request_id, to)
    return Replace(views.OFFER_ENDINGS.passed_on) if is_passed else Faults({forms.TO: forms.NOT_THEM})


@_on(OPEN_TIMES, opens_form=True)
async def open_times(request: Request, services: Context) -> Reply:
    return Open(forms.times_form(OPEN_TIMES.value_of(request)))


@_on(PROPOSE_TIMES, at_most=TO_COLLEAGUES, keeps_draft=True)
async def propose(request: Request, services: Context) -> Reply:
    times = forms.ProposedTimes.read(request.values, services.clock.now().astimezone(_zone(services)))
    if isinstance(times, Faults):
        return times
    request_id = PROPOSE_TIMES.value_of(request)
    seen = await _requests(services).propose(request.sender, request_id, times.instants)
    return Replace(views.with_peer(seen, _zone(services)) if seen else views.OFFER_ENDINGS.unavailable)


@_on(AGREE_TO_TIME, at_most=TO_COLLEAGUES)
async def agree(request: Request, services: Context) -> Reply:
    chosen = AGREE_TO_TIME.value_of(request)
    seen = await _requests(services).agree(
        request.sender, chosen.request_id, chosen.instant, request.acted_on
    )
    return Replace(
        views.agreed(seen, _zone(services))
        if seen
        else await _where_it_stands(request, services, chosen.request_id)
    )


@_on(TAKE_BACK)
async def take_back(request: Request, services: Context) -> Reply:
    is_theirs = await _requests(services).take_back(request.sender, TAKE_BACK.value_of(request))
    return Replace(views.OFFER_ENDINGS.taken_back if is_theirs else views.OFFER_ENDINGS.unavailable)


async def _where_it_stands(request: Request, services: Context, request_id: str) -> Message:
    """And what this person can do with it now."""
    seen, me = await _requests(services).open_request(request.sender, request_id)
    return views.standing(seen, me, _zone(services)) if seen else views.OFFER_ENDINGS.unavailable


def _zone(services: Context) -> ZoneInfo:
    return ZoneInfo(services.organisation.time_zone)


def _requests(services: Context) -> Requests:
    return Requests(services.database, services.clock, views.OFFER_ENDINGS)
