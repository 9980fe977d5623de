"""Parses five-field cron expressions. Weekdays: 0 and 7 are Sunday, 1 is Monday."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.delivery.calendar.schedules import NotUnderstood

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LONGEST = dict(zip(range(1, 13), (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31), strict=True))


@dataclass(frozen=True, slots=True)
class Cron:
    """A parsed cron expression.

    `day` is "*", "L" (the month's last day) or days such as "1,15"; `month` is "*" or months.

    `weekday` is "*", names such as "mon,thu", or one day in a month: "mon#1" to "mon#4", "mon#L".
    """

    minute: int
    hour: int
    day: str = "*"
    month: str = "*"
    weekday: str = "*"

    def __str__(self) -> str:
        return f"{self.minute} {self.hour} {self.day} {self.month} {self.weekday}"


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    low: int
    high: int
    names: Mapping[str, int] = field(default_factory=dict)

    def number(self, text: str) -> int:
        number = self.names[text] if text in self.names else int(text) if text.isdecimal() else -1
        if not self.low <= number <= self.high:
            raise NotUnderstood(f'"{text}" is no {self.name} that I know.')
        return number


_MINUTE = _Field("minute", 0, 59)
_HOUR = _Field("hour", 0, 23)
_DAY = _Field("day of the month", 1, 31)
_MONTH = _Field("month", 1, 12, {name: n for n, name in enumerate(_MONTHS, 1)})
_WEEKDAY = _Field("weekday", 0, 7, {name: n for n, name in enumerate(WEEKDAYS, 1)})

_PART = re.compile(r"(?P<first>\*|\w+)(?:-(?P<last>\w+))?(?:/(?P<step>[1-9]\d*))?")
_MONTHLY = re.compile(r"(\w+)#([1-4]|l)")


def read_cron(text: str) -> Cron:
    """Raises NotUnderstood for an invalid expression, and for one that fires several times a day or never."""
    parts = text.lower().split()
    if len(parts) != 5:
        raise NotUnderstood("Cron needs five fields: minute, hour, day of the month, month, weekday.")
    day = "L" if parts[2] == "l" else _listed(parts[2], _DAY)
    month, weekday = _listed(parts[3], _MONTH), _weekday(parts[4])
    if day != "*" and weekday != "*":
        problem = "Some programs read a day of the month with a weekday as both, others as either."
        raise NotUnderstood(f"{problem} Use one of the two; each month's first Monday is mon#1.")
    if day not in ("*", "L") and _first(day) > max(_LONGEST[m] for m in _every(month, _MONTH)):
        raise NotUnderstood("That day never comes in those months.")
    return Cron(_once(parts[0], _MINUTE), _once(parts[1], _HOUR), day, month, weekday)


def weekday_list(numbers: set[int]) -> str:
    """Names of weekdays in order, Monday first. Reads 0 and 7 as Sunday."""
    days = {(number - 1) % 7 for number in numbers}
    return "*" if len(days) == 7 else ",".join(WEEKDAYS[day] for day in sorted(days))


def _once(text: str, of: _Field) -> int:
    if re.search(r"[*,/-]", text):
        raise NotUnderstood(f"A schedule comes once a day at most, so give one {of.name}.")
    return of.number(text)


def _weekday(text: str) -> str:
    if once := _MONTHLY.fullmatch(text):
        return f"{weekday_list({_WEEKDAY.number(once[1])})}#{once[2].upper()}"
    return weekday_list(_every(text, _WEEKDAY))


def _listed(text: str, of: _Field) -> str:
    numbers = sorted(_every(text, of))
    return "*" if len(numbers) > of.high - of.low else ",".join(str(n) for n in numbers)


def _first(listed: str) -> int:
    return int(listed.split(",")[0])


def _every(text: str, of: _Field) -> set[int]:
    return {number for part in text.split(",") for number in _part(part, of)}


def _part(text: str, of: _Field) -> range:
    match = _PART.fullmatch(text)
    if not match or (match["first"] == "*" and match["last"]):
        raise NotUnderstood(f'"{text}" is no {of.name} that I know.')
    first = of.low if match["first"] == "*" else of.number(match["first"])
    is_one = match["first"] != "*" and not match["step"]
    last = of.number(match["last"]) if match["last"] else first if is_one else of.high
    if last < first and of is _WEEKDAY:
        last += 7
    if last < first:
        raise NotUnderstood(f'"{text}" ends before it begins.')
    return range(first, last + 1, int(match["step"] or 1))
