"""What is published never lets anyone work out what is hidden."""

import itertools
import random
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pulse.disclosure import AtEnd, Figures, Hidden, Publication, Reason, publish
from bot.pulse.groups import FLOOR, ORGANISATION, Group
from bot.pulse.statistics import Counts
from tests.pulse.attacker import WaveReader, agreeing
from tests.pulse.full_reader import FullReader
from tests.pulse.worlds import answers, cell, organisation, over, random_counts, random_tree


def published(root: Group, **counts: Counts) -> Publication:
    return publish(1, "know-the-role", root, counts)


def hidden(publication: Publication) -> set[str]:
    return {key for key, told in publication.groups if isinstance(told, Hidden)}


THREE = organisation(cell("a", 12), cell("b", 12), cell("c", 20))


def test_a_group_where_seven_answered_is_hidden_and_so_is_the_one_that_would_give_it_away() -> None:
    found = published(THREE, a=answers(7, 4), b=answers(10, 6), c=answers(15, 8))
    assert hidden(found) == {"a", "b"}
    assert isinstance(found.of("c"), Figures)


def test_the_reason_does_not_tell_which_of_the_two_was_too_small() -> None:
    found = published(THREE, a=answers(7, 4), b=answers(10, 6), c=answers(15, 8))
    assert found.of("a") == found.of("b") == Hidden(Reason.SMALL, Reason.SMALL.value.format(floor=8))


def test_two_small_groups_that_together_are_under_the_floor_hide_a_third() -> None:
    found = published(THREE, a=answers(3, 1), b=answers(4, 2), c=answers(15, 8))
    assert hidden(found) == {"a", "b", "c"}


def test_a_sibling_where_nobody_answered_hides_nothing() -> None:
    root = organisation(cell("a", 12), cell("b", 12), cell("c", 20), cell("d", 22))
    found = published(root, a=answers(7, 4), c=answers(15, 8), d=answers(16, 8))
    assert hidden(found) == {"a", "b", "c"}


def test_where_all_hidden_people_agree_more_is_hidden() -> None:
    root = organisation(cell("a", 12), cell("b", 12), cell("c", 20), cell("d", 22))
    found = published(root, a=answers(7, 7), b=answers(9, 9), c=answers(15, 8), d=answers(16, 8))
    assert hidden(found) == {"a", "b", "c"}


def test_a_group_at_an_end_is_not_given_away_by_its_siblings() -> None:
    found = published(THREE, a=answers(12, 12), b=answers(12, 7), c=answers(15, 8))
    assert found.of("a") == AtEnd("90% or more", 12, 12)
    assert hidden(found) == {"b"}


@pytest.mark.parametrize(
    ("total", "agreed", "label"),
    [(10, 9, "90% or more"), (8, 7, "85% or more"), (20, 2, "10% or less"), (9, 1, "15% or less")],
)
def test_at_an_end_one_person_may_always_have_answered_otherwise(total: int, agreed: int, label: str) -> None:
    told = published(organisation(cell("a", 20), cell("b", 20)), a=answers(total, agreed)).of(ORGANISATION)
    assert isinstance(told, AtEnd)
    assert told.label == label
    assert agreeing(told)[0] < agreeing(told)[1]


def test_hiding_a_division_hides_enough_of_its_teams() -> None:
    north = over("north", cell("n1", 12), cell("n2", 12))
    root = organisation(north, cell("south", 12), cell("west", 40))
    found = published(root, n1=answers(10, 6), n2=answers(9, 4), south=answers(5, 2), west=answers(40, 25))
    assert hidden(found) == {"south", "north", "n2"}


def test_a_higher_floor_hides_more_and_a_lower_one_is_refused() -> None:
    counts = {"a": answers(10, 5), "b": answers(11, 6), "c": answers(15, 8)}
    assert hidden(publish(1, "i", THREE, counts)) == set()
    assert hidden(publish(1, "i", THREE, counts, floor=11)) == {"a", "b"}
    with pytest.raises(ValueError, match="only be raised"):
        publish(1, "i", THREE, counts, floor=5)


def test_answers_outside_the_cells_are_refused() -> None:
    with pytest.raises(ValueError, match="organisation"):
        publish(1, "i", THREE, {ORGANISATION: answers(9, 5)})


