"""Writes and reads back the action data in Teams cards and forms.

All of it comes from the other side, and anybody can make it up: it says what was asked for, never who may.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

# Our own part of the data, so that no field can stand in its place.
OURS = "alongside"
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Sent:
    """`context` is what the opener of a form wanted to know again, `once` the one time that it was opened.

    `mark` is what `marked` gave the button.
    """

    action: str
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    once: str = ""
    mark: str = ""


def data(action: str, value: str, context: str = "", once: str = "") -> Json:
    more = {"value": value, "context": context, "once": once}
    return {OURS: {"action": action} | {key: said for key, said in more.items() if said}}


def marked(shown: Any, mark_of: Callable[[str], str]) -> Any:
    """The same activity, card or dialog, with a mark at each of its buttons, by its action."""
    if isinstance(shown, list):
        return [marked(part, mark_of) for part in shown]
    if not isinstance(shown, dict):
        return shown
    found = {name: marked(part, mark_of) for name, part in shown.items()}
    ours = _json(found.get(OURS))
    return found | {OURS: ours | {"mark": mark_of(ours["action"])}} if "action" in ours else found


def sent(value: object) -> Sent:
    """From an activity's value: a pressed button's, in both its kinds, and a form's, when it is opened or sent.

    The action is empty where it isn't ours.
    """
    outer = _json(value)
    executed = _json(outer.get("action"))
    given = outer if OURS in outer else _json((executed or outer).get("data"))
    ours = _json(given.get(OURS))
    return Sent(
        _text(executed.get("verb") or ours.get("action")),
        _text(ours.get("value")),
        {name: typed for name, typed in given.items() if isinstance(typed, str)},
        _text(ours.get("context")),
        _text(ours.get("once"))[:_LONGEST],
        _text(ours.get("mark")),
    )


def _json(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
