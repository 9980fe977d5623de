"""Did it help? And: this is missing. Counted without a person."""

from bot.conversation.message import Form, Message, TextInput, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.knowledge.feedback import Missing, count_rating
from bot.services import Services
from handlers.shown_card import ShownCard

routes = Routes()


@routes.on("card.helped")
async def helped(request: Request, services: Services) -> Reply:
    return await _rated(request, services, did_help=True)


@routes.on("card.not-helped")
async def not_helped(request: Request, services: Services) -> Reply:
    return await _rated(request, services, did_help=False)


async def _rated(request: Request, services: Services, did_help: bool) -> Reply:
    shown = ShownCard.from_value(request.value)
    today = services.clock.now().date()
    async with services.database.write() as session:
        await count_rating(session, services.organisation.id, shown.card_id, did_help, today)
    return Replace(shown.message(services.library, today))


@routes.on("missing.open", opens_form=True)
async def open_missing(request: Request, services: Services) -> Reply:
    """Shows exactly what will be sent, and lets the person change it."""
    note = text(
        "The editors get the words below and nothing else: not your name, not your team. Leave out names and anything private."
    )
    box = TextInput(
        "question", "What should there be an answer to?", initial=request.value, multiline=True, longest=500
    )
    return Open(Form("missing.send", "Tell the editors", (note, box), submit="Send to the editors"))


@routes.on("missing.send")
async def send_missing(request: Request, services: Services) -> Reply:
    question = request.values.get("question", "").strip()
    if not question:
        return Faults({"question": "Write what is missing, or close this."})
    async with services.database.write() as session:
        session.add(
            Missing(organisation_id=services.organisation.id, question=question, told_at=services.clock.now())
        )
    said = "Sent to the editors, without your name. Thank you."
    return Say(Message(said, (text(said),)), private=True)
