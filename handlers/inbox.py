"""A champion's inbox: take a question, answer it in place, pass it on, close it."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.knowledge.distress import Level
from bot.knowledge.signposts import one_line
from bot.people.finding import name_in, names_of
from bot.people.people import id_behind
from bot.people.permissions import Permission
from bot.questions import shown, shown_inbox
from bot.questions.answering import (
    answer,
    could_have,
    letters_of,
    may_we,
    pass_on,
    take,
    taken_by,
    theirs,
    waiting_for,
)
from bot.questions.asking import who_asked
from bot.questions.closing import close
from bot.questions.shown_inbox import Line
from bot.questions.tables import Question
from bot.services import Services

routes = Routes()

_NEEDED = Permission.ANSWER_QUESTIONS


@routes.on("inbox", needs=_NEEDED)
@routes.word("inbox", "open questions", needs=_NEEDED)
async def inbox(request: Request, services: Services) -> Reply:
    """Those that wait for somebody, and the champion's own."""
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        waiting = await waiting_for(session, services.organisation.id, me)
        lines = [
            [await _line(session, question, services) for question in questions]
            for questions in (waiting, await taken_by(session, me))
        ]
    return Say(shown_inbox.inbox(*lines), private=True)


@routes.on("inbox.take", needs=_NEEDED)
async def take_it(request: Request, services: Services) -> Reply:
    """Whoever is second is told so, and no button is left that lies."""
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        question = await take(session, request.value, me, services.clock.now()) or await theirs(
            session, request.value, me
        )
        if question is None:
            return Replace(saying(shown_inbox.SECOND))
        return Replace(await _conversation(session, question))


@routes.on("inbox.show", needs=_NEEDED)
async def show(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        return Say(await _conversation(session, question) if question else _OVER, private=True)


@routes.on("inbox.answer", opens_form=True, needs=_NEEDED)
async def open_answer(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None:
            return Say(_OVER, private=True)
        return Open(shown.answer_form(question, await who_asked(session, question)))


@routes.on("inbox.answer.send", needs=_NEEDED, composes=True)
async def send_answer(request: Request, services: Services) -> Reply:
    """What they write for a colleague may speak of distress; then they see who is there, too."""
    words = request.values.get("answer", "").strip()
    if not words:
        return Faults({"answer": "Write a sentence, or close this."})
    if len(words) > shown.LONGEST_ANSWER:
        return Faults(
            {"answer": f"That is {len(words):,} characters long. Keep it to {shown.LONGEST_ANSWER:,}."}
        )
    async with services.database.write() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None:
            return Say(_OVER, private=True)
        await answer(session, question, words, services.clock.now())
        said = await _conversation(session, question)
    return Say(_with_signpost(said, words, services), private=True)


@routes.on("inbox.pass", opens_form=True, needs=_NEEDED)
async def open_passing_on(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None or question.directed_to:
            return Say(_OVER, private=True)
        names = await names_of(session, await could_have(session, question))
    by_name = sorted(names.items(), key=lambda given: (given[1].casefold(), given[0]))
    return Open(shown.passing_form(question, by_name))


@routes.on("inbox.pass.send", composes=True, needs=_NEEDED)
async def pass_it_on(request: Request, services: Services) -> Reply:
    """Whoever was free when the form opened may not be any more."""
    chosen, note = request.values.get(shown.TO, shown.ALL), " ".join(request.values.get("note", "").split())
    if len(note) > shown.LONGEST_NOTE:
        return Faults({"note": f"That is {len(note)} characters long. Keep it to {shown.LONGEST_NOTE}."})
    to = None if chosen == shown.ALL else chosen
    async with services.database.write() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None or question.directed_to:
            return Say(_OVER, private=True)
        if to and to not in await could_have(session, question):
            return Faults({shown.TO: shown_inbox.NOT_FREE})
        await pass_on(session, question, services.clock.now(), to, note)
        whom = await name_in(session, to) or shown_inbox.ALL_OTHERS
    said = saying(shown_inbox.PASSED_ON.format(whom=whom))
    return Say(_with_signpost(said, note, services), private=True)


@routes.on("inbox.may-we", needs=_NEEDED)
async def ask_for_words(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None:
            return Replace(_OVER)
        await may_we(session, question, services.clock.now())
        return Replace(await _conversation(session, question))


@routes.on("inbox.close", needs=_NEEDED)
async def close_it(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        question = await theirs(session, request.value, await id_behind(session, request.sender))
        if question is None:
            return Replace(_OVER)
        await close(session, question, services.clock.now())
        return Replace(await _conversation(session, question))


def _with_signpost(said: Message, words: str, services: Services) -> Message:
    """Where what they wrote speaks of distress."""
    if services.watch.look(words).level is not Level.DISTRESS:
        return said
    return Message(said.summary, (*said.blocks, one_line(services.signposts)))


async def _line(session: AsyncSession, question: Question, services: Services) -> Line:
    zone = ZoneInfo(services.organisation.time_zone)
    return Line(question, await who_asked(session, question), question.asked_at.astimezone(zone).date())


async def _conversation(session: AsyncSession, question: Question) -> Message:
    asker = await who_asked(session, question)
    return shown.for_champion(question, asker, await letters_of(session, question.id))


_OVER = saying(shown_inbox.OVER)
