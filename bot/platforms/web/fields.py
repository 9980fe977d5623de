"""What came back from the boxes of a message or form. Nothing posted is believed that was not offered."""

from collections.abc import Iterable, Mapping

from bot.conversation.message import Block, Choice, TextInput

Values = Mapping[str, str]


def fields_of(blocks: Iterable[Block]) -> tuple[Choice | TextInput, ...]:
    return tuple(b for b in blocks if isinstance(b, Choice | TextInput))


def read(fields: Iterable[Choice | TextInput], posted: Values, *, complete: bool) -> tuple[Values, Values]:
    """The values by field name, and what is wrong with them.

    `complete`: a field that is not optional must be filled in. A form wants that; a message doesn't,
    because one of its buttons may be "Not now".
    """
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for field in fields:
        value = posted.get(f"value.{field.name}", "")
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
        over = len(value) - field.longest
        return f"Please shorten this by {over:,} {'character' if over == 1 else 'characters'}; up to {field.longest:,} fit."
    return ""


def _missing(field: Choice | TextInput) -> str:
    return "Please choose one." if isinstance(field, Choice) else "Please write something here."
