"""A group with parts is compared between waves by its own count and theirs, with the noise known exactly."""

from math import sqrt
from statistics import variance

import pytest

from bot.publishing.publisher import Figures, Tally, publish
from bot.publishing.signals import Combined
from bot.publishing.tree import Group
from tests.publishing.repeatable import repeatable

RUNS = 400
TEAMS = [Group(f"t{t}", frozenset(f"{t}-{n}" for n in range(14))) for t in range(6)]
ROOT = Group("whole", frozenset().union(*(team.members for team in TEAMS)), tuple(TEAMS))
TALLIES = {team.key: Tally(9, 5, 0) for team in TEAMS}


def figures(key: int, root: Group = ROOT) -> dict[str, Figures]:
    return publish(root, TALLIES, "item", repeatable(b"key %d" % key))


def combined(told: dict[str, Figures]) -> Combined:
    found = told["whole"].signal.combined
    assert found
    return found


def test_its_share_is_right_on_average_and_spreads_as_much_as_it_says() -> None:
    told = [combined(figures(key)) for key in range(RUNS)]
    said = told[0].fresh + sum(spread**2 for _, spread in told[0].draws)
    assert sum(each.share for each in told) / RUNS == pytest.approx(5 / 9, abs=4 * sqrt(said / RUNS))
    assert variance([each.share for each in told]) == pytest.approx(said, rel=0.3)


def test_it_spreads_less_than_the_groups_own_count() -> None:
    signal = figures(1)["whole"].signal
    best = combined(figures(1))
    assert best.fresh + sum(spread**2 for _, spread in best.draws) < 0.75 * (signal.lasting + signal.fresh)


def test_where_one_team_changes_the_other_teams_noise_stays_the_same() -> None:
    joined = Group("t0", TEAMS[0].members | {"new"})
    after = Group("whole", ROOT.members | {"new"}, (joined, *TEAMS[1:]))
    names = [{name for name, _ in combined(figures(1, root)).draws} for root in (ROOT, after)]
    assert len(names[0]) == len(names[1]) == 7
    assert len(names[0] & names[1]) == 5


def test_a_team_has_its_own_count_alone() -> None:
    signal = figures(1)["t0"].signal
    assert signal.combined is None
    assert signal.own == Combined(signal.share, signal.fresh, ((signal.draw, sqrt(signal.lasting)),))
