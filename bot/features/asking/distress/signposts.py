"""Loads the places to turn to in distress, by country, from `content/signposts/<country>.yaml`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.conversation.message import Block, Bullets, Paragraph, Span, text

Text = Annotated[str, Field(min_length=1)]
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_HOURS = re.compile(
    rf"^({'|'.join(_DAYS)})(?:-({'|'.join(_DAYS)}))? ([01]\d|2[0-3]):([0-5]\d)-(?:([01]\d|2[0-3]):([0-5]\d)|(24):(00))$"
)
_ANYONE = "anyone"
_HOURS_UNKNOWN = "unknown"
_OLDEST_CHECK_DAYS = 365
_NOBODY = ("", "to be named by the organisation")
_NUMBER = re.compile(
    r"\b(?:call|ring|phone|dial|appelez le)(?: or text)?\s+(\+?\d[\d -]{0,15}\d)", re.IGNORECASE
)
_SEPARATOR = re.compile(r"[ -]")


def _checked_hours(hours: str) -> str:
    _slots(hours)
    return hours


Hours = Annotated[str, AfterValidator(_checked_hours)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Emergency(_Strict):
    """`comes_last`: list it after the first crisis line, where calling this number may bring the police."""

    number: Text
    note: Text
    comes_last: bool = False


class CrisisLine(_Strict):
    """`hours`: "always", "unknown", or "Mon-Fri 09:00-17:00, Sat 10:00-12:00".

    `about`: lines for "abuse" (at home) and "sexual" (violence) are shown only for these topics. `more`
    leaves a line out of the short message. `source` is the page that its number comes from.
    """

    name: Text
    contact: Text
    hours: Hours
    for_: Text = Field(alias="for", default=_ANYONE)
    about: Literal["any", "abuse", "sexual"] = "any"
    region: str = ""
    more: bool = False
    source: str = ""
    confirmed: bool = False

    @property
    def is_for_anyone(self) -> bool:
        return self.for_ == _ANYONE

    def is_open(self, now_local: datetime) -> bool:
        """`now_local` is aware, in the reader's own time zone. Raises ValueError for a naive one."""
        if now_local.tzinfo is None:
            raise ValueError("opening hours need an aware datetime")
        slots = _slots(self.hours)
        return slots is None or any(slot.holds(now_local) for slot in slots)


class Signposts(_Strict):
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
    emergency: Emergency
    lines: Annotated[tuple[CrisisLine, ...], Field(min_length=1)]
    safeguarding: Text
    owner: str
    last_checked: date | None


@dataclass(frozen=True, slots=True)
class _Slot:
    """Opening hours on one weekday (Monday is 0). If `closes` is not after `opens`, it is on the next day."""

    first_day: int
    last_day: int
    opens: time
    closes: time | None

    def holds(self, now: datetime) -> bool:
        at = now.time().replace(tzinfo=None)
        if self.closes is None:
            return self._on(now.weekday()) and at >= self.opens
        if self.opens < self.closes:
            return self._on(now.weekday()) and self.opens <= at < self.closes
        return (self._on(now.weekday()) and at >= self.opens) or (
            self._on((now.weekday() - 1) % 7) and at < self.closes
        )

    def _on(self, day: int) -> bool:
        if self.first_day <= self.last_day:
            return self.first_day <= day <= self.last_day
        return day >= self.first_day or day <= self.last_day


def _slots(hours: str) -> tuple[_Slot, ...] | None:
    """Parses opening hours. None means always, or unknown. Raises ValueError with the accepted forms."""
    if hours in ("always", _HOURS_UNKNOWN):
        return None
    matches = [_HOURS.match(part.strip()) for part in hours.split(",")]
    if not all(matches):
        raise ValueError(f'"{hours}" is neither "always" nor like "Mon-Fri 09:00-17:00"')
    return tuple(_slot(match) for match in matches if match)


def _slot(match: re.Match[str]) -> _Slot:
    first = _DAYS.index(match[1])
    last = _DAYS.index(match[2]) if match[2] else first
    closes = None if match[7] else time(int(match[5]), int(match[6]))
    return _Slot(first, last, time(int(match[3]), int(match[4])), closes)


