"""Writes the action data of Teams cards and forms, and parses it from activities.

The client returns this data and can forge it: it says what was requested, never what is allowed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]

# The key of our own part, so that no form field can replace it.
OURS = "alongside"
_LONGEST = 64


@dataclass(frozen=True, slots=True)
class Sent:
    """`context` is the opener's context of a form; `once` identifies one opening of the form.

    `mark` is the mark that `marked` gave the button.
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
    """A copy of the activity, card or dialog with a mark at each button, by its action."""
    if isinstance(shown, list):
        return [marked(part, mark_of) for part in shown]
    if not isinstance(shown, dict):
        return shown
    found = {name: marked(part, mark_of) for name, part in shown.items()}
    ours = _json(found.get(OURS))
    return found | {OURS: ours | {"mark": mark_of(ours["action"])}} if "action" in ours else found


def sent(value: object) -> Sent:
    """Parses an activity's value: a pressed button (of both kinds), or a form that is opened or submitted.

    The action is empty if the data is not ours.
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
