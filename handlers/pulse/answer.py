"""Takes a person's pulse answers one at a time, and submits them once. Stores nothing before."""

from zoneinfo import ZoneInfo

from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.context import Context
from bot.features.pulse.actions import ANSWER, COMMENT, HOW_CONFIDENTIAL, SEND_COMMENT, STEP
from bot.features.pulse.ballots import ballot
from bot.features.pulse.ballots.ballot import BallotOutcome
from bot.features.pulse.draft_answers import DraftAnswers
from bot.features.pulse.views import confidentiality, questions
from bot.features.pulse.waves.protection import protection
from bot.features.pulse.waves.waves import items_of, open_wave_of
from bot.people.identity.people import person_behind

routes = Routes()

_ANSWERED = {
    BallotOutcome.TWICE: saying(questions.TWICE),
    BallotOutcome.CLOSED: questions.closed(),
    BallotOutcome.NOT_INVITED: saying(questions.NOT_INVITED),
}
_COMMENTED = {
    BallotOutcome.COUNTED: questions.COMMENTED,
    BallotOutcome.TWICE: questions.COMMENTED_ALREADY,
    BallotOutcome.CLOSED: questions.CLOSED_FOR_COMMENTS,
    BallotOutcome.NOT_INVITED: questions.NOT_INVITED,
}


@routes.on(STEP, leaves_no_trace=True)
async def step(request: Request, services: Context) -> Reply:
    """The next question in place of this one, or the one before. What was chosen so far is in the button."""
    so_far = STEP.value_of(request) or questions.chosen_point(request.values)
    if so_far is None:
        raise UserFacingError(questions.CHOOSE)
    return Replace(await _shown(services, so_far))


@routes.on(ANSWER, leaves_no_trace=True)
async def answer(request: Request, services: Context) -> Reply:
    """The questions become a thank-you, or a kind sentence where they were answered or are closed."""
    chosen = ANSWER.value_of(request)
    if not chosen.answers:
        # From the form of an earlier release.
        return Replace(await _shown(services, chosen))
    outcome = await _cast(request, services, chosen)
    if outcome is BallotOutcome.COUNTED:
        return Replace(questions.thanks(chosen.wave_id))
    return Replace(_ANSWERED[outcome])


@routes.on(COMMENT, opens_form=True, leaves_no_trace=True)
async def open_comment(request: Request, services: Context) -> Reply:
    return Open(questions.comment_form(COMMENT.value_of(request)))


@routes.on(SEND_COMMENT, leaves_no_trace=True)
async def send_comment(request: Request, services: Context) -> Reply:
    comment = questions.WrittenComment.read(request.values)
    if isinstance(comment, Faults):
        return comment
    wave_id = SEND_COMMENT.value_of(request)
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        outcome = BallotOutcome.NOT_INVITED
        if person:
            now = services.clock.now()
            outcome = await ballot.comment(session, services.seal, wave_id, person.id, comment.words, now)
    return Say(saying(_COMMENTED[outcome]), private=True)


@routes.on(HOW_CONFIDENTIAL, leaves_no_trace=True)
async def how_confidential(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        floor, epsilon = await protection(session, services.organisation.id, services.clock.now())
    return Say(confidentiality.how_confidential(floor, epsilon), private=True)


async def _shown(services: Context, so_far: DraftAnswers) -> Message:
    async with services.database.read() as session:
        wave = await open_wave_of(session, so_far.wave_id, services.clock.now())
        items = await items_of(session, so_far.wave_id, services.items)
    if wave is None:
        return questions.closed()
    zone = ZoneInfo(services.organisation.time_zone)
    return questions.step(so_far, items, wave.closes_at.astimezone(zone))


async def _cast(request: Request, services: Context, chosen: DraftAnswers) -> BallotOutcome:
    now = services.clock.now()
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        if person is None:
            return BallotOutcome.NOT_INVITED
        return await ballot.cast(session, services.seal, chosen.wave_id, person.id, chosen.answers, now)
