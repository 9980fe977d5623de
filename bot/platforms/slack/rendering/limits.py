"""Checks messages against Slack's length limits; shortens text, and refuses other excess."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]

BLOCKS_IN_MESSAGE, BLOCKS_IN_VIEW = 50, 100
RADIOS, OPTIONS, BUTTONS = 10, 100, 25
HEADER, TITLE, OPTION, CONTEXT, TYPED, ADDRESS, SUMMARY = 150, 24, 75, 2000, 3000, 3000, 3000
VALUE = 2000
# Characters of a message; views may have more. Undocumented: Slack accepted 13,200 and refused 11,300, so we
# stay below.
_ALL_WORDS = 10_000
# Characters of a view's JSON. Known only from the refusal "must be less than 250001 characters".
_VIEW = 250_000

# By element type and field. Elements for which Slack documents no limit are absent.
_ROOM = {
    "modal": {"title": TITLE, "submit": 24, "close": 24, "callback_id": 255, "private_metadata": 3000},
    "header": {"text": HEADER},
    "input": {"label": 2000, "hint": 2000, "block_id": 255},
    "image": {"alt_text": 2000, "title": 2000},
    "option": {"text": OPTION, "description": OPTION, "value": 150},
    "option_group": {"label": OPTION},
    "button": {"text": 75, "value": VALUE, "action_id": 255},
}
_WORDS = frozenset(("text", "title", "submit", "close", "label", "hint", "alt_text", "description"))
_COUNTED = _WORDS | {"url", "initial_value"}
# Elements without a type, by the field that contains them.
_KINDS = {"options": "option", "option_groups": "option_group", "initial_option": "option"}


class TooLongForSlack(ValueError):
    """Raised when Slack would refuse the message and shortening would change what it does."""


@dataclass(frozen=True, slots=True)
class Excess:
    """A part that exceeds its limit. `shortens`: it is only text, whose end may be cut."""

    what: str
    length: int
    room: int
    shortens: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.length:,}, and Slack has room for {self.room:,}"


def fit(kind: str, rendered: Json) -> Json:
    """The message with text shortened to the limits. Raises TooLongForSlack.

    `kind` is "message", "modal" or "home"; inner elements state their own type.
    """
    for excess in excesses(kind, rendered):
        if not excess.shortens:
            raise TooLongForSlack(str(excess))
    shorter: Json = _fitted(kind, rendered)
    return shorter


def excesses(kind: str, rendered: Json) -> Iterator[Excess]:
    """All parts that exceed their limits."""
    blocks = rendered["blocks"]
    room = BLOCKS_IN_MESSAGE if kind == "message" else BLOCKS_IN_VIEW
    if len(blocks) > room:
        yield Excess("blocks", len(blocks), room)
    yield from _excesses(kind, rendered)
    if kind != "message" and (characters := len(json.dumps(_fitted(kind, rendered)))) > _VIEW:
        yield Excess("view", characters, _VIEW)
    if kind == "message" and (words := _count(_fitted(kind, blocks))) > _ALL_WORDS:
        yield Excess("characters in all", words, _ALL_WORDS)


def length(text: str) -> int:
    """Length in UTF-16 units: characters beyond the basic plane count as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, room: int) -> str:
    """Cut at a word boundary, if most of the text remains, with an ellipsis."""
    if length(text) <= room:
        return text
    cut = _beginning(text, room - 1)
    at_word = cut if text[len(cut)].isspace() else " ".join(cut.split(" ")[:-1])
    return (at_word if len(at_word) > len(cut) / 2 else cut).rstrip() + "…"


def _beginning(text: str, room: int) -> str:
    used = 0
    for at, character in enumerate(text):
        used += 1 + (character > "\uffff")
        if used > room:
            return text[:at]
    return text


def _excesses(kind: str, part: Any) -> Iterator[Excess]:
    if isinstance(part, list):
        for item in part:
            yield from _excesses(kind, item)
    elif isinstance(part, dict):
        own = part.get("type", kind)
        if own == "static_select" and len(part.get("option_groups", ())) > OPTIONS:
            yield Excess("options", len(part["option_groups"]) * OPTIONS, OPTIONS * OPTIONS)
        for key, value in part.items():
            room = _ROOM.get(own, {}).get(key)
            words = value["text"] if isinstance(value, dict) and room else value
            if room and length(words) > room:
                yield Excess(f"{own} {key}", length(words), room, key in _WORDS)
            yield from _excesses(_KINDS.get(key, ""), value)


def _fitted(kind: str, part: Any) -> Any:
    if isinstance(part, list):
        return [_fitted(kind, item) for item in part]
    if not isinstance(part, dict):
        return part
    rooms = _ROOM.get(part.get("type", kind), {})
    return {key: _in_room(key, value, rooms.get(key)) for key, value in part.items()}


def _in_room(key: str, value: Any, room: int | None) -> Any:
    if room is None or key not in _WORDS:
        return _fitted(_KINDS.get(key, ""), value)
    if isinstance(value, dict):
        return value | {"text": shortened(value["text"], room)}
    return shortened(value, room)


def _count(part: Any) -> int:
    if isinstance(part, list):
        return sum(map(_count, part))
    if isinstance(part, dict):
        return sum(
            length(value) if isinstance(value, str) and key in _COUNTED else _count(value)
            for key, value in part.items()
        )
    return 0
