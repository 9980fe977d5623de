"""Finding the card for a question: an answer, an offer of a few, or an honest "I don't know"."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.calibration import Calibration, leads
from bot.knowledge.index import Encoding, Index, Near
from bot.knowledge.library import Library
from bot.knowledge.spelling import Spelling
from bot.knowledge.turns import points_back


class Outcome(StrEnum):
    ANSWER = "answer"
    OFFER = "offer"
    UNKNOWN = "unknown"


class Reading(StrEnum):
    ALONE = "the question alone"
    TOGETHER = "together with the question before"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found, and every number that decided it.

    `ranked` holds card ids with scores, best first. `boundary` names the nearest kind of question that
    is not ours, if it is nearer than any card. `odds` against `scope` decided whether it is ours at
    all, `lead` against `margin` whether one card is clearly the one. `read_as` is the mended question.
    """

    outcome: Outcome
    ranked: tuple[tuple[str, float], ...]
    boundary: str | None
    odds: float
    scope: float
    lead: float
    margin: float
    reading: Reading
    read_as: str

    @property
    def best(self) -> str:
        return self.ranked[0][0]

    @property
    def nearest(self) -> str:
        """The boundary or the area that a question we don't know was nearest to."""
        return self.boundary or self.best.split("/")[0]


@dataclass(frozen=True, slots=True)
class Finder:
    """Pure: the same question and library give the same finding."""

    encoder: Encoding
    index: Index
    calibration: Calibration
    spelling: Spelling

    @classmethod
    def over(cls, library: Library, encoder: Encoding, index: Index, calibration: Calibration) -> "Finder":
        bodies = [q for card in library.cards.values() for q in (card.title, *card.meta.questions)]
        return cls(encoder, index, calibration, Spelling(bodies))

    def find(self, question: str, previous: str | None = None) -> Finding:
        """`previous` is what the person asked just before, if it is fresh enough to matter."""
        mended = self.spelling.mend(question)
        alone = self._decide(self._near(mended), Reading.ALONE, mended)
        if previous is None or not points_back(mended):
            return alone
        joined = self._near(f"{self.spelling.mend(previous)} {mended}")
        together = self._decide(self._near(mended).averaged(joined), Reading.TOGETHER, mended)
        # A change of topic stands on its own feet, and must not be dragged along by the one before.
        return together if _says_more(together, alone) else alone

    def find_without(self, question: str, card_id: str) -> Finding:
        """As if that card did not exist: for measuring what happens to questions we have no card for."""
        mended = self.spelling.mend(question)
        return self._decide(
            self._near(mended).without(self.index.targets.index(card_id)), Reading.ALONE, mended
        )

    def _near(self, question: str) -> Near:
        return self.index.near([question], self.encoder.encode([question]))

    def _decide(self, near: Near, reading: Reading, read_as: str) -> Finding:
        cards = self.index.cards
        scores = near.score[0]
        order = np.argsort(-scores[:cards], kind="stable")
        odds = float(self.calibration.odds(near, cards)[0])
        lead = float(leads(near.score[:, :cards])[0])
        return Finding(
            outcome=self._outcome(odds, lead),
            ranked=tuple((self.index.targets[i], round(float(scores[i]), 4)) for i in order[:10]),
            boundary=self._boundary(scores, odds),
            odds=odds,
            scope=self.calibration.scope,
            lead=lead,
            margin=self.calibration.margin,
            reading=reading,
            read_as=read_as,
        )

    def _outcome(self, odds: float, lead: float) -> Outcome:
        if odds < self.calibration.scope:
            return Outcome.UNKNOWN
        return Outcome.ANSWER if lead >= self.calibration.margin else Outcome.OFFER

    def _boundary(self, scores: NDArray[np.float32], odds: float) -> str | None:
        cards, outside = scores[: self.index.cards], scores[self.index.cards :]
        if odds >= self.calibration.scope or not len(outside) or outside.max() < cards.max():
            return None
        return self.index.targets[self.index.cards + int(outside.argmax())]


def _says_more(together: Finding, alone: Finding) -> bool:
    if alone.outcome is Outcome.ANSWER:
        return False
    return together.outcome is not Outcome.UNKNOWN and together.boundary is None
