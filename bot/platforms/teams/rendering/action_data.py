"""Writes the action data of Teams cards and forms, and parses it from activities.

The client returns this data and can forge it: it says what was requested, never what is allowed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.conversation.inbound_text import is_plain

Json = dict[str, Any]

# The key of our own part, so that no form field can replace it.
OURS = "alongside"
_LONGEST = 64
_LONGEST_KEY = 300
_MADE_UP = "a form that we did not make"


@dataclass(frozen=True, slots=True)
class Sent:
    """`context` is the opener's context of a form; `once` identifies one opening of the form.

    `mark` is the mark that `marked` gave the button, `proof` what `proved` gave the form's.
    """

    action: str
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    once: str = ""
    mark: str = ""
    proof: str = ""


Proves = Callable[[Sent], bool]
"""Whether we made the definition of a form."""


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


def proved(shown: Any, form_mark: Callable[[str, str, str], str]) -> Any:
    """A copy with a proof at each button that submits a form, over its action, its value and its definition."""
    if isinstance(shown, list):
        return [proved(part, form_mark) for part in shown]
    if not isinstance(shown, dict):
        return shown
    found = {name: proved(part, form_mark) for name, part in shown.items()}
    ours = _json(found.get(OURS))
    if "context" not in ours:
        return found
    proof = form_mark(ours["action"], ours.get("value", ""), ours["context"])
    return found | {OURS: ours | {"proof": proof}}


def sent(value: object) -> Sent:
    """Parses an activity's value: a pressed button (of both kinds), or a form that is opened or submitted.

    The action is empty if the data is not ours.
    """
    outer = _json(value)
    executed = _json(outer.get("action"))
    given = outer if OURS in outer else _json((executed or outer).get("data"))
    ours = _json(given.get(OURS))
    return Sent(
        _key(executed.get("verb") or ours.get("action")),
        _text(ours.get("value")),
        {name: typed for name, typed in given.items() if isinstance(typed, str)},
        _text(ours.get("context")),
        _key(ours.get("once"))[:_LONGEST],
        _key(ours.get("mark")),
        _key(ours.get("proof")),
    )


def unforged(did: Sent, is_form_ours: Proves) -> Sent:
    """A form whose definition isn't ours is not read: its action becomes one that nobody has.

    Its words stay, because they are read for distress.
    """
    if not did.context or is_form_ours(did):
        return did
    return replace(did, action=_MADE_UP, value="", context="")


def _json(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _key(value: object) -> str:
    """Something of ours that the client only carries; empty where it can't be."""
    word = _text(value)
    return word if is_plain(word, _LONGEST_KEY) else ""
