"""Chooses a person's next tip from their tracks, what they had, and the weights. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256
from math import inf, log

from bot.core.themes import Theme
from bot.features.learning.learners import WEEKLY, Learner
from bot.features.learning.tracks import Tip, TipFormat, Track, Tracks

_A_WEEK = timedelta(days=7)
# From the tip to its first repeat, and from there to the second: about three and nine weeks after the tip.
_AGAIN_AFTER = (timedelta(weeks=3), timedelta(weeks=6))


class Answered(StrEnum):
    RIGHT = "right"
    WRONG = "wrong"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Had:
    """A tip (`repeat` 0) or its question asked anew (1, 2). Not answered is not skipped: they may have read it."""

    tip_id: str
    repeat: int
    on: date
    answered: Answered | None = None


@dataclass(frozen=True, slots=True)
class Next:
    tip: Tip
    repeat: int = 0


Weights = Mapping[Theme, float]
"""The weight of each theme; 1 for themes that are not in it."""

EQUAL: Weights = {}


def favouring(weakest: Collection[Theme], share: float = 0.6) -> Weights:
    """So that `share` of the tips are about these themes, while there are any."""
    others = [theme for theme in Theme if theme not in weakest and theme not in _WITHOUT_TIPS]
    return dict.fromkeys(weakest, share / len(weakest)) | dict.fromkeys(others, (1 - share) / len(others))


_WITHOUT_TIPS = (Theme.EVIDENCE, Theme.ASSISTANT)


def upcoming(tracks: Tracks, weights: Weights, learner: Learner, history: Sequence[Had]) -> Next | None:
    """At most one in any seven days: a repeat that is due, or else a tip they have not had."""
    if any(learner.day - had.on < _A_WEEK for had in history):
        return None
    return _repeat(tracks, learner, history) or _unseen(tracks, weights, learner, history)


def _repeat(tracks: Tracks, learner: Learner, history: Sequence[Had]) -> Next | None:
    """The one that has waited longest. None from a track that they have left."""
    repeats_had = {(had.tip_id, had.repeat) for had in history}
    due = [
        had
        for had in history
        if had.answered in (Answered.WRONG, Answered.SKIPPED)
        and had.repeat < len(_AGAIN_AFTER)
        and had.on + _AGAIN_AFTER[had.repeat] <= learner.day
        and (had.tip_id, had.repeat + 1) not in repeats_had
        and (tip := tracks.tips.get(had.tip_id))
        and tip.track in learner.tracks
    ]
    if not due:
        return None
    first = min(due, key=lambda had: (had.on + _AGAIN_AFTER[had.repeat], had.tip_id))
    return Next(tracks.tips[first.tip_id], first.repeat + 1)


def _unseen(tracks: Tracks, weights: Weights, learner: Learner, history: Sequence[Had]) -> Next | None:
    seen = {had.tip_id for had in history}
    pool = [tip for tip in tracks.of(*(learner.tracks & WEEKLY)) if tip.id not in seen and _is_ready(tip)]
    if not pool:
        return None
    pool = _in_another_format(tracks, pool, history)
    pool = _of_the_track_that_waited(tracks, pool, history)
    theme = min(
        sorted({tip.meta.theme for tip in pool}),
        key=lambda theme: _race(weights.get(theme, 1.0), learner.person_id, str(len(seen)), theme),
    )
    fitting = [tip for tip in pool if tip.meta.theme is theme]
    return Next(min(fitting, key=lambda tip: _chance(learner.person_id, tip.id)))


def _is_ready(tip: Tip) -> bool:
    """A story's slot stays empty until a peer worker has approved words and audience."""
    return tip.meta.format is not TipFormat.STORY


def _in_another_format(tracks: Tracks, pool: list[Tip], history: Sequence[Had]) -> list[Tip]:
    known = [had for had in history if had.tip_id in tracks.tips]
    if not known:
        return pool
    last = tracks.tips[max(known, key=lambda had: had.on).tip_id]
    return [tip for tip in pool if tip.meta.format is not last.meta.format] or pool


def _of_the_track_that_waited(tracks: Tracks, pool: list[Tip], history: Sequence[Had]) -> list[Tip]:
    """So role tracks and the one for everyone take turns, beginning with the latter."""
    latest: dict[Track, date] = {}
    for had in history:
        if tip := tracks.tips.get(had.tip_id):
            latest[tip.track] = max(had.on, latest.get(tip.track, date.min))
    waited = min(
        {tip.track for tip in pool},
        key=lambda track: (latest.get(track, date.min), track is not Track.EVERYONE, track),
    )
    return [tip for tip in pool if tip.track is waited]


def _race(weight: float, *of: str) -> float:
    """The smallest wins, as often as its weight says (an exponential race)."""
    return -log(_chance(*of)) / weight if weight > 0 else inf


def _chance(*of: str) -> float:
    """Between 0 and 1, the same for the same words: people differ, and each can be worked out again."""
    number = int.from_bytes(sha256("\n".join(of).encode()).digest()[:6], "big")
    return (number + 0.5) / 2**48
