"""Lets administrators turn rephrasing by a language model on or off; before it goes on, they see what is sent where."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Bullets, Button, Buttons, Heading, Message, saying, text
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.features.administration.declarations import MANAGE_SETTINGS
from bot.features.asking.rephrasing.outcome import LONGEST_QUESTION
from bot.features.asking.rephrasing.switch import is_on, switch
from bot.features.context import Context
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.first_contact import get_or_create_person

routes = Routes()

_NEEDED = MANAGE_SETTINGS
LABEL = "Answers in a model's words"


@routes.word("wording", needs=_NEEDED)
@routes.on("wording", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services), private=True)


@routes.on("wording.consider", needs=_NEEDED)
async def consider(request: Request, services: Context) -> Reply:
    """Shows what would be sent, and where. Nothing is sent yet."""
    return Replace(_really(services.wording.host) if services.wording else _NOT_SET_UP)


@routes.on("wording.on", needs=_NEEDED)
async def turn_on(request: Request, services: Context) -> Reply:
    """Only for the host that they were shown."""
    if services.wording is None:
        return Replace(_NOT_SET_UP)
    if request.value != services.wording.host:
        return Replace(_really(services.wording.host))
    await _switch(request, services, request.value)
    return Replace(await _shown(services))


@routes.on("wording.off", needs=_NEEDED)
async def turn_off(request: Request, services: Context) -> Reply:
    await _switch(request, services, "")
    return Replace(await _shown(services))


async def in_words(session: AsyncSession, services: Context) -> str:
    """Whether it is on, in a few words."""
    if services.wording is None:
        return "no model is set up"
    return "on" if await is_on(session, services.organisation.id, services.wording.host) else "off"


async def _switch(request: Request, services: Context, host: str) -> None:
    now = services.clock.now()
    async with services.database.write() as session:
        me = await get_or_create_person(session, request.sender, services.organisation, now=now)
        before = await switch(session, services.organisation.id, host)
        if before != host:
            details = {"setting": LABEL, "before": _told(before), "after": _told(host)}
            await record(session, me.id, CHANGED_SETTING, now, about="wording", **details)


def _told(host: str) -> str:
    return f"on, by {host}" if host else "off"


async def _shown(services: Context) -> Message:
    if services.wording is None:
        return _NOT_SET_UP
    async with services.database.read() as session:
        if not await is_on(session, services.organisation.id, services.wording.host):
            return _IS_OFF
    return _is_on(services.wording.host)


_NOT_SET_UP = saying(
    "Your IT has not set up a model, so every answer is shown as its card was written. There is nothing to turn on."
)

_IS_OFF = Message(
    "No language model words answers here.",
    (
        Heading("Answers in a language model's words"),
        text("This is off: every answer is shown as its card was written."),
        text("Turning it on shows you first what would be sent, and where."),
        Buttons((Button("See what would be sent", "wording.consider"),)),
    ),
)


def _is_on(host: str) -> Message:
    said = "A language model words answers here."
    return Message(
        said,
        (
            Heading("Answers in a language model's words"),
            text(f"This is on: questions that a card answers are sent to {host}."),
            text(
                "An answer says when a model worded it, and the card as written is one press away. Whenever the model "
                "is slow, fails, or says what the card doesn't, the card is shown as it was written.",
                quiet=True,
            ),
            Buttons((Button("Turn it off", "wording.off"),)),
        ),
    )


def _really(host: str) -> Message:
    return Message(
        f"Really send questions to {host}?",
        (
            Heading(f"Really send questions to {host}?"),
            text("For each question that one of our cards answers, this is sent there:"),
            Bullets(
                (
                    text(
                        "The question as it was typed. E-mail addresses, telephone numbers, mentions and long numbers "
                        "are taken out first; a name in it is not."
                    ),
                    text("One to three of our cards, without your organisation's own."),
                )
            ),
            text(
                f"Never who asked, what was asked before, words of distress, or anything longer than {LONGEST_QUESTION} "
                "characters. Who runs that service may keep what it gets: settle that with them, and tell your people."
            ),
            Buttons(
                (
                    Button(f"Turn it on with {host}"[:75], "wording.on", host),
                    Button("Leave it off", "wording.off"),
                )
            ),
        ),
    )
