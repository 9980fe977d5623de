"""Creates the Jinja environment: escapes everything, raises for undefined names; date filters."""

from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.conversation.dates import coming_day, date_in_words, short_day

_HERE = Path(__file__).parent


def templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"clock": _clock, "day": coming_day, "shortday": short_day, "date": date_in_words}
    return made


def _clock(instant: datetime) -> str:
    return f"{instant:%H:%M}"
