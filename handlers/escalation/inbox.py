"""Lets champions take questions from their inbox, answer them, pass them on and close them."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.natural_order import natural_key
from bot.features.asking.distress.detector import Level
from bot.features.asking.distress.signposts import doubt_line
from bot.features.context import Context
from bot.features.escalation.actions import (
    ANSWER,
    ASK_FOR_WORDS,
    CLOSE,
    INBOX,
    PASS_ON,
    SEND_ANSWER,
    SEND_ON,
    SHOW,
    TAKE,
)
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.escalation.models import Question
from bot.features.escalation.question_answers import (
    answer,
    could_have,
    letters_of,
    may_we,
    pass_on,
    take,
    taken_and_answered_by,
    taken_by,
    theirs,
    waiting_for,
)
from bot.features.escalation.question_closing import close
from bot.features.escalation.question_offers import who_asked
from bot.features.escalation.views import champion as champion_views
from bot.features.escalation.views import inbox as shown_inbox
from bot.features.escalation.views.champion_forms import (
    NOT_FREE,
    Passing,
    WrittenAnswer,
    answer_form,
    passing_form,
)
from bot.features.escalation.views.inbox import InboxLine
from bot.people.access.allowances import BY_ROLE
from bot.people.identity.lookup import name_in, names_of
from bot.people.identity.people import id_behind

routes = Routes()

_NEEDED = ANSWER_QUESTIONS


@routes.on(INBOX, needs=_NEEDED)
@routes.word("inbox", "open questions", needs=_NEEDED)
async def inbox(request: Request, services: Context) -> Reply:
    """Questions that wait for a champion, and the person's own."""
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        waiting = await waiting_for(session, services.organisation.id, me)
        lines = [
            [await _line(session, question, services) for question in questions]
            for questions in (waiting, await taken_by(session, me))
        ]
    return Say(shown_inbox.inbox(*lines), private=True)


@routes.on(TAKE, needs=_NEEDED, at_most=BY_ROLE)
async def take_it(request: Request, services: Context) -> Reply:
    """The reply tells the second champion that it is taken, and removes the button."""
    question_id = TAKE.value_of(request)
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        now = services.clock.now()
        endings, pressed = shown_inbox.OFFER_ENDINGS, request.acted_on
        taken = await take(session, question_id, me, now, endings, pressed)
        question = taken or await theirs(session, question_id, me)
        if question is None:
            return Replace(saying(shown_inbox.SECOND, shown_inbox.OTHERS))
        return Replace(await _conversation(session, question))


@routes.on(SHOW, needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    question_id = SHOW.value_of(request)
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, question_id, me)
        shown_now = (
            await _conversation(session, question) if question else await _stands(session, question_id, me)
        )
        return Say(shown_now, private=True)


@routes.on(ANSWER, opens_form=True, needs=_NEEDED)
async def open_answer(request: Request, services: Context) -> Reply:
    question_id = ANSWER.value_of(request)
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, question_id, me)
        if question is None:
            return Say(await _stands(session, question_id, me), private=True)
        return Open(answer_form(question, await who_asked(session, question)))


@routes.on(SEND_ANSWER, needs=_NEEDED, composes=True, at_most=BY_ROLE, keeps_draft=True)
async def send_answer(request: Request, services: Context) -> Reply:
    """Answers may mention distress. Then the champion sees the crisis lines, too."""
    written = WrittenAnswer.read(request.values)
    if isinstance(written, Faults):
        return written
    async with services.database.write() as session:
        question = await theirs(
            session, SEND_ANSWER.value_of(request), await id_behind(session, request.sender)
        )
        if question is None:
            return Faults({"": shown_inbox.OVER_WITH_WORDS})
        await answer(session, question, written.words, services.clock.now(), shown_inbox.OFFER_ENDINGS)
        message = await _conversation(session, question)
    return Say(_with_signpost(message, written.words, services), private=True)


@routes.on(PASS_ON, opens_form=True, needs=_NEEDED)
async def open_passing_on(request: Request, services: Context) -> Reply:
    question_id = PASS_ON.value_of(request)
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, question_id, me)
        if question is None or question.directed_to:
            return Say(await _stands(session, question_id, me), private=True)
        return Open(passing_form(question, await _by_name(session, question)))


@routes.on(SEND_ON, composes=True, needs=_NEEDED, at_most=BY_ROLE, keeps_draft=True)
async def pass_it_on(request: Request, services: Context) -> Reply:
    """Checks again whether the other champion is free."""
    async with services.database.write() as session:
        question = await theirs(session, SEND_ON.value_of(request), await id_behind(session, request.sender))
        if question is None or question.directed_to:
            return Faults({"": shown_inbox.OVER_WITH_WORDS})
        passing = Passing.read(request.values, await _by_name(session, question))
        if isinstance(passing, Faults):
            return passing
        if passing.to and passing.to not in await could_have(session, question):
            return NOT_FREE
        now = services.clock.now()
        await pass_on(session, question, now, shown_inbox.OFFER_ENDINGS, passing.to, passing.note)
        message = shown_inbox.passed_on(await name_in(session, passing.to))
    return Say(_with_signpost(message, passing.note, services), private=True)


@routes.on(ASK_FOR_WORDS, needs=_NEEDED, at_most=BY_ROLE)
async def ask_for_words(request: Request, services: Context) -> Reply:
    question_id = ASK_FOR_WORDS.value_of(request)
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, question_id, me)
        if question is None:
            return Replace(await _stands(session, question_id, me))
        now, endings = services.clock.now(), shown_inbox.OFFER_ENDINGS
        await may_we(session, question, now, endings, request.acted_on)
        return Replace(await _conversation(session, question))


@routes.on(CLOSE, needs=_NEEDED)
async def close_it(request: Request, services: Context) -> Reply:
    question_id = CLOSE.value_of(request)
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, question_id, me)
        if question is None:
            return Replace(await _stands(session, question_id, me))
        now, endings = services.clock.now(), shown_inbox.OFFER_ENDINGS
        await close(session, question, now, endings, request.acted_on)
        return Replace(await _conversation(session, question))


async def _by_name(session: AsyncSession, question: Question) -> list[tuple[str, str]]:
    names = await names_of(session, await could_have(session, question))
    return sorted(names.items(), key=lambda given: (natural_key(given[1]), given[0]))


def _with_signpost(message: Message, words: str, services: Context) -> Message:
    """Adds the crisis lines if the words mention distress."""
    if services.distress_detector.classify(words).level is not Level.DISTRESS:
        return message
    return Message(message.summary, (*message.blocks, doubt_line(services.signposts)))


async def _line(session: AsyncSession, question: Question, services: Context) -> InboxLine:
    zone = ZoneInfo(services.organisation.time_zone)
    return InboxLine(question, await who_asked(session, question), question.asked_at.astimezone(zone).date())


async def _conversation(session: AsyncSession, question: Question) -> Message:
    asker = await who_asked(session, question)
    return champion_views.for_champion(question, asker, await letters_of(session, question.id))


async def _stands(session: AsyncSession, question_id: str, me: str) -> Message:
    """The state of a question that the champion can no longer answer, and the remaining steps."""
    question = await taken_and_answered_by(session, question_id, me)
    if question:
        return await _conversation(session, question)
    return saying(shown_inbox.OVER, shown_inbox.OTHERS)
