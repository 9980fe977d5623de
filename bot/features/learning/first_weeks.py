"""Chooses which tip a person in their first weeks gets, and on which day. Pure."""

from collections.abc import Sequence
from datetime import timedelta

from bot.features.learning.learners import Learner
from bot.features.learning.tip_id import TipId
from bot.features.learning.tracks import Tip, TipFormat, Track, Tracks
from bot.features.learning.upcoming import Had, Next

# Days after the first one. Never seven apart, so that the weekly tips begin when these have ended.
_DAYS = {
    Track.NEW_STARTERS: (1, 4, 8, 13, 19, 25, 31, 37),
    Track.NEW_PEER_WORKERS: (6, 10, 16, 22, 28, 34, 39, 42),
}
# Days between two tips while a person catches up.
_APART_AT_MOST = 3

# Six weeks, and two more for who was away.
LASTS = timedelta(weeks=8)


def first_weeks(tracks: Tracks, learner: Learner, history: Sequence[Had]) -> Next | None:
    """The first in order that they have not had, when its day has come and the one before is some days past."""
    if learner.began is None or not learner.began <= learner.day <= learner.began + LASTS:
        return None
    seen = {had.tip_id for had in history}
    before = 0
    for day, tip in _plan(tracks, learner):
        if tip.id not in seen:
            apart = timedelta(days=min(day - before, _APART_AT_MOST))
            is_time = learner.began + timedelta(days=day) <= learner.day and _rested(learner, history, apart)
            return Next(tip) if is_time else None
        before = day
    return None


def _plan(tracks: Tracks, learner: Learner) -> list[tuple[int, Tip]]:
    """Days and tips, in order."""
    plan: list[tuple[int, Tip]] = []
    for track in learner.tracks & _DAYS.keys():
        ready = [tip for tip in tracks.of(track) if tip.meta.format is not TipFormat.STORY]
        plan += zip(_DAYS[track], ready, strict=False)
    return sorted(plan, key=lambda planned: planned[0])


def _rested(learner: Learner, history: Sequence[Had], apart: timedelta) -> bool:
    mine = [had.on for had in history if had.repeat == 0 and _is_first_weeks(had.tip_id)]
    return not mine or max(mine) + apart <= learner.day


def _is_first_weeks(tip_id: str) -> bool:
    return TipId.parse(tip_id).track in _DAYS
