"""What comes next, as properties that hold for everybody."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.core.themes import Theme
from bot.features.learning.learners import Learner, tracks_for
from bot.features.learning.tracks import TipFormat, Track, Tracks, load
from bot.features.learning.upcoming import EQUAL, Answered, Had, Next, Weights, favouring, upcoming
from bot.people.access.roles import Role
from tests.features.learning.tips import some_tracks, tip, tracks_of

MONDAY = date(2026, 7, 13)
ALL = some_tracks(everyone=12, peer_workers=5, supervisors=5, leaders=5, new_starters=4, team_prompts=4)
STAFF = Learner("p1", tracks_for({Role.STAFF}), MONDAY)

people = st.builds(
    lambda name, roles: Learner(name, tracks_for(roles), MONDAY),
    st.text(min_size=1),
    st.sets(st.sampled_from(Role)),
)
answers = st.lists(st.sampled_from([None, *Answered]), min_size=1, max_size=20)


def live(
    learner: Learner,
    answered: list[Answered | None],
    weeks: int = 150,
    tracks: Tracks = ALL,
    weights: Weights = EQUAL,
) -> list[tuple[date, Next]]:
    """Ask every other day for so many weeks; the answers come round and round."""
    history: list[Had] = []
    had: list[tuple[date, Next]] = []
    for day in range(0, weeks * 7, 2):
        today = replace(learner, day=learner.day + timedelta(days=day))
        if found := upcoming(tracks, weights, today, history):
            had.append((today.day, found))
            answer = answered[len(had) % len(answered)]
            history.append(Had(found.tip.id, found.repeat, today.day, answer))
    return had


@settings(max_examples=40)
@given(people, answers)
def test_no_tip_comes_twice_but_for_its_reworded_repeats(
    learner: Learner, answered: list[Answered | None]
) -> None:
    had = [(found.tip.id, found.repeat) for _, found in live(learner, answered)]
    assert len(had) == len(set(had))
    assert all((tip_id, repeat - 1) in had[:at] for at, (tip_id, repeat) in enumerate(had) if repeat)


@settings(max_examples=40)
@given(people, answers)
def test_at_most_one_comes_in_any_seven_days(learner: Learner, answered: list[Answered | None]) -> None:
    days = [day for day, _ in live(learner, answered)]
    assert all((later - day).days >= 7 for day, later in pairwise(days))


@settings(max_examples=40)
@given(people, answers)
def test_every_tip_of_their_tracks_is_reached_and_none_of_others(
    learner: Learner, answered: list[Answered | None]
) -> None:
    weekly = learner.tracks - {Track.NEW_STARTERS, Track.NEW_PEER_WORKERS}
    assert {found.tip.id for _, found in live(learner, answered)} == {t.id for t in ALL.of(*weekly)}


@settings(max_examples=40)
@given(people, answers)
def test_only_a_wrong_or_skipped_answer_brings_a_repeat_about_three_and_nine_weeks_later(
    learner: Learner, answered: list[Answered | None]
) -> None:
    had = live(learner, answered)
    when = {(found.tip.id, found.repeat): day for day, found in had}
    for number, (day, found) in enumerate(had, 1):
        again = when.get((found.tip.id, found.repeat + 1))
        was_missed = answered[number % len(answered)] in (Answered.WRONG, Answered.SKIPPED)
        assert (again is not None) == (was_missed and found.repeat < 2)
        if again:
            assert (again - day).days >= (21, 42)[found.repeat]


@given(people)
@settings(max_examples=20)
def test_the_same_history_gives_the_same_tip(learner: Learner) -> None:
    assert live(learner, [None], 10) == live(learner, [None], 10)


def test_not_everybody_gets_the_same_tip_in_the_same_week() -> None:
    firsts = {live(replace(STAFF, person_id=f"p{n}"), [None], 1)[0][1].tip.id for n in range(50)}
    assert len(firsts) > 5


def test_the_same_format_does_not_come_twice_running_while_there_is_another() -> None:
    had = [found.tip for _, found in live(STAFF, [Answered.RIGHT])]
    for at, (before, after) in enumerate(pairwise(had), 1):
        left = {t.meta.format for t in had[at:]}
        assert before.meta.format is not after.meta.format or left == {before.meta.format}


def test_role_tracks_take_turns_with_the_one_for_everyone() -> None:
    supervisor = replace(STAFF, tracks=tracks_for({Role.SUPERVISOR}))
    had = [found.tip.track for _, found in live(supervisor, [Answered.RIGHT], 10)]
    assert had == [Track.EVERYONE, Track.SUPERVISORS] * 4 + [Track.EVERYONE]


def test_only_who_declared_it_gets_tips_for_peer_workers() -> None:
    others = [role for role in Role if role is not Role.PEER_WORKER]
    assert not tracks_for(others) & {Track.PEER_WORKERS, Track.NEW_PEER_WORKERS}
    assert tracks_for({Role.PEER_WORKER}) >= {Track.PEER_WORKERS, Track.NEW_PEER_WORKERS}


def test_who_withdraws_gets_no_repeat_from_that_track() -> None:
    history = [Had("peer-workers/01-tip", 0, MONDAY - timedelta(weeks=4), Answered.WRONG)]
    peer = replace(STAFF, tracks=tracks_for({Role.PEER_WORKER}))
    assert upcoming(ALL, EQUAL, peer, history) == Next(ALL.tips["peer-workers/01-tip"], 1)
    assert upcoming(ALL, EQUAL, STAFF, history) != upcoming(ALL, EQUAL, peer, history)


def test_a_first_weeks_tip_is_repeated_among_the_weekly_ones() -> None:
    history = [Had("new-starters/01-tip", 0, MONDAY - timedelta(weeks=4), Answered.SKIPPED)]
    assert upcoming(ALL, EQUAL, STAFF, history) == Next(ALL.tips["new-starters/01-tip"], 1)


def test_a_story_without_approved_words_is_never_sent() -> None:
    only = tracks_of([tip("everyone/01-story", TipFormat.STORY)])
    assert live(STAFF, [None], 5, only) == []


def test_a_tip_taken_out_of_the_content_still_counts_for_the_week_and_breaks_nothing() -> None:
    assert upcoming(ALL, EQUAL, STAFF, [Had("everyone/99-gone", 0, MONDAY, Answered.WRONG)]) is None
    old = [Had("everyone/99-gone", 0, MONDAY - timedelta(weeks=30), Answered.WRONG)]
    assert upcoming(ALL, EQUAL, STAFF, old)


def test_about_sixty_in_a_hundred_are_about_the_two_weakest_themes() -> None:
    weakest = {Theme.SUPERVISION, Theme.RESOURCES}
    many = tracks_of(
        tip(f"everyone/{n:02}-tip", theme=theme)
        for n, theme in enumerate([theme for theme in list(Theme)[:10] for _ in range(10)])
    )
    had = Counter(
        found.tip.meta.theme in weakest
        for n in range(100)
        for _, found in live(replace(STAFF, person_id=f"p{n}"), [None], 5, many, favouring(weakest))
    )
    assert 0.53 < had[True] / had.total() < 0.67


@pytest.mark.parametrize("weights", [EQUAL, favouring({Theme.SUPERVISION, Theme.RESOURCES})])
def test_staff_who_have_been_right_every_week_still_get_a_new_tip_in_week_sixty(weights: Weights) -> None:
    shipped = load(Path("content"))
    history: list[Had] = []
    for week in range(60):
        day = MONDAY + timedelta(weeks=week)
        found = upcoming(shipped, weights, replace(STAFF, day=day), history)
        assert found, f"week {week + 1}"
        assert found.repeat == 0
        history.append(Had(found.tip.id, 0, day, Answered.RIGHT))
    assert len({had.tip_id for had in history}) == 60
