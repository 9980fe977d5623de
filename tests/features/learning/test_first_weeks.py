from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from bot.features.learning.first_weeks import first_weeks
from bot.features.learning.learners import Learner, tracks_for
from bot.features.learning.tracks import TipFormat, Track
from bot.features.learning.upcoming import EQUAL, Had, upcoming
from bot.people.access.roles import Role
from tests.features.learning.tips import some_tracks, tip, tracks_of

ALL = some_tracks(everyone=5, new_starters=8, new_peer_workers=8)
BEGAN = date(2026, 7, 13)
STARTER = Learner("p1", tracks_for({Role.STAFF}), BEGAN, BEGAN)
PEER = replace(STARTER, tracks=tracks_for({Role.PEER_WORKER}))


def live(learner: Learner, first_day: int = 0, days: int = 70) -> list[tuple[int, str]]:
    history: list[Had] = []
    for day in range(first_day, days):
        today = replace(learner, day=BEGAN + timedelta(days=day))
        if found := first_weeks(ALL, today, history):
            history.append(Had(found.tip.id, 0, today.day))
    return [((had.on - BEGAN).days, had.tip_id) for had in history]


def test_eight_tips_come_in_order_over_the_first_six_weeks() -> None:
    had = live(STARTER)
    assert [tip_id for _, tip_id in had] == [t.id for t in ALL.of(Track.NEW_STARTERS)]
    assert [day for day, _ in had] == [1, 4, 8, 13, 19, 25, 31, 37]


def test_new_peer_workers_have_both_sequences_never_on_neighbouring_days() -> None:
    had = live(PEER)
    assert {tip_id for _, tip_id in had} == set(ALL.tips) - {t.id for t in ALL.of(Track.EVERYONE)}
    days = [day for day, _ in had]
    assert all(later - day >= 2 for day, later in pairwise(days))
    assert days[-1] <= 42


def test_who_is_met_late_catches_up_without_a_heap() -> None:
    days = [day for day, _ in live(STARTER, first_day=30)]
    assert all(later - day >= 2 for day, later in pairwise(days))
    assert len(days) == 8
    assert days[1] - days[0] == 3


def test_nothing_comes_before_the_first_day_nor_long_after() -> None:
    assert first_weeks(ALL, replace(STARTER, day=BEGAN - timedelta(days=1)), []) is None
    assert live(STARTER, first_day=57) == []
    assert first_weeks(ALL, replace(STARTER, began=None), []) is None


def test_the_weekly_tips_wait_until_the_first_weeks_are_told() -> None:
    history = [Had(tip_id, 0, BEGAN + timedelta(days=day)) for day, tip_id in live(STARTER)]
    weekly = [
        day
        for day in range(1, 60)
        if upcoming(
            ALL,
            EQUAL,
            replace(STARTER, day=BEGAN + timedelta(days=day)),
            [had for had in history if had.on <= BEGAN + timedelta(days=day)],
        )
    ]
    assert weekly[0] == 44


def test_a_story_without_approved_words_leaves_no_gap() -> None:
    tracks = tracks_of([tip("new-starters/01-story", TipFormat.STORY), tip("new-starters/02-tip")])
    found = first_weeks(tracks, replace(STARTER, day=BEGAN + timedelta(days=1)), [])
    assert found
    assert found.tip.id == "new-starters/02-tip"
