"""Turns a recurrence into plain words ("every Tuesday at 10:00"), and such words into a recurrence."""

import re

from bot.delivery.calendar.cron import WEEKDAYS, Cron, read_cron, weekday_list
from bot.delivery.calendar.schedules import NotUnderstood, Recurrence

EXAMPLES = (
    "every Tuesday at 10:00",
    "every Monday and Thursday at 09:30",
    "every weekday at 09:30",
    "every day at 09:30",
    "every second Thursday at 11:00",
    "on the first Monday of each month at 10:00",
    "on the 1st of each month at 10:00",
    "on the last day of each month at 10:00",
)

_FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SHORT = {"tues": 2, "weds": 3, "thur": 4, "thurs": 4}
_DAYS = (
    {day.lower(): n for n, day in enumerate(_FULL, 1)} | {d: n for n, d in enumerate(WEEKDAYS, 1)} | _SHORT
)
_WEEKS = {2: "second", 3: "third", 4: "fourth"}
_EVERY_WEEKS = {"second": 2, "other": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "L": "last"}
_ORDINAL = {name: nth for nth, name in _NTH.items()} | {"1st": "1", "2nd": "2", "3rd": "3", "4th": "4"}

_LONGEST = 200
_CRON = re.compile(r"[\d*,/-]+( \S+){4}")
_TIME = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))? ?(am|pm)?(?: o'clock)?")
_MONTH = r"(?:of|in) (?:each|every|the|a) month"
_NTH_WEEKDAY = re.compile(rf"(?:on )?(?:the |every |each )?(\w+) ([a-z]+) {_MONTH}")
_LAST_DAY = re.compile(rf"(?:on )?(?:the )?last day {_MONTH}")
_MONTH_DAYS = re.compile(rf"(?:on )?the ((?:\d+(?:st|nd|rd|th)(?:, | and )?)+) {_MONTH}")
_WEEKLY = re.compile(rf"(?:(?:every|each|on|weekly on) )?(?:({'|'.join(_EVERY_WEEKS)}) )?(?:week on )?(.+)")


def read(typed: str) -> Recurrence:
    """Parses words such as those that `words` produces, or five cron fields.

    Raises NotUnderstood, whose text lists the accepted forms.
    """
    text = " ".join(typed.lower().split()).strip(" .")
    try:
        if len(text) > _LONGEST:
            raise NotUnderstood("That is too long for me.")
        if _CRON.fullmatch(text):
            return Recurrence(str(read_cron(text)))
        when, separator, at = text.rpartition(" at ")
        if not separator:
            raise NotUnderstood("I can't see the time of day.")
        return _recurrence(when, *_time(at))
    except NotUnderstood as why:
        examples = "; ".join(EXAMPLES[:1] + EXAMPLES[2:])
        problem = f"{why} You can write: {examples}. Or five cron fields, such as 0 10 * * tue."
        raise NotUnderstood(problem) from None


def words(recurrence: Recurrence) -> str:
    """The recurrence in words that `read` accepts, or as five cron fields where no words fit."""
    cron = read_cron(recurrence.cron)
    at = f"at {cron.hour:02}:{cron.minute:02}"
    if cron.month != "*":
        return str(cron)
    if cron.day == "L":
        return f"on the last day of each month {at}"
    if cron.day != "*":
        return f"on the {_listed([_ordinal(int(d)) for d in cron.day.split(',')])} of each month {at}"
    if "#" in cron.weekday:
        name, nth = cron.weekday.split("#")
        return f"on the {_NTH[nth]} {_full(name)} of each month {at}"
    return f"every {_weekly(cron.weekday, recurrence.every_weeks)} {at}"


def _weekly(weekday: str, every_weeks: int) -> str:
    listed = ",".join(WEEKDAYS) if weekday == "*" else weekday
    days = _listed([_full(name) for name in listed.split(",")])
    if every_weeks > 1:
        return f"{_WEEKS[every_weeks]} {'week on ' if ' ' in days else ''}{days}"
    return {"*": "day", ",".join(WEEKDAYS[:5]): "weekday"}.get(weekday, days)


def _recurrence(when: str, hour: int, minute: int) -> Recurrence:
    if when in ("every day", "each day", "daily"):
        return _cron(minute, hour)
    if when in ("every weekday", "each weekday", "on weekdays", "weekdays"):
        return _cron(minute, hour, weekday=weekday_list(set(range(1, 6))))
    if _LAST_DAY.fullmatch(when):
        return _cron(minute, hour, day="L")
    if match := _MONTH_DAYS.fullmatch(when):
        return _cron(minute, hour, day=",".join(re.findall(r"\d+", match[1])))
    if match := _NTH_WEEKDAY.fullmatch(when):
        return _cron(minute, hour, weekday=f"{_short(match[2])}#{_nth(match[1])}")
    if match := _WEEKLY.fullmatch(when):
        weeks = _EVERY_WEEKS.get(match[1] or "", 1)
        return _cron(minute, hour, weekday=_weekdays(match[2]), every_weeks=weeks)
    raise NotUnderstood("I can't see which days you mean.")


def _cron(minute: int, hour: int, *, day: str = "*", weekday: str = "*", every_weeks: int = 1) -> Recurrence:
    """Parses the result again, so that only `read_cron` decides which expressions are valid."""
    return Recurrence(str(read_cron(str(Cron(minute, hour, day, "*", weekday)))), every_weeks)


def _time(text: str) -> tuple[int, int]:
    """Parses a time of day. Returns hour and minute."""
    match = _TIME.fullmatch({"noon": "12:00", "midday": "12:00", "midnight": "00:00"}.get(text, text))
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (24, 0)
    half = match[3] if match else None
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        hour = 24
    if hour > 23 or minute > 59:
        raise NotUnderstood(f'"{text}" is no time of day that I know.')
    return hour, minute


def _weekdays(text: str) -> str:
    """Parses "Monday and Thursday" or "Monday to Friday" into cron's list of weekdays."""
    listed = (part.split(" to ") for part in re.split(r", and |, | and ", text))
    return ",".join("-".join(_short(name) for name in part) for part in listed)


def _short(name: str) -> str:
    number = _DAYS.get(name) or _DAYS.get(name.removesuffix("s"))
    if not number:
        raise NotUnderstood(f'"{name}" is no day of the week that I know.')
    return WEEKDAYS[number - 1]


def _nth(name: str) -> str:
    if name not in _ORDINAL:
        raise NotUnderstood(f'I can\'t count to "{name}" in a month: first to fourth, or last.')
    return _ORDINAL[name]


def _full(short: str) -> str:
    return _FULL[WEEKDAYS.index(short)]


def _ordinal(number: int) -> str:
    ending = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _listed(names: list[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
