"""Action ids, form values, view and message metadata: written for Slack, and read back from its payloads."""

import json
from collections.abc import Mapping
from typing import Any

Json = dict[str, Any]

DELIVERY = "alongside_delivery"


def action_id(action: str, index: int) -> str:
    """Slack refuses a message in which two buttons share one, so their number in the message stands behind."""
    return f"{action}#{index}"


def action_of(action_id: str) -> str:
    return action_id.rpartition("#")[0] or action_id


def values_of(state: Json) -> dict[str, str]:
    """What was chosen and typed, by field name, from the `state` of a message or view; "" for nothing."""
    blocks: Mapping[str, Json] = state.get("values") or {}
    return {name: _value(element) for name, block in blocks.items() for element in block.values()}


def _value(element: Json) -> str:
    chosen: Json = element.get("selected_option") or {}
    picked = element.get("selected_date") or element.get("selected_time")
    return str(chosen.get("value") or element.get("value") or picked or "")


def pack(value: str, context: str) -> str:
    """A form's value, and what its opener wants to know again, as a view's private metadata."""
    return json.dumps([value, context], ensure_ascii=False, separators=(",", ":"))


def unpack(private_metadata: str) -> tuple[str, str]:
    """The form's value and the opener's context."""
    value, context = json.loads(private_metadata)
    return str(value), str(context)


def errors_of(view: Json, faults: Mapping[str, str]) -> dict[str, str]:
    """Faults by block id, as the answer to a submission. What belongs to no field stands at the first one.

    Empty where the form has no field to stand at.
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
    """Goes with a message, so that it can be found again where we never heard whether it arrived."""
    return {"event_type": DELIVERY, "event_payload": {"delivery": delivery}}


def delivery_of(message: Json) -> str:
    """Which delivery a message in a channel's history is; "" for any other."""
    found: Json = message.get("metadata") or {}
    return str(found["event_payload"].get("delivery", "")) if found.get("event_type") == DELIVERY else ""
