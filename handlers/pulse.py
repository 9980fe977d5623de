"""Answer this fortnight's questions, once. Nothing is written but the counts, and that somebody has answered."""

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.errors import UserFacingError
from bot.people.people import person_behind
from bot.pulse import ballot, shown_pulse
from bot.pulse.ballot import Outcome
from bot.pulse.preferences import choices_of
from bot.services import Services

routes = Routes()

_CHOOSE = "Choose an answer to at least one question first, then press Send my answers."

_ANSWERED = {
    Outcome.TWICE: shown_pulse.TWICE,
    Outcome.CLOSED: shown_pulse.CLOSED,
    Outcome.NOT_INVITED: shown_pulse.NOT_INVITED,
}
_COMMENTED = {
    Outcome.COUNTED: shown_pulse.COMMENTED,
    Outcome.TWICE: shown_pulse.COMMENTED_ALREADY,
    Outcome.CLOSED: shown_pulse.CLOSED_FOR_COMMENTS,
    Outcome.NOT_INVITED: shown_pulse.NOT_INVITED,
}


@routes.on("pulse.answer", leaves_no_trace=True)
async def answer(request: Request, services: Services) -> Reply:
    """The questions become a thank-you, or a kind sentence where they were answered or are closed."""
    chosen = {item: value for item, value in request.values.items() if item in services.items and value}
    if not chosen:
        raise UserFacingError(_CHOOSE)
    points = {item: int(value) for item, value in chosen.items() if value.isdecimal()}
    outcome = await _cast(request, services, points)
    if outcome is Outcome.COUNTED:
        return Replace(shown_pulse.thanks(request.value))
    return Replace(saying(_ANSWERED[outcome]))


@routes.on("pulse.comment", opens_form=True, leaves_no_trace=True)
async def open_comment(request: Request, services: Services) -> Reply:
    return Open(shown_pulse.comment_form(request.value))


@routes.on("pulse.send-comment", leaves_no_trace=True)
async def send_comment(request: Request, services: Services) -> Reply:
    comment = request.values.get("comment", "").strip()
    if not comment:
        return Faults({"comment": "Write something first, or close this."})
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        outcome = Outcome.NOT_INVITED
        if person:
            now = services.clock.now()
            outcome = await ballot.comment(session, services.seal, request.value, person.id, comment, now)
    return Say(saying(_COMMENTED[outcome]), private=True)


@routes.on("pulse.how-confidential", leaves_no_trace=True)
async def how_confidential(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        chosen = await choices_of(session, services.organisation.id)
    return Say(shown_pulse.how_confidential(chosen.floor), private=True)


async def _cast(request: Request, services: Services, points: dict[str, int]) -> Outcome:
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        if person is None:
            return Outcome.NOT_INVITED
        return await ballot.cast(
            session, services.seal, request.value, person.id, points, services.clock.now()
        )
