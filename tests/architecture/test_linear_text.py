"""What meets typed text takes time in proportion to it: four times the text, about four times the time, never sixteen."""

from collections.abc import Callable
from time import process_time

import pytest

from bot.conversation.inbound_text import folded_name, inbound_text, without_marks
from bot.core.spreadsheet import escape_formula
from bot.features.announcements.service.composition import moment
from bot.people.contact.preference_text import read_date, read_days
from bot.platforms.slack.inbound import inbound_text as slack
from bot.platforms.teams.inbound import inbound_text as teams
from bot.platforms.teams.rendering.markdown import words as escaped

_N = 25_000
_ADVERSARIES: dict[str, Callable[[int], str]] = {
    "spaces in the middle": lambda n: f"a{' ' * n}b",
    "dashes": lambda n: "-" * n,
    "stars": lambda n: "*" * n,
    "open tags": lambda n: "<at " * (n // 4),
    "brackets": lambda n: "<" * n,
    "quoted": lambda n: "<quoted " * (n // 8),
    "digits": lambda n: "1" * n,
    "commas and blanks": lambda n: ", " * (n // 2),
    "ands": lambda n: "and " * (n // 4),
    "line ends": lambda n: " \n" * (n // 2),
    "ampersands": lambda n: "&amp;" * (n // 5),
}
_READERS: dict[str, Callable[[str], object]] = {
    "inbound": lambda typed: inbound_text(typed, len(typed)),
    "marks": without_marks,
    "names": folded_name,
    "days": read_days,
    "date": read_date,
    "moment": moment,
    "slack": lambda typed: slack.plain(slack.without_mention(typed, "UBOT")),
    "teams": lambda typed: teams.plain(typed, (), "28:bot"),
    "teams' markdown": escaped,
    "cells": escape_formula,
}


def _steps(reader: Callable[[str], object], typed: str) -> float:
    """The least of three, in seconds of this processor's work; never nothing, so that a ratio exists."""

    def once() -> float:
        before = process_time()
        reader(typed)
        return process_time() - before

    return max(min(once() for _ in range(3)), 0.002)


@pytest.mark.parametrize("adversary", _ADVERSARIES)
@pytest.mark.parametrize("reader", _READERS)
def test_four_times_the_text_takes_about_four_times_the_time(reader: str, adversary: str) -> None:
    read, typed = _READERS[reader], _ADVERSARIES[adversary]
    assert _steps(read, typed(4 * _N)) < 11 * _steps(read, typed(_N))
