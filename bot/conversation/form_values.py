"""Validates field values against the fields that were shown; returns the values and the errors."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from bot.conversation.message import Block, Choice, Form, Option, Scale, TextInput
from bot.conversation.request import Request

Values = Mapping[str, str]


# Maximum length in characters of any field on any platform. Our longest field is an announcement's text.
LONGEST_VALUE = 3000


def form_key(form: Form | Request) -> str:
    """A digest of a form's action and value: equal for the form that opens and for its submission."""
    return sha256(f"{form.action}\n{form.value}".encode("utf-8", "surrogatepass")).hexdigest()


def checked(form: Form | None, values: Values) -> tuple[Values, Values]:
    """The values that may reach a handler, and error texts by field.

    Only the fields and offered options of the `form` that was open, or of the pressed message, are valid. Where the
    platform knows of no fields, no value is.
    """
    return read(fields_of(form.all_fields), values, complete=False) if form else ({}, {})


def fields_of_message(action: str, blocks: Iterable[Block]) -> Form:
    """The fields of a message whose button has this action. A scale that is shown as a list is a choice."""
    return Form(action, "", tuple(field for block in blocks for field in _fields_in(block)))


def _fields_in(block: Block) -> tuple[Choice | TextInput, ...]:
    match block:
        case Choice() | TextInput():
            return (block,)
        case Scale(name, question):
            return (Choice(name, question, tuple(Option(b.value, b.label) for b in block.buttons)),)
        case _:
            return ()


def fields_of(blocks: Iterable[Block]) -> tuple[Choice | TextInput, ...]:
    return tuple(b for b in blocks if isinstance(b, Choice | TextInput))


def read(fields: Iterable[Choice | TextInput], posted: Values, *, complete: bool) -> tuple[Values, Values]:
    """The values by field name, and error texts by field name.

    `complete`: required fields must be filled in. True for forms; false for messages, because one of their
    buttons may be "Not now".
    """
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for field in fields:
        value = posted.get(field.name, "")
        if fault := _fault(field, value, complete):
            faults[field.name] = fault
        values[field.name] = value if _was_offered(field, value) else ""
    return values, faults


def _was_offered(field: Choice | TextInput, value: str) -> bool:
    return isinstance(field, TextInput) or any(o.value == value for o in field.options)


def _fault(field: Choice | TextInput, value: str, complete: bool) -> str:
    if not value.strip():
        return _missing(field) if complete and not field.optional else ""
    if not _was_offered(field, value):
        return "Please choose one of the answers shown."
    if isinstance(field, TextInput) and len(value) > field.longest:
        return _too_long(value, field.longest)
    return ""


def _too_long(value: str, longest: int) -> str:
    over = len(value) - longest
    return f"Please shorten this by {over:,} {'character' if over == 1 else 'characters'}; up to {longest:,} fit."


def _missing(field: Choice | TextInput) -> str:
    return "Please choose one." if isinstance(field, Choice) else _MISSING[field.kind]


_MISSING = {
    "text": "Please write something here.",
    "date": "Please choose a day.",
    "time": "Please choose a time.",
}
