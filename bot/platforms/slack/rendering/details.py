"""Folds a form's optional fields behind a button, which carries them, because Slack has no folding. Pure."""

from collections.abc import Iterable
from typing import Any

from bot.conversation import wire
from bot.conversation.message import Choice, Fields, Message, Paragraph, TextInput
from bot.platforms.slack.rendering import limits
from bot.platforms.slack.rendering.rich_text import plain

Json = dict[str, Any]

DETAILS = "form.details"
"""The action of the button. It reaches no handler: the form is shown again with its fields."""

_LABEL = "Details"
_BLOCK = "details"


def folded(more: Fields) -> list[Json]:
    """The block with the button; empty if a button has no room for the fields."""
    carried = wire.dumps(Message("", more))
    if not more or limits.length(carried) > limits.VALUE:
        return []
    button = {"type": "button", "text": plain(_LABEL), "action_id": DETAILS, "value": carried}
    return [{"type": "actions", "block_id": _BLOCK, "elements": [button]}]


def is_folded(block: Json) -> bool:
    return block.get("block_id") == _BLOCK


def hidden_in(blocks: Iterable[Json] | None) -> Fields:
    """The folded fields of a view, which Slack sends back under its signature."""
    buttons = [block["elements"][0] for block in blocks or () if is_folded(block)]
    shown = [part for button in buttons for part in wire.loads(button["value"]).blocks]
    return tuple(part for part in shown if isinstance(part, Paragraph | Choice | TextInput))


def hidden_values(fields: Fields) -> dict[str, str]:
    """The initial values of folded fields. They are sent as if the fields were shown."""
    return {field.name: field.initial for field in fields if not isinstance(field, Paragraph)}
