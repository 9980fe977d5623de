"""Answers the Teams message extension: cards to insert while writing, and a check of one's own words."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from botbuilder.schema import Activity

from bot.conversation.dispatch import Dispatch
from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Facts,
    Heading,
    Message,
    Paragraph,
    Quote,
    Span,
)
from bot.conversation.request import Request
from bot.conversation.routes import Say
from bot.platforms.teams.inbound.requests import from_own_message, from_query
from bot.platforms.teams.rendering.forms import notice
from bot.platforms.teams.rendering.render import render

Json = dict[str, Any]

# The name of the search parameter in the app's manifest.
QUESTION = "question"

_CHECK, _NOT_YOURS = "language.check", "language.not-yours"
_TITLE = "Check my words"
_NO_WORDS = "There are no words in that message that I could look at."


class Extension:
    """Called for every typed letter; Teams waits for five seconds."""

    def __init__(self, dispatch: Dispatch) -> None:
        self._dispatch = dispatch

    async def answer(self, activity: Activity) -> Json:
        received = from_query(activity, query_of(activity.value))
        if received is None:
            return results([])
        reply = await self._dispatch(received.request)
        if not isinstance(reply, Say):
            return results([])
        if reply.forget:
            return nothing(reply.message)  # A result would insert the signpost into the conversation.
        answers = [await self._answer_of(received.request, button) for button in _offered(reply.message)]
        return results([message for message in answers if message]) if answers else nothing(reply.message)

    async def check_words(self, activity: Activity) -> Json:
        """Checks the person's own message. The dialog with the result is private and not stored."""
        received = from_own_message(activity, _CHECK, _NOT_YOURS)
        reply = await self._dispatch(received.request) if received else None
        if not isinstance(reply, Say):
            return notice(_NO_WORDS)
        blocks = tuple(block for block in reply.message.blocks if not isinstance(block, Buttons))
        card = render(Message(reply.message.summary, blocks))["attachments"][0]
        return {"task": {"type": "continue", "value": {"title": _TITLE, "height": "large", "card": card}}}

    async def _answer_of(self, query: Request, button: Button) -> Message | None:
        reply = await self._dispatch(replace(query, action=button.action, value=button.value, text=""))
        return reply.message if isinstance(reply, Say) else None


def query_of(value: object) -> str:
    """The typed text; empty when the search has just been opened."""
    parameters = value.get("parameters") if isinstance(value, dict) else None
    for parameter in parameters if isinstance(parameters, list) else ():
        if (
            isinstance(parameter, dict)
            and parameter.get("name") == QUESTION
            and isinstance(parameter.get("value"), str)
        ):
            return str(parameter["value"])
    return ""


def _offered(message: Message) -> Sequence[Button]:
    return [button for block in message.blocks if isinstance(block, Buttons) for button in block.buttons]


def results(messages: Sequence[Message]) -> Json:
    shown = [render(message)["attachments"][0] | {"preview": _preview(message)} for message in messages]
    return {"composeExtension": {"type": "result", "attachmentLayout": "list", "attachments": shown}}


def nothing(message: Message) -> Json:
    """A message in place of results: why there are none, or where to turn."""
    words = "\n\n".join(line for block in message.blocks for line in _words(block))
    return {"composeExtension": {"type": "message", "text": words or message.summary}}


def _preview(message: Message) -> Json:
    first = next((line for block in message.blocks for line in _words(block)), "")
    return {
        "contentType": "application/vnd.microsoft.card.thumbnail",
        "content": {"title": message.summary, "text": first},
    }


def _words(block: Block) -> list[str]:
    match block:
        case Heading(heading):
            return [heading]
        case Paragraph(spans) | Quote(spans):
            return [_joined(spans)]
        case Bullets(items):
            return [f"• {_joined(item.spans)}" for item in items]
        case Facts(rows):
            return [f"{label}: {value}" for label, value in rows]
        case _:
            return []


def _joined(spans: Sequence[Span]) -> str:
    return "".join(span.text for span in spans)