class ChatPlatform(StrEnum):
    """The platform, which may store a copy of the person's message."""

    SLACK = "Slack"
    TEAMS = "Teams"
    DEMO = "demo"


def load(root: Path, country: str) -> Signposts:
    """Loads a country's file. Raises FileNotFoundError, pydantic's ValidationError; both stop the start."""
    path = root / "signposts" / f"{country.lower()}.yaml"
    return Signposts.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def places(signposts: Signposts, staff_support: Sequence[CrisisLine]) -> tuple[Block, ...]:
    """Every line that is not about abuse, with its hours; the organisation's own first."""
    general = [line for line in signposts.lines if line.about == "any"]
    first = 1 if signposts.emergency.comes_last else 0
    lines = [*general[:first], *staff_support, *general[first:]]
    return (text("Whom to ring or text:"), Bullets(_in_order(signposts, lines)))


def _in_order(signposts: Signposts, lines: Sequence[CrisisLine]) -> tuple[Paragraph, ...]:
    emergency = emergency_line(signposts)
    paragraphs = [line_in_words(line, with_hours=True) for line in lines]
    if signposts.emergency.comes_last:
        return (*paragraphs[:1], emergency, *paragraphs[1:])
    return (emergency, *paragraphs)


def emergency_line(signposts: Signposts) -> Paragraph:
    number = signposts.emergency.number
    return text(Span(number, bold=True, href=f"tel:{number}"), f": {signposts.emergency.note}")


def line_in_words(line: CrisisLine, *, with_hours: bool = False) -> Paragraph:
    """The one rendering of a line, with its number to tap; its hours only where lines that are closed are listed, too."""
    who, contact, after = in_words(line)
    is_listed = with_hours and line.hours not in ("always", _HOURS_UNKNOWN)
    hours = f" ({line.hours})" if is_listed else ""
    return text(Span(line.name, bold=True), f"{who}: ", *with_dial_link(contact), Span(f"{hours}{after}"))


def with_dial_link(contact: str) -> tuple[Span, ...]:
    """The text, with its first phone number as a link to dial."""
    match = _NUMBER.search(contact)
    if match is None:
        return (Span(contact),)
    start, end = match.span(1)
    number = Span(match[1], bold=True, href=f"tel:{_SEPARATOR.sub('', match[1])}")
    parts = (Span(contact[:start]), number, Span(contact[end:]))
    return tuple(part for part in parts if part.text)


def in_words(line: CrisisLine) -> tuple[str, str, str]:
    """The place, whom it serves, how to contact it, and a note on its hours."""
    audience = "" if line.is_for_anyone else f"for {line.for_}"
    who = "".join(f", {part}" for part in (line.region, audience) if part)
    return who, line.contact, "; ask for its opening hours" if line.hours == _HOURS_UNKNOWN else ""


def doubt_line(signposts: Signposts) -> Paragraph:
    """The line below an ordinary answer in cases of doubt."""
    first = next(line for line in signposts.lines if line.about == "any" or line is signposts.lines[-1])
    return text(
        "If this is about you or somebody you are worried about now: emergency ",
        f"{signposts.emergency.number}; {first.name}: {first.contact}.",
        quiet=True,
    )


def start_faults(signposts: Signposts, today: date) -> list[str]:
    """The faults that stop a production start, as sentences for the operator."""
    which = f"The signposts for {signposts.country}"
    faults = []
    if signposts.owner.strip().lower() in _NOBODY:
        faults.append(f"{which} have no owner.")
    if signposts.last_checked is None:
        faults.append(f"{which} have never been checked.")
    elif (today - signposts.last_checked).days > _OLDEST_CHECK_DAYS:
        faults.append(f"{which} were last checked on {signposts.last_checked}, more than a year ago.")
    if unconfirmed := [line.name for line in signposts.lines if not line.confirmed]:
        faults.append(
            f"{which} have numbers that the organisation has not confirmed: {', '.join(unconfirmed)}."
        )
    return faults
