"""Finding the card for a question: an answer, an offer of a few, or an honest "I don't know"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.calibration import Calibration, leads
from bot.knowledge.cards import Card
from bot.knowledge.index import Encoding, Index, Near, Vectors, examples_of_cards
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
    `local` is the organisation's own card on the same question, where it is as near as the best one.
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
    local: str = ""

    @property
    def answer(self) -> str:
        """The card to show: the organisation's own comes first, with the evidence's beside it."""
        return self.local or self.best

    @property
    def best(self) -> str:
        return self.ranked[0][0]

    @property
    def nearest(self) -> str:
        """The boundary or the area that a question we don't know was nearest to."""
        return self.boundary or self.best.split("/")[0]


@dataclass(frozen=True, slots=True)
class Finder:
    """Pure: the same question and library give the same finding.

    `local` are the organisation's own cards; `beside` has the evidence's card for each that stands beside one.
    Such two are no rivals. Nearer than `certain` (a cosine) no question that is not ours comes to a card.
    """

    encoder: Encoding
    index: Index
    calibration: Calibration
    spelling: Spelling
    beside: Mapping[str, str] = field(default_factory=dict)
    local: frozenset[str] = frozenset()
    certain: float = np.inf

    @classmethod
    def over(cls, library: Library, encoder: Encoding, index: Index, calibration: Calibration) -> "Finder":
        bodies = [q for card in library.cards.values() for q in (card.title, *card.meta.questions)]
        return cls(encoder, index, calibration, Spelling(bodies))

    def with_cards(self, cards: Sequence[Card], vectors: Vectors) -> "Finder":
        """With an organisation's own cards, too; what was learned from ours still decides. See `Index`."""
        grouped = examples_of_cards(cards)
        return Finder(
            self.encoder,
            self.index.with_cards(grouped, vectors),
            self.calibration,
            self.spelling.with_texts(text for texts in grouped.values() for text in texts),
            {card.id: card.beside for card in cards if card.beside},
            frozenset(grouped),
            self.index.nearest_outside(),
        )

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
        if self.index.targets[order[0]] in self.local and self._is_its_own(near, order[0]):
            odds = max(odds, self.calibration.scope)
        best = self.index.targets[order[0]]
        paired = [i for i in order[1:] if self._is_pair(best, self.index.targets[i])]
        rivals = np.delete(near.score[:, :cards], paired, axis=1)
        lead = float(leads(rivals)[0])
        own = [
            self.index.targets[i] for i in paired if scores[order[0]] - scores[i] < self.calibration.margin
        ]
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
            local=next((card_id for card_id in own if card_id in self.beside), ""),
        )

    def _is_its_own(self, near: Near, card: int) -> bool:
        """A local card may answer what ours don't, such as where to park: whoever asks it what it answers gets
        it, however much that sounds like what is not ours, unless something that is not ours is nearer still."""
        outside = near.best[0, self.index.cards :].max(initial=0.0)
        return bool(near.best[0, card] > max(self.certain, outside))

    def _is_pair(self, one: str, other: str) -> bool:
        return self.beside.get(one) == other or self.beside.get(other) == one

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
