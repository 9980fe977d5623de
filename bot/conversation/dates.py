"""How a day is written for people, everywhere."""

from datetime import date


def date_in_words(day: date) -> str:
    """ "3 March 2026"."""
    return f"{day.day} {day:%B %Y}"


def day_in_words(day: date) -> str:
    """ "Tuesday 3 March 2026"."""
    return f"{day:%A} {date_in_words(day)}"


def coming_day(day: date) -> str:
    """A day so near that its year goes without saying: "Tuesday 3 March"."""
    return f"{day:%A} {day.day} {day:%B}"


def short_date(day: date) -> str:
    """Where there is little room: "3 Mar"."""
    return f"{day.day} {day:%b}"


def short_day(day: date) -> str:
    """ "Tue 3 Mar"."""
    return f"{day:%a} {short_date(day)}"
