"""`Action`: what a button or a form asks for, with the type of its value and how a platform carries that value.

A feature declares its actions in `actions.py`. Views make buttons and forms from them; handlers are routed by
them and read the value with them. No other code knows how a value is written.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from typing import Any, Generic, TypeVar, get_type_hints

from bot.conversation.message import Button, Fields, Form
from bot.conversation.request import Request

T = TypeVar("T")


_DIGITS = 9


class UnreadableValue(ValueError):
    """Raised for a button's value that its action can't read, for example one of an older release."""


@dataclass(frozen=True, slots=True)
class Codec(Generic[T]):
    """Writes and reads a button's value. `read` raises ValueError or TypeError for malformed values."""

    write: Callable[[T], str]
    read: Callable[[str], T]


@dataclass(frozen=True, slots=True)
class Action(Generic[T]):
    """An action whose buttons and forms carry a value, for example `SHOW = Action("broadcast.show", TEXT)`."""

    name: str
    codec: Codec[T]

    def button(self, label: str, value: T) -> Button:
        return Button(label, self.name, self.codec.write(value))

    def form(
        self,
        title: str,
        boxes: Fields,
        value: T,
        *,
        submit: str = "Send",
        more: Fields = (),
        never_in_chat: bool = False,
        shows: Iterable[str] = (),
    ) -> Form:
        """A form that submits this action. The parameters are those of `Form`."""
        return Form(
            self.name,
            title,
            boxes,
            submit,
            self.codec.write(value),
            more,
            never_in_chat,
            frozenset(shows),
        )

    def value_of(self, used: Request | Button) -> T:
        """The value of a button, or of the button or form that the person used. Raises UnreadableValue."""
        try:
            return self.codec.read(used.value)
        except (ValueError, TypeError) as error:
            raise UnreadableValue(f"{self.name} can't read the value of its button") from error


@dataclass(frozen=True, slots=True)
class PlainAction:
    """An action without a value, for example `HOME = PlainAction("home")`. A button's value is ignored."""

    name: str

    def button(self, label: str) -> Button:
        return Button(label, self.name)

    def form(
        self,
        title: str,
        boxes: Fields,
        *,
        submit: str = "Send",
        more: Fields = (),
        never_in_chat: bool = False,
        shows: Iterable[str] = (),
    ) -> Form:
        """A form that submits this action. The parameters are those of `Form`."""
        return Form(self.name, title, boxes, submit, "", more, never_in_chat, frozenset(shows))

    def value_of(self, request: Request) -> None:
        """Nothing; every button is readable."""


AnyAction = Action[Any] | PlainAction

TEXT: Codec[str] = Codec(str, str)

# For buttons that may have no value, for example because a list above them has the choice.
OPTIONAL_TEXT: Codec[str | None] = Codec(lambda value: value or "", lambda written: written or None)


def choice(enum: type[T]) -> Codec[T]:
    """A codec for the members of a StrEnum."""
    return Codec(str, enum)


def spaced(record: type[T]) -> Codec[T]:
    """A codec for a dataclass whose fields are written with one space between them.

    Fields are str, int, bool ("yes", "no"), date or StrEnum. Only the last may contain a space. Trailing fields that
    have their default are left out, so a field added at the end reads buttons of older releases.
    """
    kinds = get_type_hints(record)
    parts = [(field.name, kinds[field.name], field.default) for field in fields(record)]  # type: ignore[arg-type]
    required = sum(default is MISSING for _, _, default in parts)

    def write(value: T) -> str:
        shown = [(getattr(value, name), default) for name, _, default in parts]
        while len(shown) > required and shown[-1][0] == shown[-1][1]:
            shown.pop()
        words = [_written(part) for part, _ in shown]
        if any(" " in word or not word for word in words[:-1]):
            raise ValueError(f"only the last field of {record.__name__} may be empty or contain a space")
        return " ".join(words)

    def read(text: str) -> T:
        words = text.split(" ", len(parts) - 1) if text else []
        if len(words) < required:
            raise ValueError(f"{record.__name__} needs {required} fields")
        values = {name: _read(word, kind) for word, (name, kind, _) in zip(words, parts, strict=False)}
        return record(**values)

    return Codec(write, read)


def _written(part: object) -> str:
    if isinstance(part, bool):
        return "yes" if part else "no"
    return str(part.value if isinstance(part, Enum) else part)


def _read_bool(word: str) -> bool:
    if word not in ("yes", "no"):
        raise ValueError("expected yes or no")
    return word == "yes"


def read_number(word: str) -> int:
    """A count or a position, as buttons carry them. Raises ValueError for what no database could hold."""
    if not (word.isascii() and word.isdecimal() and len(word) <= _DIGITS):
        raise ValueError("expected a whole number")
    return int(word)


# Types that aren't made from the written word by calling them.
_READERS: Mapping[object, Callable[[str], object]] = {
    bool: _read_bool,
    int: read_number,
    date: date.fromisoformat,
}


def _read(word: str, kind: Callable[[str], object]) -> object:
    return _READERS.get(kind, kind)(word)
