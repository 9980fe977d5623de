"""Whether Slack would take it, by three parties that know: its Python SDK, its TypeScript types, and slackblocks.

None of them is complete: the SDK knows no charts, the types know no lengths, and slackblocks' own parser knows
few blocks, so its tables of limits are used. What Slack refuses by experience is checked beside them.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from jsonschema import Draft7Validator
from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View
from slackblocks import _limits as limits
from slackblocks._surfaces import validate_surface_blocks
from slackblocks.errors import InvalidUsageError

from tests.databases import missing

Json = dict[str, Any]
Surface = Literal["message", "modal", "home"]

_SCHEMA = Path(__file__).parent / "node_modules/blocks.schema.json"

# What the SDK doesn't know.
_UNPARSED = {"data_visualization"}
_LONGEST = {
    "plain_text text": limits.TEXT_MAX_LENGTH,
    "header text": limits.HEADER_TEXT_MAX_LENGTH,
    "button text": limits.BUTTON_TEXT_MAX_LENGTH,
    "button value": limits.BUTTON_VALUE_MAX_LENGTH,
    "options text": limits.OPTION_TEXT_MAX_LENGTH,
    "options description": limits.OPTION_DESCRIPTION_MAX_LENGTH,
    "options value": limits.OPTION_VALUE_MAX_LENGTH,
    "option_groups label": limits.OPTION_GROUP_LABEL_MAX_LENGTH,
    "static_select placeholder": limits.SELECT_PLACEHOLDER_MAX_LENGTH,
    "input label": limits.INPUT_LABEL_MAX_LENGTH,
    "input hint": limits.INPUT_HINT_MAX_LENGTH,
    "image alt_text": limits.IMAGE_ALT_TEXT_MAX_LENGTH,
    "image title": limits.IMAGE_TITLE_MAX_LENGTH,
    "image image_url": limits.IMAGE_IMAGE_URL_MAX_LENGTH,
    "modal title": limits.VIEW_TITLE_MAX_LENGTH,
    "modal submit": limits.VIEW_SUBMIT_MAX_LENGTH,
    "modal close": limits.VIEW_CLOSE_MAX_LENGTH,
    "modal callback_id": limits.VIEW_CALLBACK_ID_MAX_LENGTH,
    "modal private_metadata": limits.VIEW_PRIVATE_METADATA_MAX_LENGTH,
    "data_visualization title": limits.DATA_VISUALIZATION_TITLE_MAX_LENGTH,
    "series name": limits.DATA_VISUALIZATION_SERIES_NAME_MAX_LENGTH,
    "data label": limits.DATA_VISUALIZATION_POINT_LABEL_MAX_LENGTH,
    "axis_config y_label": limits.DATA_VISUALIZATION_AXIS_LABEL_MAX_LENGTH,
}
_MOST = {
    "message blocks": limits.MESSAGE_BLOCKS_MAX_ITEMS,
    "modal blocks": limits.VIEW_BLOCKS_MAX_ITEMS,
    "home blocks": limits.VIEW_BLOCKS_MAX_ITEMS,
    "actions elements": limits.ACTIONS_ELEMENTS_MAX_ITEMS,
    "context elements": limits.CONTEXT_ELEMENTS_MAX_ITEMS,
    "radio_buttons options": limits.RADIO_BUTTONS_OPTIONS_MAX_ITEMS,
    "static_select options": limits.SELECT_OPTIONS_MAX_ITEMS,
    "static_select option_groups": limits.SELECT_OPTION_GROUPS_MAX_ITEMS,
    "option_groups options": limits.OPTION_GROUP_OPTIONS_MAX_ITEMS,
    "chart series": limits.DATA_VISUALIZATION_SERIES_MAX_ITEMS,
    "series data": limits.DATA_VISUALIZATION_DATA_MAX_ITEMS,
}


@dataclass
class Contract:
    """Blocks that were found right once are not looked at again: the same ones come in many messages."""

    schema: Json
    right: set[str] = field(default_factory=set)
    validators: dict[str, Draft7Validator] = field(default_factory=dict)

    def faults(self, surface: Surface, rendered: Json) -> list[str]:
        blocks = rendered["blocks"]
        faults = [fault for block in blocks for fault in self._of_block(block)]
        faults += self._by_types(surface.capitalize(), rendered | {"blocks": []})
        faults += [*_by_limits(surface, rendered), *_by_experience(blocks)]
        if surface != "message" and View(**rendered).to_dict() != rendered:
            faults.append("the SDK reads the view as another")
        try:
            validate_surface_blocks(blocks, surface)
        except InvalidUsageError as error:
            faults.append(str(error))
        return faults

    def _of_block(self, block: Json) -> Iterator[str]:
        key = json.dumps(block, sort_keys=True)
        if key in self.right:
            return
        faults = self._by_types("".join(map(str.capitalize, block["type"].split("_"))) + "Block", block)
        if block["type"] not in _UNPARSED:
            faults += _by_sdk(block)
        if not faults:
            self.right.add(key)
        yield from faults

    def _by_types(self, name: str, part: Json) -> list[str]:
        if name not in self.schema["definitions"]:
            return [f"{name} is none of Slack's"]
        if name not in self.validators:
            self.validators[name] = Draft7Validator(self.schema | {"$ref": f"#/definitions/{name}"})
        errors = self.validators[name].iter_errors(part)
        return [f"{error.json_path}: {error.message[:300]}" for error in errors]


@cache
def contract() -> Contract:
    if not _SCHEMA.exists():
        missing("Slack's types as a JSON Schema are not here: python -m tests.parts")
    return Contract(json.loads(_SCHEMA.read_text()))


def _by_sdk(block: Json) -> list[str]:
    try:
        parsed = Block.parse(block)
        is_same = parsed is not None and parsed.to_dict() == block
    except SlackObjectFormationError as error:
        return [str(error)]
    return [] if is_same else [f"the SDK reads {block['type']} as another"]


def _by_limits(kind: str, part: Any) -> Iterator[str]:
    """`kind` is the part's own type, or the field it stands in where it has none."""
    if isinstance(part, list):
        for item in part:
            yield from _by_limits(kind, item)
    elif isinstance(part, dict):
        kind = part["type"] if kind != "chart" and isinstance(part.get("type"), str) else kind
        for key, value in part.items():
            words = value["text"] if isinstance(value, dict) and "text" in value else value
            if isinstance(words, str) and len(words) > _LONGEST.get(
                f"{kind} {key}", 255 if key.endswith("_id") else 40_000
            ):
                yield f"{kind} {key} has {len(words)} characters"
            if isinstance(value, list) and not 0 < len(value) <= _MOST.get(f"{kind} {key}", 1_000):
                yield f"{kind} {key} has {len(value)} items"
            yield from _by_limits(key, value)


