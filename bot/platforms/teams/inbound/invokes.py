"""Builds the immediate responses to Teams invokes: a replaced card, or a dialog. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, assert_never

from bot.conversation.message import Buttons, Message
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.platforms.teams.inbound.requests import TeamsReceived
from bot.platforms.teams.outbound.answer import IN_PRIVATE, in_one
from bot.platforms.teams.rendering.forms import dialog, notice, objection
from bot.platforms.teams.rendering.render import CARD

Json = dict[str, Any]
Show = Callable[[Message], Json]
"""A function that renders a message as an activity."""


@dataclass(frozen=True, slots=True)
class InvokeOutcome:
    """The response to Teams, and whether the reply must also be sent to the conversation."""

    body: Json | None
    gives: bool = True


def in_card(reply: Reply, received: TeamsReceived, show: Show) -> InvokeOutcome:
    """The response to a button on a card.

    The card changes at once for the person who pressed it, then for all.
    """
    if received.request.kind is Kind.OPENED_HOME:
        return _home(reply, received, show)
    match reply:
        case Replace(message) if received.place.shows:
            return InvokeOutcome(_card(show(message)))
        case Replace():
            return InvokeOutcome(_plain_answer(_reply_place_note(received, private=False)))
        case Faults(by_field):
            return InvokeOutcome(_plain_answer(in_one(by_field)), gives=False)
        case Say(_, private):
            return InvokeOutcome(_plain_answer(_reply_place_note(received, private)))
        case Open():
            return InvokeOutcome(_plain_answer(_reply_place_note(received, private=True)))
        case None:
            return InvokeOutcome(_plain_answer(_DONE))
        case _:
            assert_never(reply)


def _home(reply: Reply, received: TeamsReceived, show: Show) -> InvokeOutcome:
    """The home card as it stands now, for the person who looks at it, in their own chat; nothing is posted."""
    if isinstance(reply, Say) and received.place.is_private and received.place.shows:
        return InvokeOutcome(_card(show(reply.message)), gives=False)
    return InvokeOutcome(None, gives=False)


def in_dialog(reply: Reply, received: TeamsReceived, show: Show) -> InvokeOutcome:
    """The response to a form, or a button that opens one.

    In shared conversations, private replies stay in the dialog.
    """
    match reply:
        case Open(form):
            return InvokeOutcome(dialog(form), gives=False)
        case Faults(by_field) if received.form:
            return InvokeOutcome(objection(received.form, received.request.values, by_field), gives=False)
        case Faults(by_field):
            return InvokeOutcome(notice(in_one(by_field)), gives=False)
        case Say(message, True) if not received.place.is_private:
            return InvokeOutcome(_shown(message, show), gives=False)
        case Say() | Replace() | None if received.form:
            # Closes the dialog.
            return InvokeOutcome(None)
        case Say(_, private):
            return InvokeOutcome(notice(_reply_place_note(received, private)))
        case Replace() | None:
            return InvokeOutcome(notice(_DONE))
        case _:
            assert_never(reply)


def later_in_card() -> Json:
    return _plain_answer(_LATER)


def later_in_dialog() -> Json:
    return notice(f"{_LATER} You can close this.")


def _reply_place_note(received: TeamsReceived, private: bool) -> str:
    return IN_PRIVATE.summary if private and not received.place.is_private else _BELOW


def _shown(message: Message, show: Show) -> Json:
    """Without buttons, because a dialog cannot have a message's buttons."""
    blocks = tuple(block for block in message.blocks if not isinstance(block, Buttons))
    card = show(Message(message.summary, blocks))["attachments"][0]
    return {"task": {"type": "continue", "value": {"title": _TITLE, "height": "medium", "card": card}}}


def _card(activity: Json) -> Json:
    return {"statusCode": 200, "type": CARD, "value": activity["attachments"][0]["content"]}


def _plain_answer(words: str) -> Json:
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": words}


_TITLE = "For you"
_BELOW = "The answer is below."
_DONE = "Done."
_LATER = "This takes a little longer: the answer comes to our chat."
