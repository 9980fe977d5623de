"""Lets champions take questions from their inbox, answer them, pass them on and close them."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.choosing import chosen
from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.asking.distress.detector import Level
from bot.features.asking.distress.signposts import one_line
from bot.features.context import Context
from bot.features.escalation.answering import (
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
from bot.features.escalation.asking import who_asked
from bot.features.escalation.closing import close
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.escalation.models import Question
from bot.features.escalation.views import champion as champion_views
from bot.features.escalation.views import inbox as shown_inbox
from bot.features.escalation.views.inbox import InboxLine
from bot.people.access.allowances import BY_ROLE
from bot.people.identity.lookup import name_in, names_of
from bot.people.identity.people import id_behind

routes = Routes()

_NEEDED = ANSWER_QUESTIONS


@routes.on("inbox", needs=_NEEDED)
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


@routes.on("inbox.take", needs=_NEEDED, at_most=BY_ROLE)
async def take_it(request: Request, services: Context) -> Reply:
    """The second to take it is told so, and loses the button."""
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        question = await take(session, request.value, me, services.clock.now()) or await theirs(
            session, request.value, me
        )
        if question is None:
            return Replace(saying(shown_inbox.SECOND, shown_inbox.OTHERS))
        return Replace(await _conversation(session, question))


@routes.on("inbox.show", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, request.value, me)
        shown_now = (
            await _conversation(session, question) if question else await _stands(session, request, me)
        )
        return Say(shown_now, private=True)


@routes.on("inbox.answer", opens_form=True, needs=_NEEDED)
async def open_answer(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, request.value, me)
        if question is None:
            return Say(await _stands(session, request, me), private=True)
        return Open(champion_views.answer_form(question, await who_asked(session, question)))


@routes.on("inbox.answer.send", needs=_NEEDED, composes=True, at_most=BY_ROLE)
async def send_answer(request: Request, services: Context) -> Reply:
    """What they write for a colleague may speak of distress; then they see who is there, too."""
    words = request.values.get("answer", "").strip()
    if not words:
        return Faults({"answer": "Write a sentence, or close this."})
    if len(words) > champion_views.LONGEST_ANSWER:
        return Faults(
            {
                "answer": f"That is {len(words):,} characters long. Keep it to {champion_views.LONGEST_ANSWER:,}."
            }
        )
    async with services.database.write() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None:
            return Faults({"": shown_inbox.OVER_WITH_WORDS})
        await answer(session, question, words, services.clock.now())
        said = await _conversation(session, question)
    return Say(_with_signpost(said, words, services), private=True)


@routes.on("inbox.pass", opens_form=True, needs=_NEEDED)
async def open_passing_on(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, request.value, me)
        if question is None or question.directed_to:
            return Say(await _stands(session, request, me), private=True)
        return Open(champion_views.passing_form(question, await _by_name(session, question)))


@routes.on("inbox.pass.send", composes=True, needs=_NEEDED, at_most=BY_ROLE)
async def pass_it_on(request: Request, services: Context) -> Reply:
    """A champion who was free when the form opened may not be any more."""
    note = " ".join(request.values.get("note", "").split())
    if len(note) > champion_views.LONGEST_NOTE:
        return Faults(
            {"note": f"That is {len(note)} characters long. Keep it to {champion_views.LONGEST_NOTE}."}
        )
    async with services.database.write() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None or question.directed_to:
            return Faults({"": shown_inbox.OVER_WITH_WORDS})
        given = chosen(
            champion_views.TO, champion_views.takers(await _by_name(session, question)), request.values
        )
        to = None if given in ("", champion_views.ALL) else given
        if to and to not in await could_have(session, question):
            return Faults({champion_views.TO: shown_inbox.NOT_FREE})
        await pass_on(session, question, services.clock.now(), to, note)
        whom = await name_in(session, to) or shown_inbox.ALL_OTHERS
    said = saying(shown_inbox.PASSED_ON.format(whom=whom), shown_inbox.OTHERS)
    return Say(_with_signpost(said, note, services), private=True)


@routes.on("inbox.may-we", needs=_NEEDED, at_most=BY_ROLE)
async def ask_for_words(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, request.value, me)
        if question is None:
            return Replace(await _stands(session, request, me))
        await may_we(session, question, services.clock.now())
        return Replace(await _conversation(session, question))


@routes.on("inbox.close", needs=_NEEDED)
async def close_it(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        question = await theirs(session, request.value, me)
        if question is None:
            return Replace(await _stands(session, request, me))
        await close(session, question, services.clock.now())
        return Replace(await _conversation(session, question))


async def _by_name(session: AsyncSession, question: Question) -> list[tuple[str, str]]:
    names = await names_of(session, await could_have(session, question))
    return sorted(names.items(), key=lambda given: (given[1].casefold(), given[0]))


def _with_signpost(said: Message, words: str, services: Context) -> Message:
    """Where what they wrote speaks of distress."""
    if services.distress_detector.classify(words).level is not Level.DISTRESS:
        return said
    return Message(said.summary, (*said.blocks, one_line(services.signposts)))


async def _line(session: AsyncSession, question: Question, services: Context) -> InboxLine:
    zone = ZoneInfo(services.organisation.time_zone)
    return InboxLine(question, await who_asked(session, question), question.asked_at.astimezone(zone).date())


async def _conversation(session: AsyncSession, question: Question) -> Message:
    asker = await who_asked(session, question)
    return champion_views.for_champion(question, asker, await letters_of(session, question.id))


async def _stands(session: AsyncSession, request: Request, me: str) -> Message:
    """The state of a question that they can't answer any more, and what they may still do."""
    question = await taken_and_answered_by(session, request.value, me)
    if question:
        return await _conversation(session, question)
    return saying(shown_inbox.OVER, shown_inbox.OTHERS)
