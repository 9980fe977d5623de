"""Ask a person, when the bot can't help."""

from bot.conversation.message import Message, text
from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.services import Services

routes = Routes()


@routes.on("ask.person")
async def ask_person(request: Request, services: Services) -> Reply:
    """Whom the organisation named for this."""
    contact = services.organisation.contact
    said = (
        contact
        or "Your organisation has not named anyone for this yet. Your line manager is a good place to start."
    )
    return Say(Message("A person who can help", (text(said),)), private=True)
