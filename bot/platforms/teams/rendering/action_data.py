"""Writes the action data of Teams cards and forms, and parses it from activities.

The client returns this data and can forge it: it says what was requested, never what is allowed.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

from bot.conversation.form_values import fields_of_message
from bot.conversation.inbound_text import is_plain
from bot.conversation.message import Block, Choice, Form, Option, TextInput

Json = dict[str, Any]

LOOK = "home.look"
"""The action by which Teams asks for the home card anew when somebody looks at it. Nobody presses it."""

# The key of our own part, so that no form field can replace it.
OURS = "alongside"
_LONGEST = 64
_LONGEST_KEY = 300
_MADE_UP = "a form that we did not make"
# Letters of the digest of an option's value.
_DIGEST = 8


@dataclass(frozen=True, slots=True)
class SubmittedAction:
    """`context` is the opener's context of a form; `once` identifies one opening of the form.

    `fields` are those that a message with this button shows. `mark` is the mark that `marked` gave the button, `proof` what `proved` gave the form's.
    """

    action: str
    value: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    context: str = ""
    once: str = ""
    mark: str = ""
    proof: str = ""
    fields: str = ""

    @property
    def definition(self) -> str:
        return self.context or self.fields


Proves = Callable[[SubmittedAction], bool]
"""Whether we made the definition of a form, or of a message's fields."""


def data(action: str, value: str = "", context: str = "", once: str = "", fields: str = "") -> Json:
    more = {"value": value, "context": context, "once": once, "fields": fields}
    return {OURS: {"action": action} | {key: written for key, written in more.items() if written}}


def seen_by(shown: Any, member: str) -> Any:
    """A copy in which a card that is kept current names who looks at it: Teams asks for these people only."""
    if isinstance(shown, list):
        return [seen_by(part, member) for part in shown]
    if not isinstance(shown, dict):
        return shown
    copy = {name: seen_by(part, member) for name, part in shown.items()}
    return copy | {"refresh": copy["refresh"] | {"userIds": [member]}} if "refresh" in copy else copy


def marked(shown: Any, mark_of: Callable[[str], str]) -> Any:
    """A copy of the activity, card or dialog with a mark at each button, by its action."""
    if isinstance(shown, list):
        return [marked(part, mark_of) for part in shown]
    if not isinstance(shown, dict):
        return shown
    copy = {name: marked(part, mark_of) for name, part in shown.items()}
    ours = _json(copy.get(OURS))
    return copy | {OURS: ours | {"mark": mark_of(ours["action"])}} if "action" in ours else copy


def proved(shown: Any, form_mark: Callable[[str, str, str], str]) -> Any:
    """A copy with a proof at each button with a definition of fields, over its action, its value and that."""
    if isinstance(shown, list):
        return [proved(part, form_mark) for part in shown]
    if not isinstance(shown, dict):
        return shown
    copy = {name: proved(part, form_mark) for name, part in shown.items()}
    ours = _json(copy.get(OURS))
    definition = ours.get("context") or ours.get("fields")
    if not definition:
        return copy
    proof = form_mark(ours["action"], ours.get("value", ""), definition)
    return copy | {OURS: ours | {"proof": proof}}


def sent(value: object) -> SubmittedAction:
    """Parses an activity's value: a pressed button (of both kinds), or a form that is opened or submitted.

    The action is empty if the data is not ours.
    """
    outer = _json(value)
    executed = _json(outer.get("action"))
    given = outer if OURS in outer else _json((executed or outer).get("data"))
    ours = _json(given.get(OURS))
    return SubmittedAction(
        _key(executed.get("verb") or ours.get("action")),
        _text(ours.get("value")),
        {name: typed for name, typed in given.items() if isinstance(typed, str)},
        _text(ours.get("context")),
        _key(ours.get("once"))[:_LONGEST],
        _key(ours.get("mark")),
        _key(ours.get("proof")),
        _text(ours.get("fields")),
    )


def unforged(did: SubmittedAction, is_form_ours: Proves) -> SubmittedAction:
    """A form whose definition isn't ours is not read: its action becomes one that nobody has.

    Its words stay, because they are read for distress.
    """
    if not did.definition or is_form_ours(did):
        return did
    return replace(did, action=_MADE_UP, value="", context="", fields="")


def fields_of_card(blocks: Iterable[Block]) -> str:
    """The definition of a message's fields for its buttons: how long a text may be, and digests of what is offered.

    Empty without fields.
    """
    allowed = {
        field.name: field.longest
        if isinstance(field, TextInput)
        else "".join(_digest(o.value) for o in field.options)
        for field in fields_of_message("", blocks).all_fields
        if isinstance(field, Choice | TextInput)
    }
    return json.dumps(allowed, ensure_ascii=False, separators=(",", ":")) if allowed else ""


def card_of(did: SubmittedAction) -> Form:
    """The fields of the message with the pressed button; without a definition there are none.

    The definition must be ours. Of what a choice offered only the chosen value is known.
    """
    allowed = _json(json.loads(did.fields)) if did.fields else {}
    return Form(
        did.action, "", tuple(_field(name, of, did.values.get(name, "")) for name, of in allowed.items())
    )


def _field(name: str, allowed: int | str, given: str) -> Choice | TextInput:
    if isinstance(allowed, int):
        return TextInput(name, name, longest=allowed)
    offered = {allowed[at : at + _DIGEST] for at in range(0, len(allowed), _DIGEST)}
    return Choice(name, name, (Option(given, given),) if _digest(given) in offered else ())


def _digest(value: str) -> str:
    return urlsafe_b64encode(sha256(value.encode("utf-8", "surrogatepass")).digest())[:_DIGEST].decode()


def _json(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _key(value: object) -> str:
    """One of our values that the client returns; empty if it is malformed."""
    word = _text(value)
    return word if is_plain(word, _LONGEST_KEY) else ""