SIZES = (0, 1, 7, 9)
INVITED = 9
SMALL_TREES = {
    "two": organisation(cell("a", INVITED), cell("b", INVITED)),
    "three": organisation(cell("a", INVITED), cell("b", INVITED), cell("c", INVITED)),
    "nested": organisation(cell("a", INVITED), over("n", cell("b", INVITED), cell("c", INVITED))),
}


@pytest.mark.parametrize("name", SMALL_TREES)
def test_in_small_trees_no_wave_at_all_lets_a_hidden_group_be_worked_out(name: str) -> None:
    root = SMALL_TREES[name]
    tables = AllTables(root)
    seen: set[object] = set()
    for counts in every_wave(root):
        found = publish(1, "i", root, counts)
        if found.groups not in seen:
            seen.add(found.groups)
            assert tables.recovered(found) == [], counts
    assert len(seen) > 20


def every_wave(root: Group) -> Iterator[dict[str, Counts]]:
    """Each of two cells with every number of answers; each of three with few, nearly enough or enough. And
    every number of agreeing people.

    Siblings are alike, so only their order by size is tried.
    """
    names = [group.key for group in root.walk() if not group.parts]
    sizes = SIZES if len(names) > 2 else range(INVITED + 1)
    outcomes = [(total, agreed) for total in sizes for agreed in range(total + 1)]
    for chosen in itertools.product(outcomes, repeat=len(names)):
        if chosen[-2] <= chosen[-1] and (len(root.parts) < 3 or chosen[0] <= chosen[1]):
            yield {name: answers(*outcome) for name, outcome in zip(names, chosen, strict=True)}


class AllTables:
    """Every possible wave of a small tree, one a column: the definition of recoverable, word by word."""

    def __init__(self, root: Group) -> None:
        outcomes = [(n, f) for n in range(INVITED + 1) for f in range(n + 1)]
        cells = [group for group in root.walk() if not group.parts]
        grid = np.indices([len(outcomes)] * len(cells)).reshape(len(cells), -1)
        answered, agreed = np.array(outcomes, dtype=np.int16).T
        self.answered = {g.key: sum(answered[grid[i]] for i in inside(g, cells)) for g in root.walk()}
        self.agreed = {g.key: sum(agreed[grid[i]] for i in inside(g, cells)) for g in root.walk()}

    def recovered(self, publication: Publication) -> list[str]:
        fits = np.ones(self.answered[ORGANISATION].shape, dtype=bool)
        for key, told in publication.groups:
            if not isinstance(told, Hidden):
                low, high = agreeing(told)
                fits &= self.answered[key] == told.answers
                fits &= (self.agreed[key] >= low) & (self.agreed[key] <= high)
        secret = [key for key, told in publication.groups if not isinstance(told, Figures)]
        return [key for key in secret if np.ptp(self.agreed[key][fits]) == 0]


def inside(group: Group, cells: list[Group]) -> list[int]:
    return [i for i, c in enumerate(cells) if c.members <= group.members]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=True), st.integers(3, 40))
def test_in_trees_of_up_to_forty_groups_nothing_hidden_can_be_worked_out(
    rng: random.Random, groups: int
) -> None:
    root = random_tree(rng, groups)
    found = publish(1, "i", root, random_counts(rng, root))
    assert WaveReader(root, found).recovered() == []


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=True), st.integers(3, 40))
def test_means_and_intervals_give_nothing_away_either(rng: random.Random, groups: int) -> None:
    root = random_tree(rng, groups)
    found = publish(1, "i", root, random_counts(rng, root))
    assert FullReader(root, found).recovered() == []


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=True), st.integers(3, 40))
def test_no_sum_or_difference_of_shown_figures_concerns_fewer_answers_than_the_floor(
    rng: random.Random, groups: int
) -> None:
    root = random_tree(rng, groups)
    counts = random_counts(rng, root)
    shown = {key for key, told in publish(1, "i", root, counts).groups if not isinstance(told, Hidden)}
    left: dict[str, int] = {}
    for group in root.walk():
        if not group.parts:
            around = [g.key for g in root.walk() if g.key in shown and group.members <= g.members]
            block = around[-1] if around else ""
            left[block] = left.get(block, 0) + sum(counts[group.key])
    assert all(total >= FLOOR for block, total in left.items() if block)
