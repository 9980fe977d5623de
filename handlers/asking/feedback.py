"""Buttons below an answer: whether it helped (only counted), and telling editors unnamed what is missing."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Form, Message, TextInput, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.asking.feedback import count_rating, tell_editors
from bot.features.asking.views.card import ShownCard
from bot.features.context import Context
from bot.people.access.allowances import TO_COLLEAGUES
from bot.store.events import is_first_time
from handlers.asking.colleague import colleague_behind

routes = Routes()


@routes.on("card.helped")
async def helped(request: Request, services: Context) -> Reply:
    return await _rated(request, services, did_help=True)


@routes.on("card.not-helped")
async def not_helped(request: Request, services: Context) -> Reply:
    return await _rated(request, services, did_help=False)


async def _rated(request: Request, services: Context, did_help: bool) -> Reply:
    shown = ShownCard.from_value(request.value)
    today = services.clock.now().date()
    async with services.database.write() as session:
        by = await colleague_behind(session, request, services)
        if by and shown.card_id in services.library.cards and await _is_first(session, request, services):
            await count_rating(session, by, shown.card_id, did_help)
    return Replace(shown.message(services.library, today))


async def _is_first(session: AsyncSession, request: Request, services: Context) -> bool:
    """Once an answer, however often its buttons are pressed."""
    once = f"rated {request.acted_on}"
    return not request.acted_on or await is_first_time(session, once, services.clock.now())


@routes.on("missing.open", opens_form=True)
async def open_missing(request: Request, services: Context) -> Reply:
    """Shows exactly what will be sent, and lets the person change it."""
    note = text(
        "The editors get the words below and nothing else: not your name, not your team. Leave out names and anything private."
    )
    box = TextInput(
        "question", "What should there be an answer to?", initial=request.value, multiline=True, longest=500
    )
    return Open(Form("missing.send", "Tell the editors", (note, box), submit="Send to the editors"))


@routes.on("missing.send", at_most=TO_COLLEAGUES)
async def send_missing(request: Request, services: Context) -> Reply:
    question = request.values.get("question", "").strip()
    if not question:
        return Faults({"question": "Write what is missing, or close this."})
    async with services.database.write() as session:
        if (by := await colleague_behind(session, request, services)) is None:
            return Say(_FOR_STAFF, private=True)
        await tell_editors(session, by, question, services.clock.now())
    said = "Sent to the editors, without your name. Thank you."
    return Say(Message(said, (text(said),)), private=True)


_SAID = "Only people who work here can write to the editors."
_FOR_STAFF = Message(_SAID, (text(_SAID, " Nothing was sent."),))
