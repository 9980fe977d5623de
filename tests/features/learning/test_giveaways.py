"""No answer shows by its length, its place or its words."""

from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from bot.features.learning.giveaways.cues import giveaways
from bot.features.learning.tracks import ChoiceQuestion, Tracks
from tests.features.learning.tips import tip, tracks_of

Options = tuple[str, str, str]
Write = Callable[[str, str, str], Options]
"""From three neutral options, the first of them right, to three of which the right one may stand out."""

_NEUTRAL = ("Say it today", "Put it in a note", "Leave it for the team")


def library(write: Write, tips: int = 20, *, place: int | None = None) -> list[str]:
    """What is said of a library whose right options were written like this and put in any place."""
    chance = Random(7)

    def question(name: str) -> ChoiceQuestion:
        right, *wrong = write(*chance.sample(_NEUTRAL, 3))
        at = chance.randrange(3) if place is None else place
        wrong.insert(at, right)
        return ChoiceQuestion(question=name, options=tuple(wrong), answer=at + 1, explanation="Because.")

    made = (
        tip(f"everyone/{number:02}-tip", questions=[question(f"{number}.{at}") for at in range(3)])
        for number in range(tips)
    )
    return [str(fault) for fault in giveaways(Path("content"), tracks_of(made))]


def as_they_are(*options: str) -> Options:
    right, other, last = options
    return right, other, last


def test_options_that_differ_by_chance_are_accepted() -> None:
    assert library(as_they_are) == []


@pytest.mark.parametrize(
    ("said", "write"),
    [
        ("the longest option", lambda right, *wrong: (right + ", slowly, gently", *wrong)),
        ("the shortest option", lambda right, *wrong: ("Rest", *wrong)),
        ("only option that asks or agrees something", lambda right, *wrong: ("Ask her", *wrong)),
        ("only option that asks or agrees something", lambda right, *wrong: (right + ", shall we?", *wrong)),
        (
            "only option that asks and agrees nothing",
            lambda right, *wrong: (right, *(f"Check: {other}" for other in wrong)),
        ),
        ('the word "together"', lambda right, *wrong: (f"{right} together", *wrong)),
    ],
)
def test_a_library_whose_answers_show_is_refused(said: str, write: Write) -> None:
    assert any(f"{said} is right in 60 of 60" in fault for fault in library(write))


@pytest.mark.parametrize(("place", "name"), [(0, "first"), (1, "second"), (2, "third")])
def test_a_library_whose_answers_stand_in_one_place_is_refused(place: int, name: str) -> None:
    assert any(
        f"the {name} option is right in 60 of 60" in fault for fault in library(as_they_are, place=place)
    )


def test_what_is_never_right_shows_as_much_as_what_always_is() -> None:
    found = library(lambda right, other, last: (right, f"{other}, and just ask", last))
    assert any("asks or agrees something is right in 0 of 60" in fault for fault in found)
    assert any('the word "just" is right in 0 of 60' in fault for fault in found)
    assert any("it is right more often" in fault for fault in found)


def test_what_two_options_share_points_to_neither() -> None:
    found = library(lambda right, other, last: (f"{right}, or ask", other, f"{last}, or ask"), tips=60)
    assert not any("asks or agrees something" in fault for fault in found)


def test_a_few_tips_tell_nothing() -> None:
    assert library(as_they_are, tips=9, place=0) == []


def test_an_author_learns_how_far_from_chance_it_is_and_where_to_begin() -> None:
    fault = next(f for f in library(as_they_are, place=0) if "the first option" in f)
    assert fault == (
        "content/tracks:1: the first option is right in 60 of 60 questions; chance would make it 10 to 30. "
        "Rewrite options so that it is wrong more often, for example in "
        "everyone/17-tip, everyone/18-tip, everyone/19-tip."
    )


def test_tips_without_questions_are_left_out() -> None:
    assert list(giveaways(Path("content"), Tracks({}))) == []
