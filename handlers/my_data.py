"""What we keep about somebody: shown to them, taken away as a file, and erased as far as it can be."""

from bot import personal_data
from bot.conversation.message import Bullets, Button, Buttons, Form, Heading, Message, Paragraph, text
from bot.conversation.request import Request
from bot.conversation.routes import Open, Reply, Routes, Say
from bot.people.joining import meet
from bot.people.links import Format
from bot.people.permissions import Permission
from bot.services import Services
from handlers.links import link_to

routes = Routes()

_OWN = Permission.SET_OWN_PREFERENCES


@routes.word("my data", "data", "privacy", needs=_OWN)
@routes.on("my-data", needs=_OWN)
async def my_data(request: Request, services: Services) -> Reply:
    """The same for everybody: screens are shared, and what there is stands in the file."""
    return Say(_SHOWN, private=True)


@routes.on("my-data.file", needs=_OWN)
async def take_away(request: Request, services: Services) -> Reply:
    return await link_to(Format.MY_DATA, request, services)


@routes.on("my-data.ask", opens_form=True, needs=_OWN)
async def ask_before_erasing(request: Request, services: Services) -> Reply:
    return Open(_ERASING)


@routes.on("my-data.erase", needs=_OWN)
async def erase(request: Request, services: Services) -> Reply:
    """Also the question that a next one would have been understood by."""
    async with services.database.write() as session:
        person = await meet(session, request.sender, services.organisation, now=services.clock.now())
        await personal_data.erase(session, person.id)
    services.turns.forget(request.conversation)
    return Say(_ERASED, private=True)


def _listed(sentences: tuple[str, ...]) -> Bullets:
    return Bullets(tuple(map(text, sentences)))


def _paragraphs(sentences: tuple[str, ...]) -> tuple[Paragraph, ...]:
    return tuple(text(f"· {sentence}") for sentence in sentences)


_TITLES = tuple(kept.title for kept in personal_data.KEPT)
_ERASABLE = tuple(kept.erased for kept in personal_data.KEPT if kept.erased)
_STAYING = tuple(kept.stays for kept in personal_data.KEPT if kept.stays)

_SHOWN = Message(
    "What we keep about you",
    (
        Heading("What we keep about you"),
        text(
            "All of it is yours to see, and you can erase most of what you told us. This is what there may be:"
        ),
        _listed(_TITLES),
        text("And this can't be shown or erased, because it has no name:"),
        _listed(personal_data.COUNTED),
        Buttons(
            (Button("Get it as a file", "my-data.file"), Button("Erase what can be erased", "my-data.ask"))
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
