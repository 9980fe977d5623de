"""Ask a person, when the bot can't help: what is sent, who reads it and by when, and what comes back."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, saying, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.people.joining import meet
from bot.questions import shown
from bot.questions.answering import asked_by, consent, letters_of, reply, thank
from bot.questions.asking import LONGEST, ask, due_from, readers
from bot.questions.closing import take_back
from bot.questions.shown import NAMED, WORDS, Readers
from bot.questions.tables import Question
from bot.services import Services

routes = Routes()


@routes.on("ask.person", opens_form=True)
async def ask_person(request: Request, services: Services) -> Reply:
    """The form, with what they asked me; or, without champions, whom the organisation named."""
    async with services.database.write() as session:
        me = await meet(session, request.sender, services.organisation, now=services.clock.now())
        found = None if me.left_on else await _readers(session, me.id, services)
    if found is None or not found.unnamed:
        return _contact(services)
    by = _day(due_from(services.organisation, services.clock.now()), services)
    words = _asked_before(request, services)
    return Open(shown.asking_form(words, found, by, services.organisation.contact))


@routes.on("ask.person.send")
async def send(request: Request, services: Services) -> Reply:
    words, named = request.values.get(WORDS, "").strip(), shown.is_named(request.values.get(NAMED, ""))
    if fault := _fault(words):
        return Faults({WORDS: fault})
    now = services.clock.now()
    async with services.database.write() as session:
        me = await meet(session, request.sender, services.organisation, now=now)
        organisation = services.organisation.id
        people = await readers(session, organisation, me.id, is_named=named)
        if me.left_on or not people:
            return _contact(services)
        id_ = await ask(session, organisation, me.id, words, is_named=named, to=None, about="", now=now)
        question = await session.get_one(Question, id_)
    return Say(shown.sent(question, len(people), _day(question.look_at, services)), private=True)


@routes.on("ask.person.back")
async def withdraw(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        if (mine := await _mine(session, request, services)) is None:
            return Replace(saying(shown.OVER))
        await take_back(session, mine, services.clock.now())
    return Replace(saying(shown.TAKEN_BACK))


@routes.on("ask.person.reply", opens_form=True)
async def open_reply(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        mine = await _mine(session, request, services)
    return Open(shown.reply_form(mine)) if mine else Say(saying(shown.OVER), private=True)


@routes.on("ask.person.reply.send")
async def send_reply(request: Request, services: Services) -> Reply:
    words = request.values.get("reply", "").strip()
    if fault := _fault(words):
        return Faults({"reply": fault})
    async with services.database.write() as session:
        if (mine := await _mine(session, request, services)) is None:
            return Say(saying(shown.OVER), private=True)
        await reply(session, mine, words, services.clock.now())
    return Say(saying("Sent. The answer comes to our chat."), private=True)


@routes.on("ask.person.thank")
async def thanks(request: Request, services: Services) -> Reply:
    """Closes it; of somebody not named, nothing says any more who it was."""
    async with services.database.write() as session:
        if (mine := await _mine(session, request, services)) is None:
            return Replace(saying(shown.OVER))
        kept = shown.thanked(mine, await letters_of(session, mine.id))
        await thank(session, mine, services.clock.now())
    return Replace(kept)


@routes.on("ask.person.may")
async def allow(request: Request, services: Services) -> Reply:
    they_may = request.value.endswith(" yes")
    async with services.database.write() as session:
        if (mine := await _mine(session, request, services)) is None:
            return Replace(saying(shown.OVER))
        await consent(session, mine, they_may, services.clock.now())
    return Replace(saying(shown.MAY if they_may else shown.MAY_NOT))


async def _readers(session: AsyncSession, me: str, services: Services) -> Readers:
    organisation = services.organisation
    named, unnamed = [
        await readers(session, organisation.id, me, is_named=is_named) for is_named in (True, False)
    ]
    return Readers(len(named), len(unnamed), organisation.name)


async def _mine(session: AsyncSession, request: Request, services: Services) -> Question | None:
    me = await meet(session, request.sender, services.organisation, now=services.clock.now())
    return await asked_by(session, request.value.split(" ")[0], me.id)


def _asked_before(request: Request, services: Services) -> str:
    """Where others write, too, the last question may be somebody else's."""
    if request.value or not request.private:
        return request.value
    return services.turns.before(request.conversation, services.clock.now()) or ""


def _contact(services: Services) -> Reply:
    said = (
        services.organisation.contact
        or "Your organisation has not named anyone for this yet. Your line manager is a good place to start."
    )
    return Say(Message("A person who can help", (text(said),)), private=True)


def _fault(words: str) -> str:
    if not words:
        return "Write a sentence, or close this."
    return f"That is {len(words)} characters long. Keep it to {LONGEST}." if len(words) > LONGEST else ""


def _day(instant: datetime, services: Services) -> date:
    return instant.astimezone(ZoneInfo(services.organisation.time_zone)).date()
