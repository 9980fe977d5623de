"""The parts of a demo story: its scenes, and what people do in them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Says:
    user: str
    words: str


@dataclass(frozen=True, slots=True)
class Presses:
    """The newest button whose label begins like this."""

    user: str
    label: str


@dataclass(frozen=True, slots=True)
class AsksAPerson:
    """By the button that is at home, and below each question that wasn't answered."""

    user: str


@dataclass(frozen=True, slots=True)
class Fills:
    """The form that is open, with what it has and these."""

    user: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Waits:
    """The calendar moves from event to event until a button like this has come; `is_new`: after now."""

    user: str
    label: str
    is_new: bool = False


Act = Says | Presses | AsksAPerson | Fills | Waits


@dataclass(frozen=True, slots=True)
class Scene:
    """`label` is the text of the button that plays it; it begins with what the person does."""

    user: str
    text: str
    label: str
    acts: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Story:
    id: str
    title: str
    about: str
    scenes: Sequence[Scene]
