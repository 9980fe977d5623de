"""Reads which fields a Slack view or message has, from its blocks, which Slack sends back under its signature. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.conversation.form_values import LONGEST_VALUE
from bot.conversation.message import Choice, Form, Option, TextInput
from bot.platforms.slack.rendering.details import hidden_in
from bot.platforms.slack.rendering.names import values_of

Json = dict[str, Any]


def fields_in(action: str, blocks: Iterable[Json] | None, state: Json) -> Form:
    """The fields against which values are checked.

    `blocks` are None if Slack leaves the message out, as for one that only one person sees. Then the fields are
    those of the `state`.
    """
    if blocks is None:
        return Form(
            action, "", tuple(TextInput(name, name, longest=LONGEST_VALUE) for name in values_of(state))
        )
    shown = tuple(_field(block) for block in blocks if block.get("type") == "input")
    return Form(action, "", shown, more=hidden_in(blocks))


def _field(block: Json) -> Choice | TextInput:
    name, element = str(block["block_id"]), block["element"]
    if element["type"] in ("radio_buttons", "static_select"):
        return Choice(name, name, tuple(Option(option["value"], "") for option in _options(element)))
    return TextInput(name, name, longest=int(element.get("max_length") or LONGEST_VALUE))


def _options(element: Mapping[str, Any]) -> Iterable[Json]:
    grouped = (option for group in element.get("option_groups") or () for option in group["options"])
    return [*(element.get("options") or ()), *grouped]
