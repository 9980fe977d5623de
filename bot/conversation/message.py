"""`Message`, `Form` and their blocks: what the bot shows, independent of any platform."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one style. Only renderers escape it."""

    text: str
    bold: bool = False
    italic: bool = False
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Heading:
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text. `quiet` is for secondary text, such as sources."""

    spans: tuple[Span, ...]
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation of another person's words."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, such as a digest's headline numbers."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Image:
    url: str
    alt: str


@dataclass(frozen=True, slots=True)
class Point:
    """One measurement, with its interval's limits if it has one. A `value` of None leaves a gap.

    `words` replace the written value: why there is none, or "90% or more" at 90. `is_marked` highlights a
    point after an event that the chart's `alt` describes.
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
    def in_words(self) -> str:
        """The text beside the point."""
        return self.words or ("" if self.value is None else figure(self.value))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart of one series. `scale` is the axis. `alt` states its message in words."""

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
    """A question with fixed options. The chosen `Option.value` comes back as `values[name]`.

    `is_searched`: a long list may become a text box. Part of a name then comes back; `choosing.py` resolves
    it.
    """

    name: str
    question: str
    options: tuple[Option, ...]
    initial: str = ""
    optional: bool = False
    is_searched: bool = False


@dataclass(frozen=True, slots=True)
class TextInput:
    """A box to type in. Its text comes back as `values[name]`.

    `kind` is "text", "date" or "time". Dates come back as 2027-01-14 and times as 09:30.
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
    """Pressing it sends a Request with this action and value. With `href` (https) it only opens a link."""

    label: str
    action: str
    value: str = ""
    href: str = ""


@dataclass(frozen=True, slots=True)
class Buttons:
    """At most five buttons, the main one first."""

    buttons: tuple[Button, ...]


@dataclass(frozen=True, slots=True)
class Scale:
    """A question answered by pressing a button: `points` in one row, `besides` below it.

    Platforms without such a row show a list and one button, `submit`. The chosen button's value comes back as
    `values[name]`.
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
    """Everything shown at once. Notifications, screen readers and logs use `summary`. `is_home`: kept current."""

    summary: str
    blocks: tuple[Block, ...] = ()
    is_home: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A form beside the conversation. Submitting it sends a Request with `action`, `value` and values.

    `more` holds optional fields, folded away where a platform can. `never_in_chat`: platforms that cannot open it
    beside the conversation don't. `shows`: the ids of people whose own words, which they may withdraw, it shows.
    """

    action: str
    title: str
    fields: "Fields"
    submit: str = "Send"
    value: str = ""
    more: "Fields" = ()
    never_in_chat: bool = False
    shows: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        if self.shows and not self.never_in_chat:
            raise ValueError(f"{self.action!r} shows somebody's own words, so no chat may store it")

    @property
    def all_fields(self) -> "Fields":
        return (*self.fields, *self.more)


Fields = tuple[Paragraph | Choice | TextInput, ...]


def buttons_of(blocks: Iterable[Block]) -> tuple[Button, ...]:
    """All buttons of the blocks, in order of appearance."""
    return tuple(b for block in blocks if isinstance(block, Buttons | Scale) for b in block.buttons)


def text(*parts: str | Span, quiet: bool = False) -> Paragraph:
    """A paragraph from plain strings and spans."""
    return Paragraph(tuple(Span(p) if isinstance(p, str) else p for p in parts), quiet)


def saying(words: str, *next_steps: Button) -> Message:
    """A message of one text and its buttons."""
    return Message(words, (text(words), *((Buttons(next_steps),) if next_steps else ())))


def figure(value: float) -> str:
    """A number with at most one decimal: 62, 62.5."""
    return f"{value:,.1f}".removesuffix(".0")
