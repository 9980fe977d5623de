"""The one door: who is told, what is told, and what is never told."""

from dataclasses import fields
from fractions import Fraction

import pytest

from bot.publishing.counts import published_count, published_split
from bot.publishing.noise_layers import NoiseLayers
from bot.publishing.publisher import FLOOR, Figures, Tally, publish
from bot.publishing.tree import Group
from tests.publishing.repeatable import repeatable

KEY = b"a key of the organisation's own"


def team(key: str, size: int = 12) -> Group:
    return Group(key, frozenset(f"{key}-{n}" for n in range(size)))


def over(key: str, *parts: Group) -> Group:
    return Group(key, frozenset().union(*(part.members for part in parts)), parts)


ROOT = over("whole", over("d1", team("a"), team("b"), team("c")), over("d2", team("d"), team("e")))
NINE = {key: Tally(9, 5, 1) for key in "abcde"}


def told(tallies: dict[str, Tally], floor: int = FLOOR, root: Group = ROOT) -> dict[str, Figures]:
    return publish(root, tallies, "item", repeatable(KEY), floor=floor)


def test_every_group_with_enough_answers_is_told() -> None:
    assert set(told(NINE)) == {"whole", "d1", "d2", "a", "b", "c", "d", "e"}


def test_a_group_with_fewer_answers_is_not_told_and_hides_no_other() -> None:
    assert set(told({**NINE, "a": Tally(7, 5, 1)})) == {"whole", "d1", "d2", "b", "c", "d", "e"}


def test_what_is_told_has_no_place_for_a_reason() -> None:
    assert {field.name for field in fields(Figures)} == {
        "agree",
        "answers",
        "eligible",
        "signal",
        "likely",
        "not_sure",
    }


def test_the_floor_is_eight_and_can_only_be_raised() -> None:
    assert "a" not in told(NINE, floor=11)
    with pytest.raises(ValueError, match="raised"):
        told(NINE, floor=7)


def test_levels_agree_so_that_adding_up_sharpens_nothing() -> None:
    """Where nothing is near an end, parts add up to the whole."""
    big = {key: Tally(100, 55, 10) for key in "abcde"}
    root = over("whole", *(team(key, 160) for key in "abcde"))
    figures = told(big, root=root)
    total = sum(figures[key].agree.middle * 100 for key in "abcde")
    assert figures["whole"].agree.middle * 500 == pytest.approx(total)


def test_not_sure_is_an_answer_and_told_of_the_whole_alone() -> None:
    figures = told({key: Tally(90, 40, 30) for key in "abcde"})
    assert figures["whole"].answers == 450
    assert figures["whole"].not_sure is not None
    assert figures["whole"].not_sure.middle == pytest.approx(1 / 3, abs=0.15)
    assert all(figures[key].not_sure is None for key in "abcde")


def test_a_small_teams_likely_range_is_drawn_towards_its_organisation() -> None:
    figures = told(NINE)
    likely = figures["a"].likely
    assert likely is not None
    assert figures["a"].best == likely
    assert likely.width < figures["a"].agree.width
    assert figures["whole"].best == figures["whole"].agree


def test_a_count_of_few_is_not_told() -> None:
    members = team("a", 30).members
    assert published_count(7, "reached", NoiseLayers(KEY), members=members) is None
    assert published_count(9, "reached", NoiseLayers(KEY), most=7) is None
    assert published_split(4, 3, "helped", NoiseLayers(KEY)) is None
    assert published_count(20, "told", NoiseLayers(KEY), people=7) is None
    assert published_count(20, "told", NoiseLayers(KEY), people=8) is not None
    assert published_split(12, 8, "helped", NoiseLayers(KEY), people=7) is None


def test_a_count_is_blurred_and_stays_within_what_is_possible() -> None:
    told_counts = {published_count(20, f"what {n}", NoiseLayers(KEY), most=21) or 0 for n in range(60)}
    assert len(told_counts) > 2
    assert min(told_counts) >= FLOOR
    assert max(told_counts) <= 21


def test_a_count_in_steps_does_not_show_each_one_that_arrives() -> None:
    """From the floor on, five counts in a row are told alike."""
    told_counts = [published_count(count, "pressed", NoiseLayers(KEY), step=5) for count in range(7, 78)]
    assert told_counts[0] is None
    fives = [set(told_counts[first : first + 5]) for first in range(1, 71, 5)]
    assert all(len(five) == 1 for five in fives)
    assert len(set(told_counts)) > 8


def test_of_two_answers_neither_is_told_exactly_and_neither_is_below_none() -> None:
    told_splits = [published_split(12, 0, f"card {n}", NoiseLayers(KEY)) for n in range(60)]
    assert len(set(told_splits)) > 3
    assert all(split is not None and min(split) >= 0 and sum(split) >= FLOOR for split in told_splits)


def test_more_noise_can_be_asked_for() -> None:
    def width(epsilon: Fraction) -> float:
        figures = [publish(ROOT, NINE, f"item {n}", repeatable(KEY), epsilon=epsilon) for n in range(20)]
        return sum(each["whole"].agree.width for each in figures)

    assert width(Fraction(1, 2)) > width(Fraction(1))
