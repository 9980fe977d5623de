"""Writes action ids, form values and metadata for Slack, and parses them from its payloads."""

import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

DELIVERY = "alongside_delivery"


def action_id(action: str, index: int) -> str:
    """Appends the button's number in the message, because Slack refuses a message with equal action ids."""
    return f"{action}#{index}"


def action_of(action_id: str) -> str:
    return action_id.rpartition("#")[0] or action_id


def values_of(state: Json) -> dict[str, str]:
    """Chosen and typed values by field name, from the `state` of a message or view; "" for empty fields."""
    blocks: Mapping[str, Json] = state.get("values") or {}
    return {name: _value(element) for name, block in blocks.items() for element in block.values()}


def _value(element: Json) -> str:
    chosen: Json = element.get("selected_option") or {}
    picked = element.get("selected_date") or element.get("selected_time")
    return str(chosen.get("value") or element.get("value") or picked or "")


def pack(value: str, context: str) -> str:
    """Packs a form's value and its opener's context into a view's private metadata."""
    return json.dumps([value, context], ensure_ascii=False, separators=(",", ":"))


def unpack(private_metadata: str) -> tuple[str, str]:
    """Unpacks the form's value and the opener's context."""
    value, context = json.loads(private_metadata)
    return str(value), str(context)


def errors_of(view: Json, faults: Mapping[str, str]) -> dict[str, str]:
    """Errors by block id, for the response to a submission. Errors without a field go to the first field.

    Empty if the form has no field.
    """
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    if not fields:
        return {}
    errors: dict[str, str] = {}
    for name, fault in faults.items():
        field = name if name in fields else fields[0]
        errors[field] = f"{errors[field]} {fault}" if field in errors else fault
    return errors


def metadata(delivery: str) -> Json:
    """Metadata of a sent message, by which it can be looked up if its outcome is unknown."""
    return {"event_type": DELIVERY, "event_payload": {"delivery": delivery}}


def delivery_of(message: Json) -> str:
    """The delivery id of a message in a channel's history; "" for any other message."""
    metadata: Json = message.get("metadata") or {}
    return (
        str(metadata["event_payload"].get("delivery", "")) if metadata.get("event_type") == DELIVERY else ""
    )
