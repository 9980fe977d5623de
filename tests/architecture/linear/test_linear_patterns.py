"""Every regular expression that meets typed text takes time in proportion to it. They are found in the code."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.features.announcements.service.composition import moment
from bot.features.asking.conversation.corrections import corrected_question
from bot.features.asking.distress.detector import load as detector
from bot.features.asking.rephrasing.avoided_phrases import load as avoided
from bot.features.word_check.check import Words
from bot.features.word_check.entries import load as words
from tests.architecture.linear.adversaries import ADVERSARIES, grows_with
from tests.architecture.linear.patterns import Pattern, made_while_running, patterns
from tests.architecture.linear.test_linear_text import READERS

CONTENT = Path("content")
# What only our own files and the operator's command line go through.
NEVER_TYPED = (
    "bot.commands.",
    "bot.evaluation.",
    "bot.features.asking.cards.front_matter",
    "bot.features.learning.check",
    "bot.platforms.teams.install.",
)
# Bounded before they read: tried through what bounds them, and not alone.
BOUNDED = {
    "bot.features.announcements.service.composition:_TIME": moment,
    "bot.features.asking.conversation.corrections:_MEANT": lambda typed: corrected_question(
        typed, "What is a word?"
    ),
}
# Functions that put a pattern together, and what tries them.
THROUGH = {
    "bot.features.asking.rephrasing.avoided_phrases": avoided(CONTENT).occurs_in,
    "bot.features.asking.distress.phrases": detector(CONTENT).classify,
    "bot.features.word_check.patterns": Words(words(CONTENT)).check,
    "bot.platforms.slack.inbound.inbound_text": READERS["slack"],
}
# One word of the model's, letter by letter.
LITERAL = {"bot.features.asking.rephrasing.check"}


def typed_into() -> list[Pattern]:
    return [one for one in patterns() if not one.place.startswith(NEVER_TYPED)]


def slow() -> Iterator[str]:
    for one in typed_into():
        if one.place not in BOUNDED:
            yield from (
                f"{one.place}: {name}" for name, of in ADVERSARIES.items() if not grows_with(one.read, of)
            )


def test_every_pattern_takes_time_in_proportion_to_what_is_typed() -> None:
    assert len(typed_into()) > 100
    assert next(slow(), "none") == "none"


@pytest.mark.parametrize("adversary", ADVERSARIES)
@pytest.mark.parametrize("where", [*BOUNDED, *THROUGH])
def test_so_does_what_bounds_a_pattern_or_makes_it_while_it_runs(where: str, adversary: str) -> None:
    read = {**BOUNDED, **THROUGH}[where]
    assert grows_with(read, ADVERSARIES[adversary], sizes=(3_000,))


def test_nothing_stands_in_these_lists_that_is_not_in_the_code() -> None:
    found = {one.place for one in patterns()}
    assert BOUNDED.keys() <= found
    assert {one for one in made_while_running() if not one.startswith(NEVER_TYPED)} == {*THROUGH, *LITERAL}
    assert all(any(where.startswith(one) for where in {*found, *made_while_running()}) for one in NEVER_TYPED)
