"""Hello, and what this is."""

from bot.conversation.message import Bullets, Button, Buttons, Message, text
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Reply, Routes, Say
from bot.services import Services

routes = Routes()

EXAMPLES = (
    "What does a peer worker do?",
    "How do I introduce peer support to someone?",
    "Will peer workers replace us?",
)


@routes.on(Kind.JOINED)
@routes.on("help")
@routes.word(
    "help",
    "hi",
    "hello",
    "hey",
    "hiya",
    "g'day",
    "kia ora",
    "good morning",
    "good afternoon",
    "start",
    "menu",
)
async def welcome(request: Request, services: Services) -> Reply:
    """The same for everyone, however they come in; short where a whole channel gets it. Safe to say twice."""
    if request.kind is Kind.JOINED and not request.private:
        return Say(_TO_CHANNEL)
    said = f"I answer questions about peer work at {services.organisation.name}."
    return Say(
        Message(
            said,
            (
                text(
                    said,
                    " Every answer was written and checked beforehand, and names its sources. Ask in your own words, for example:",
                ),
                Bullets(tuple(text(example) for example in EXAMPLES)),
                text(
                    "If I don't know, I say so and offer you a person. I am no crisis service: if you or someone else needs help now, tell me and I show you who is there.",
                    quiet=True,
                ),
                Buttons(
                    (
                        Button("Who sees my questions?", "card.related", "bot/who-sees-my-questions"),
                        Button("Ask a person", "ask.person"),
                    )
                ),
            ),
        )
    )


_HELLO = "Hello. Mention me here with a question about peer work, and I answer in its thread."
_TO_CHANNEL = Message(
    _HELLO, (text(_HELLO, " Everyone here reads along; what is only for you, ask in our own chat."),)
)


@routes.word("thanks", "thank you", "ta", "cheers", "thx", "ok", "okay", "great")
async def thanked(request: Request, services: Services) -> Reply:
    said = "You're welcome. Ask me anything else, whenever you like."
    return Say(Message(said, (text(said),)))