def _by_experience(blocks: list[Json]) -> Iterator[str]:
    """Names that are there twice, words that are none, an answer that was not offered, too many charts."""
    elements = [e for b in blocks if b["type"] == "actions" for e in b["elements"]]
    inputs = [b for b in blocks if b["type"] == "input"]
    for names in ([e["action_id"] for e in elements], [b["block_id"] for b in inputs]):
        yield from {f"{name} is there twice" for name in names if names.count(name) > 1}
    for element in (b["element"] for b in inputs):
        groups = element.get("option_groups") or [{"options": element.get("options", ())}]
        offered = [option for group in groups for option in group["options"]]
        if "initial_option" in element and element["initial_option"] not in offered:
            yield f"{element['action_id']} begins with an answer that is none"
    yield from (f"{kind} without words" for kind, words in texts(blocks) if not words)
    if sum(b["type"] == "data_visualization" for b in blocks) > limits.MESSAGE_DATA_VISUALIZATIONS_MAX_ITEMS:
        yield "too many charts"


def texts(part: Any) -> Iterator[tuple[str, str]]:
    """Every text with the kind of part it stands in; a link's are its words."""
    if isinstance(part, list):
        for item in part:
            yield from texts(item)
    elif isinstance(part, dict):
        if isinstance(part.get("text"), str) and "type" in part:
            yield part["type"], part["text"] if part["type"] != "plain_text" else part["text"].strip()
        for value in part.values():
            yield from texts(value)
