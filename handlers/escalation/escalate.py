"""Passes a question to a champion: the form, sending, replies, thanks and taking it back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.asking.conversation_memory import place_of
from bot.features.context import Context
from bot.features.escalation.actions import (
    ALLOW_WORDS,
    LIST_ANSWERS,
    LIST_UNANSWERED,
    REPLY,
    SEND,
    SEND_REPLY,
    TAKE_BACK,
    THANK,
)
from bot.features.escalation.models import Question
from bot.features.escalation.question_answers import (
    answered_for,
    asked_by,
    consent,
    latest_answer,
    letters_of,
    reply,
    thank,
)
from bot.features.escalation.question_closing import take_back
from bot.features.escalation.question_offers import (
    ask,
    due_from,
    expected_by,
    has_enough_open,
    name_of,
    readers,
    unanswered_of,
)
from bot.features.escalation.views import asker as asker_views
from bot.features.escalation.views.asker_forms import (
    Readers,
    WrittenQuestion,
    WrittenReply,
    asking_form,
    reply_form,
)
from bot.features.escalation.views.enough_open import ENOUGH_OPEN
from bot.features.escalation.views.inbox import OFFER_ENDINGS
from bot.features.shared_actions import ASK_PERSON
from bot.people.access.allowances import TO_COLLEAGUES
from bot.people.identity.people import person_behind, staff_behind

routes = Routes()


@routes.on(ASK_PERSON, opens_form=True)
async def ask_person(request: Request, services: Context) -> Reply:
    """The form, with what they asked me; or, without champions, whom the organisation named."""
    async with services.database.write() as session:
        me = await staff_behind(session, request.sender)
        available = await _readers(session, me.id, services) if me else None
    if available is None or not available.unnamed:
        return _contact(services)
    by = _day(due_from(services.organisation, services.clock.now()), services)
    words = _asked_before(request, services)
    return Open(asking_form(words, available, by, services.organisation.contact))


@routes.on(SEND, at_most=TO_COLLEAGUES, keeps_draft=True)
async def send(request: Request, services: Context) -> Reply:
    written = WrittenQuestion.read(request.values)
    if isinstance(written, Faults):
        return written
    now = services.clock.now()
    async with services.database.write() as session:
        me, organisation = await staff_behind(session, request.sender), services.organisation.id
        if me is None:
            return Say(asker_views.only_staff(services.organisation.contact), private=True)
        people = await readers(session, organisation, me.id, is_named=written.is_named)
        if not people:
            return _contact(services)
        if await has_enough_open(session, me.id):
            return Faults({"": ENOUGH_OPEN})
        id_ = await ask(
            session,
            organisation,
            me.id,
            written.words,
            is_named=written.is_named,
            to=None,
            about="",
            now=now,
        )
        question = await session.get_one(Question, id_)
    return Say(asker_views.sent(question, len(people), _day(question.look_at, services)), private=True)


@routes.on(LIST_ANSWERS)
async def list_answers(request: Request, services: Context) -> Reply:
    """Shows answers that the person has neither thanked for nor replied to."""
    async with services.database.read() as session:
        me = await person_behind(session, request.sender)
        waiting = [
            (question, letter, await name_of(session, question.claimed_by))
            for question in (await answered_for(session, me.id) if me else ())
            if (letter := await latest_answer(session, question.id))
        ]
        return Say(asker_views.answered(waiting), private=True)


@routes.on(LIST_UNANSWERED)
async def list_unanswered(request: Request, services: Context) -> Reply:
    """Shows the person's own questions that wait for an answer. Home says only how many."""
    async with services.database.read() as session:
        me = await person_behind(session, request.sender)
        mine = await unanswered_of(session, me.id) if me else ()
    dated = [(question, _day_or_none(expected_by(question), services)) for question in mine]
    return Say(asker_views.unanswered(dated), private=True)


@routes.on(TAKE_BACK)
async def withdraw(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        if (mine := await _mine(session, request, TAKE_BACK.value_of(request))) is None:
            return Replace(_OVER)
        asker_id = mine.asker_id
        await take_back(session, mine, services.clock.now())
        others = len(await unanswered_of(session, asker_id)) if asker_id else 0
    return Replace(asker_views.taken_back(others))


@routes.on(REPLY, opens_form=True)
async def open_reply(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        mine = await _mine(session, request, REPLY.value_of(request))
    return Open(reply_form(mine)) if mine else Say(_OVER, private=True)


@routes.on(SEND_REPLY, at_most=TO_COLLEAGUES, keeps_draft=True)
async def send_reply(request: Request, services: Context) -> Reply:
    written = WrittenReply.read(request.values)
    if isinstance(written, Faults):
        return written
    async with services.database.write() as session:
        if (mine := await _mine(session, request, SEND_REPLY.value_of(request))) is None:
            return Faults({"": asker_views.OVER_WITH_WORDS})
        await reply(session, mine, written.words, services.clock.now(), OFFER_ENDINGS)
    return Say(saying(asker_views.REPLY_SENT, asker_views.WAITING), private=True)


@routes.on(THANK, at_most=TO_COLLEAGUES)
async def thanks(request: Request, services: Context) -> Reply:
    """Closes it. If they asked without a name, the link to them is deleted."""
    async with services.database.write() as session:
        if (mine := await _mine(session, request, THANK.value_of(request))) is None:
            # The message with the answer is not replaced.
            return Say(_OVER, private=True)
        answered = asker_views.thanked(mine, await letters_of(session, mine.id))
        await thank(session, mine, services.clock.now(), OFFER_ENDINGS)
    return Replace(answered)


@routes.on(ALLOW_WORDS, at_most=TO_COLLEAGUES)
async def allow(request: Request, services: Context) -> Reply:
    given = ALLOW_WORDS.value_of(request)
    async with services.database.write() as session:
        if (mine := await _mine(session, request, given.question_id)) is None:
            return Replace(_OVER)
        await consent(session, mine, given.is_allowed, services.clock.now(), OFFER_ENDINGS)
    return Replace(saying(asker_views.MAY if given.is_allowed else asker_views.MAY_NOT, asker_views.WAITING))


async def _readers(session: AsyncSession, me: str, services: Context) -> Readers:
    organisation = services.organisation
    named, unnamed = [
        await readers(session, organisation.id, me, is_named=is_named) for is_named in (True, False)
    ]
    return Readers(len(named), len(unnamed), organisation.name)


async def _mine(session: AsyncSession, request: Request, question_id: str) -> Question | None:
    me = await person_behind(session, request.sender)
    return await asked_by(session, question_id, me.id) if me else None


def _asked_before(request: Request, services: Context) -> str:
    """The last question. Only in private conversations: elsewhere it may be somebody else's."""
    question = ASK_PERSON.value_of(request)
    if question or not request.private:
        return question or ""
    return services.memory.last(place_of(request), services.clock.now()).question


def _contact(services: Context) -> Reply:
    return Say(asker_views.contact(services.organisation.contact), private=True)


_OVER = saying(asker_views.OVER, asker_views.AGAIN)


def _day(instant: datetime, services: Context) -> date:
    return instant.astimezone(ZoneInfo(services.organisation.time_zone)).date()


def _day_or_none(instant: datetime | None, services: Context) -> date | None:
    return _day(instant, services) if instant else None
