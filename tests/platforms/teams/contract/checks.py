"""Whether Teams would take a card, by Microsoft's schema of version 1.5 and by its own reader of cards.

Neither knows charts, which are Teams' own: each must have a fallback that stands for it here. What Teams refuses by
experience is checked beside them.
"""

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from jsonschema import Draft6Validator

from tests.databases import missing

Json = dict[str, Any]

_READER = Path(__file__).parent / "read.js"

# By the properties that Teams' own client reads.
_OF_CHARTS = {
    "Chart.Line": {"type", "data", "yMin", "yMax", "fallback", "separator", "spacing"},
    "Chart.HorizontalBar": {
        *("type", "data", "color", "displayMode", "fallback", "separator", "spacing"),
    },
}
_MOST_BUTTONS = 6
_MOST_BYTES_AS_SENT = 100_000


@dataclass
class Contract:
    """Elements that were found right once are not looked at again: the same ones come in many messages."""

    schema: Json
    validators: dict[str, Draft6Validator] = field(default_factory=dict)
    right: set[str] = field(default_factory=set)

    def faults(self, cards: Sequence[Json]) -> list[str]:
        read = _read([_without_charts(card) for card in cards])
        return [*read, *(fault for card in cards for fault in self._of_card(card))]

    def _of_card(self, card: Json) -> Iterator[str]:
        plain = _without_charts(card)
        yield from self._by_schema("AdaptiveCard", plain | {"body": []})
        for element in plain["body"]:
            yield from self._by_schema(element["type"], element)
        yield from _by_experience(card)

    def _by_schema(self, name: str, part: Json) -> Iterator[str]:
        key = json.dumps(part, sort_keys=True)
        if key in self.right:
            return
        if name not in self.schema["definitions"]:
            yield f"{name} is none of Microsoft's"
            return
        if name not in self.validators:
            only = {"definitions": self.schema["definitions"], "$ref": f"#/definitions/{name}"}
            self.validators[name] = Draft6Validator(only)
        complaints = [
            f"{error.json_path}: {error.message[:300]}" for error in self.validators[name].iter_errors(part)
        ]
        if not complaints:
            self.right.add(key)
        yield from complaints


@cache
def contract() -> Contract:
    if shutil.which("node") is None or not (_READER.parent / "node_modules/adaptivecards").exists():
        missing("Microsoft's reader of Adaptive Cards is not here: python -m tests.parts")
    schema: Json = json.loads((files("adaptive_cards") / "schemas/schema-1.5.json").read_text())
    # Lists to search in, which Teams has and this file is older than.
    schema["definitions"]["ChoiceInputStyle"]["anyOf"][0]["enum"].append("filtered")
    return Contract(schema)


def parts(part: Any) -> Iterator[Json]:
    """All that has a type, from outside in."""
    if isinstance(part, list):
        for item in part:
            yield from parts(item)
    elif isinstance(part, dict):
        if "type" in part:
            yield part
        for value in part.values():
            yield from parts(value)


def _read(cards: Sequence[Json]) -> list[str]:
    result = subprocess.run(
        ["node", _READER], input=json.dumps(cards), capture_output=True, text=True, check=True, timeout=120
    )
    return [complaint for complaints in json.loads(result.stdout) for complaint in complaints]


def _without_charts(part: Any) -> Any:
    if isinstance(part, list):
        return [_without_charts(item) for item in part]
    if not isinstance(part, dict):
        return part
    if str(part.get("type", "")).startswith("Chart."):
        return part["fallback"]
    return {key: _without_charts(value) for key, value in part.items()}


def _by_experience(card: Json) -> Iterator[str]:
    elements = list(parts(card))
    for element in elements:
        kind = element["type"]
        if kind.startswith("Chart."):
            yield from (f"{kind} has {name}" for name in set(element) - _OF_CHARTS.get(kind, set()))
        if kind == "TextBlock" and not element["text"].strip():
            yield "a text without words"
        if kind == "ActionSet" and not 0 < len(element["actions"]) <= _MOST_BUTTONS:
            yield f"{len(element['actions'])} buttons in a row"
        if kind == "FactSet" and not element["facts"]:
            yield "facts without any"
        if kind == "Input.ChoiceSet" and element.get("value", "") not in [
            "",
            *(c["value"] for c in element["choices"]),
        ]:
            yield f"{element['id']} begins with an answer that is none"
    ids = [element["id"] for element in elements if "id" in element]
    yield from {f"{name} is there twice" for name in ids if ids.count(name) > 1}
    if "msteams" in card:
        yield "mentions, or another part that only Teams reads"
    if 2 * len(json.dumps(card, ensure_ascii=False)) > _MOST_BYTES_AS_SENT:
        yield "too long to be sent"
