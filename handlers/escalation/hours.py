"""Lets champions and peer workers set their hours, how much they take, and "not now". Nobody else sees it."""

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.context import Context
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.people.contact import availability_views as shown_hours
from bot.people.contact.availability import Availability, availability_of
from bot.people.contact.availability_views import QUESTIONS, REQUESTS, Asked
from bot.people.contact.preference_text import read_days
from bot.people.identity.people import id_behind

routes = Routes()

_NEEDED, _ALL_STAFF = ANSWER_QUESTIONS, USE_PEER_DIRECTORY


@routes.on("hours", needs=_NEEDED)
@routes.on("requests.hours", needs=_ALL_STAFF)
@routes.word("hours", "my hours", needs=_NEEDED)
async def hours(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        chosen = await availability_of(session, await id_behind(session, request.sender))
    return Say(shown_hours.what_applies(chosen, _asked(request)), private=True)


@routes.on("hours.change", opens_form=True, needs=_NEEDED)
@routes.on("requests.hours.change", opens_form=True, needs=_ALL_STAFF)
async def change(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        chosen = await availability_of(session, await id_behind(session, request.sender))
    return Open(shown_hours.form(chosen, _asked(request)))


@routes.on("hours.save", needs=_NEEDED)
@routes.on("requests.hours.save", needs=_ALL_STAFF)
async def save(request: Request, services: Context) -> Reply:
    read = _read(request)
    if isinstance(read, Faults):
        return read
    async with services.database.write() as session:
        read.person_id = await id_behind(session, request.sender)
        await session.merge(read)
    return Say(shown_hours.what_applies(read, _asked(request)), private=True)


@routes.on("hours.not-now", needs=_NEEDED)
@routes.on("requests.hours.not-now", needs=_ALL_STAFF)
async def not_now(request: Request, services: Context) -> Reply:
    """On and off with one press, and no reason asked for."""
    async with services.database.write() as session:
        chosen = await availability_of(session, await id_behind(session, request.sender))
        chosen.not_now = request.value == "on"
        await session.merge(chosen)
    return Say(shown_hours.what_applies(chosen, _asked(request)), private=True)


def _asked(request: Request) -> Asked:
    """The hours are one person's; what is said of them depends on where they came from."""
    return REQUESTS if request.action.startswith(REQUESTS.at) else QUESTIONS


def _read(request: Request) -> Availability | Faults:
    days = read_days(request.values.get("days", ""))
    if days is None:
        return Faults({"days": 'Write days like "Mon-Fri" or "Tuesday, Thursday".'})
    numbers = [request.values.get(name, "") for name in ("from", "to", "most")]
    if not all(number.isdecimal() for number in numbers):
        return Faults({"": "Choose one of the hours and one of the numbers."})
    from_hour, to_hour, most = map(int, numbers)
    if not (0 <= from_hour <= 23 and 1 <= to_hour <= 24 and 1 <= most <= shown_hours.MOST):
        return Faults({"": "Choose one of the hours and one of the numbers."})
    return Availability(
        days=days,
        from_hour=from_hour,
        to_hour=to_hour,
        most=most,
        not_now=request.values.get("now", "") == "no",
    )
