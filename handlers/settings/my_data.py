"""Shows people what is kept about them, gives it to them as a file, and erases what can be erased."""

from collections.abc import Sequence

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Form,
    Heading,
    Message,
    Paragraph,
    Span,
    text,
)
from bot.conversation.request import Request
from bot.conversation.routes import Open, Reply, Routes, Say
from bot.features import personal_data
from bot.features.asking.conversation_memory import place_of
from bot.features.context import Context
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.people.access.allowances import FILES
from bot.people.identity.first_contact import get_or_create_person
from bot.people.records.one_time_links import Format
from bot.people.records.personal_data import PersonalData
from handlers.settings.one_time_links import link_to

routes = Routes()

_OWN = SET_OWN_PREFERENCES


@routes.word("my data", "data", "privacy", needs=_OWN)
@routes.on("my-data", needs=_OWN)
async def my_data(request: Request, services: Context) -> Reply:
    """The same for everybody: screens are shared, and what there is stands in the file."""
    return Say(_SHOWN, private=True)


@routes.on("my-data.file", needs=_OWN, at_most=FILES)
async def take_away(request: Request, services: Context) -> Reply:
    return await link_to(Format.MY_DATA, request, services)


@routes.on("my-data.ask", opens_form=True, needs=_OWN)
async def ask_before_erasing(request: Request, services: Context) -> Reply:
    return Open(_ERASING)


@routes.on("my-data.erase", needs=_OWN)
async def erase(request: Request, services: Context) -> Reply:
    """Erases what can be erased, with the last question in the conversation's memory."""
    async with services.database.write() as session:
        person = await get_or_create_person(
            session, request.sender, services.organisation, now=services.clock.now()
        )
        await personal_data.erase(session, person.id)
    services.memory.forget(place_of(request))
    return Say(_ERASED, private=True)


def _listed(sentences: tuple[str, ...]) -> Bullets:
    return Bullets(tuple(map(text, sentences)))


def _paragraphs(sentences: tuple[str, ...]) -> tuple[Paragraph, ...]:
    return tuple(text(f"· {sentence}") for sentence in sentences)


def _group(title: str, kept: Sequence[PersonalData]) -> tuple[Block, ...]:
    return (text(Span(title, bold=True)), text(_together([one.title for one in kept])))


def _together(titles: Sequence[str]) -> str:
    """As one sentence."""
    return (
        "; ".join(
            f"{title[0].lower()}{title[1:]}" if number else title for number, title in enumerate(titles)
        )
        + "."
    )


_ERASABLE = tuple(kept.erased for kept in personal_data.PERSONAL_DATA if kept.erased)
_STAYING = tuple(kept.stays for kept in personal_data.PERSONAL_DATA if kept.stays)

_SHOWN = Message(
    "What we keep about you",
    (
        Heading("What we keep about you"),
        text("All of it is yours to see, and you can erase most of what you told us."),
        Buttons(
            (Button("Get it as a file", "my-data.file"), Button("Erase what can be erased", "my-data.ask"))
        ),
        *(block for title, kept in personal_data.GROUPS.items() for block in _group(title, kept)),
        text(
            "Without a name, so that nobody can show or erase it: ",
            _together(personal_data.WITHOUT_NAME),
            quiet=True,
        ),
    ),
)

_ERASING = Form(
    "my-data.erase",
    "Erase my data",
    (
        text("This is erased, and can't be undone:"),
        *_paragraphs(_ERASABLE),
        text("This stays:"),
        *_paragraphs(_STAYING),
        text("What has no name can't be erased, because nobody can tell which of it is yours."),
    ),
    submit="Erase it",
)

_ERASED = Message(
    "Erased.",
    (
        text("Erased. This is gone:"),
        _listed(_ERASABLE),
        text("This stays:"),
        _listed(_STAYING),
        Buttons((Button("See what is left, as a file", "my-data.file"), Button("My settings", "settings"))),
    ),
)
