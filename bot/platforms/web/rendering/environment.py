"""Creates the Jinja environment: escapes everything, raises for undefined names; date filters."""

from datetime import date, datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

_HERE = Path(__file__).parent


def templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"clock": _clock, "day": _day, "shortday": _short_day, "date": full_date}
    return made


def full_date(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _clock(instant: datetime) -> str:
    return f"{instant:%H:%M}"


def _day(instant: datetime) -> str:
    return f"{instant:%A} {instant.day} {instant:%B}"


def _short_day(instant: datetime) -> str:
    return f"{instant:%a} {instant.day} {instant:%b}"
