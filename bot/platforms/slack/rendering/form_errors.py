"""Renders an open form again: with errors beside its fields or above them, or with its details. Pure."""

from collections.abc import Mapping
from typing import Any

from bot.platforms.slack.rendering.details import hidden_in, is_folded
from bot.platforms.slack.rendering.names import errors_of
from bot.platforms.slack.rendering.render import shown_fields

Json = dict[str, Any]

# The fields of a view that Slack accepts when we send its own view back.
_SENDABLE = ("type", "title", "submit", "close", "callback_id", "private_metadata", "external_id")
_NOTICE = "notice"
_INITIAL = {
    "plain_text_input": ("value", "initial_value"),
    "radio_buttons": ("selected_option", "initial_option"),
    "static_select": ("selected_option", "initial_option"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}


def objection(view: Json, by_field: Mapping[str, str]) -> Json:
    """The response to a submission: errors beside the fields if each belongs to one, else all above them."""
    fields = {block.get("block_id") for block in view["blocks"] if block["type"] == "input"}
    if by_field and fields.issuperset(by_field):
        return {"response_action": "errors", "errors": errors_of(view, by_field)}
    return {"response_action": "update", "view": shown_again(view, in_one(by_field))}


def shown_again(view: Json, notice: str) -> Json:
    """The same home tab or form, with a notice on top that replaces an earlier one."""
    typed = (view.get("state") or {}).get("values") or {}
    blocks = [_filled(block, typed) for block in view["blocks"] if block.get("block_id") != _NOTICE]
    top = {"type": "section", "block_id": _NOTICE, "text": {"type": "plain_text", "text": notice}}
    return {key: view[key] for key in _SENDABLE if view.get(key)} | {"blocks": [top, *blocks]}


def with_details(view: Json) -> Json:
    """The same form, with the fields that were folded away."""
    more = shown_fields(hidden_in(view["blocks"]))
    typed = (view.get("state") or {}).get("values") or {}
    open_ = [_filled(block, typed) for block in view["blocks"] if not is_folded(block)]
    return {key: view[key] for key in _SENDABLE if view.get(key)} | {"blocks": [*open_, *more]}


def notice(title: str, words: str) -> Json:
    """A view with text only."""
    section = {"type": "section", "block_id": _NOTICE, "text": {"type": "plain_text", "text": words}}
    close = {"type": "plain_text", "text": "Close"}
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": title},
        "close": close,
        "blocks": [section],
    }


def in_one(by_field: Mapping[str, str]) -> str:
    """All errors in one text, for places that cannot show them beside the fields."""
    return "\n".join(by_field.values())


def _filled(block: Json, typed: Json) -> Json:
    element = block.get("element") or {}
    if block["type"] != "input" or element.get("type") not in _INITIAL:
        return block
    state, initial = _INITIAL[element["type"]]
    now = typed.get(block["block_id"], {}).get(element["action_id"], {}).get(state)
    rest = {key: value for key, value in element.items() if key != initial}
    return block | {"element": rest | ({initial: now} if now else {})}
