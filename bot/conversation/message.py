"""What the bot says, before any platform decides how it looks."""

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
    """

    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    words: str = ""

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
    """One question with fixed answers; the chosen `Option.value` comes back as `values[name]`."""

    name: str
    question: str
    options: tuple[Option, ...]
    initial: str = ""
    optional: bool = False


@dataclass(frozen=True, slots=True)
class TextInput:
    """A box to type in; the text comes back as `values[name]`."""

    name: str
    label: str
    hint: str = ""
    initial: str = ""
    multiline: bool = False
    optional: bool = False
    longest: int = 1000


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
    """Opens beside the conversation. Submitting it sends a Request with `action`, `value` and values."""

    action: str
    title: str
    fields: tuple[Paragraph | Choice | TextInput, ...]
    submit: str = "Send"
    value: str = ""


def text(*parts: str | Span, quiet: bool = False) -> Paragraph:
    """A paragraph from plain strings and spans."""
    return Paragraph(tuple(Span(p) if isinstance(p, str) else p for p in parts), quiet)


def saying(words: str) -> Message:
    """A message of nothing but these words."""
    return Message(words, (text(words),))


def figure(value: float) -> str:
    """A number as people read it, with one decimal where there is one: 62, 62.5."""
    return f"{value:,.1f}".removesuffix(".0")
