"""`Message`, `Form` and their blocks: what the bot says, independent of any platform."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. Renderers escape it; nothing else may."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`quiet` is for what supports the message without being it, such as sources."""

    spans: tuple[Span, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words, shown as such."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, e.g. a digest's headline numbers."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement, with the ends of its interval where it has one. A `value` of None leaves a gap.

    `words` stand where the value would be written: why there is none, or "90% or more" at 90.
    `is_marked`: something happened just before, of which the chart's `alt` speaks.
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    words: str = ""
    is_marked: bool = False

    @property
    def interval(self) -> tuple[float, float] | None:
        return None if self.low is None or self.high is None else (self.low, self.high)

    @property
    def said(self) -> str:
        """What is written beside it."""
        return self.words or ("" if self.value is None else figure(self.value))


@dataclass(frozen=True, slots=True)
class Chart:
    """One idea as a picture. `scale` is the axis; `alt` says what the picture says."""

    title: str
    points: tuple[Point, ...]
    scale: tuple[float, float]
    alt: str
    kind: str = "line"


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One question with fixed answers; the chosen `Option.value` comes back as `values[name]`.

    `is_searched`: a long one may be shown as a box, and part of a name comes back, which `choosing.py` reads.
    """

    name: str
    question: str
    options: tuple[Option, ...]
    initial: str = ""
    optional: bool = False
    is_searched: bool = False


@dataclass(frozen=True, slots=True)
class TextInput:
    """A box to type in; the text comes back as `values[name]`.

    `kind` is "text", "date" or "time": the last two are picked, and come back as 2027-01-14 or 09:30.
    """

    name: str
    label: str
    hint: str = ""
    initial: str = ""
    multiline: bool = False
    optional: bool = False
    longest: int = 1000
    kind: str = "text"


@dataclass(frozen=True, slots=True)
class Button:
    """Pressing it sends a Request with this action and value; with `href` (https) it only leads there."""

    label: str
    action: str
    value: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """At most five, the main one first."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """One question whose answers are pressed: `points` in one row, `besides` below it.

    Where the platform has no such row it is a list with one button, `submit`; what was chosen is then
    `values[name]`, the value of its button.
    """

    name: str
    question: str
    points: tuple[Button, ...]
    besides: tuple[Button, ...] = ()
    submit: str = "Next"

    @property
    def buttons(self) -> tuple[Button, ...]:
        return (*self.points, *self.besides)


@dataclass(frozen=True, slots=True)
class Progress:
    label: str
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Divider:
    pass


Block = (
    Heading
    | Paragraph
    | Bullets
    | Quote
    | Facts
    | Image
    | Chart
    | Choice
    | TextInput
    | Buttons
    | Scale
    | Progress
    | Divider
)


@dataclass(frozen=True, slots=True)
class Message:
    """`summary` is what a notification, a screen reader and a log line show."""

    summary: str
    blocks: tuple[Block, ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """Opens beside the conversation. Submitting it sends a Request with `action`, `value` and values.

    `more` is folded away where a platform can: nobody has to read or fill it in.
    `never_in_chat`: where it can't open beside the conversation it doesn't open at all, because a chat keeps it.
    """

    action: str
    title: str
    fields: "Fields"
    submit: str = "Send"
    value: str = ""
    more: "Fields" = ()
    never_in_chat: bool = False

    @property
    def all_fields(self) -> "Fields":
        return (*self.fields, *self.more)


Fields = tuple[Paragraph | Choice | TextInput, ...]


def buttons_of(blocks: Iterable[Block]) -> tuple[Button, ...]:
    """Everything that can be pressed, in the order in which it stands."""
    return tuple(b for block in blocks if isinstance(block, Buttons | Scale) for b in block.buttons)


def text(*parts: str | Span, quiet: bool = False) -> Paragraph:
    """A paragraph from plain strings and spans."""
    return Paragraph(tuple(Span(p) if isinstance(p, str) else p for p in parts), quiet)


def saying(words: str, *next_steps: Button) -> Message:
    """A message of nothing but these words, and what can be done now."""
    return Message(words, (text(words), *((Buttons(next_steps),) if next_steps else ())))


def figure(value: float) -> str:
    """A number as people read it, with one decimal where there is one: 62, 62.5."""
    return f"{value:,.1f}".removesuffix(".0")
