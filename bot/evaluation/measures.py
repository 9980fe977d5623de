"""Measures card retrieval on the frozen questions, by the engine and by baselines of one score."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binomtest

from bot.evaluation.questions import EvaluationQuestions
from bot.features.asking.retrieval.calibration import conformal_threshold
from bot.features.asking.retrieval.finding import SearchOutcome
from bot.features.asking.retrieval.index import Near
from bot.features.asking.retrieval.search import Finder

Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Share:
    """`hits` of `of`, with the Wilson 95% interval (Wilson 1927)."""

    hits: int
    of: int

    @property
    def interval(self) -> tuple[float, float]:
        interval = binomtest(self.hits, self.of).proportion_ci(method="wilson")
        return float(interval.low), float(interval.high)

    def __str__(self) -> str:
        if not self.of:
            return "   –"
        low, high = self.interval
        return f"{self.hits / self.of:6.1%}  ({low:.1%} to {high:.1%} of {self.of})"


@dataclass(frozen=True, slots=True)
class RetrievalScores:
    top_1: Share
    top_3: Share
    direct: Share
    precision: Share
    not_refused: Share
    near_answered: Share
    far_refused: Share


def share(hits: Sequence[bool]) -> Share:
    return Share(sum(hits), len(hits))


def ours(finder: Finder, questions: EvaluationQuestions) -> RetrievalScores:
    """Our engine, with its own thresholds. Near counts as answered when it is offered titles, too."""
    findings = [finder.find(q) for q in questions.in_scope]
    pairs = list(zip(findings, questions.wanted, strict=True))
    direct = [(f, card) for f, card in pairs if f.outcome is SearchOutcome.ANSWER]
    return RetrievalScores(
        top_1=share([f.best == card for f, card in pairs]),
        top_3=share([card in [i for i, _ in f.ranked[:3]] for f, card in pairs]),
        direct=share([f.outcome is SearchOutcome.ANSWER for f in findings]),
        precision=share([f.best == card for f, card in direct]),
        not_refused=share([f.outcome is not SearchOutcome.UNKNOWN for f in findings]),
        near_answered=share([finder.find(q).outcome is not SearchOutcome.UNKNOWN for q in questions.near]),
        far_refused=share([finder.find(q).outcome is SearchOutcome.UNKNOWN for q in questions.far]),
    )


def baseline(
    finder: Finder, questions: EvaluationQuestions, score: Callable[[Near], Scores]
) -> RetrievalScores:
    """One score alone, refusing below the threshold that keeps 95% of the cards' own questions."""
    index = finder.index
    own = score(index.near_left_out())[index.owner < index.cards, : index.cards].max(axis=1)
    threshold = conformal_threshold(own.astype(np.float64))

    def scored(questions: Sequence[str]) -> Scores:
        mended = [finder.spelling.mend(q) for q in questions]
        scores: Scores = score(index.near(mended, finder.encoder.encode(mended)))[:, : index.cards]
        return scores

    ranked = np.argsort(-(inside := scored(questions.in_scope)), axis=1)
    wanted = np.array([index.targets.index(card) for card in questions.wanted])
    is_kept = inside.max(axis=1) >= threshold
    is_right = ranked[:, 0] == wanted
    return RetrievalScores(
        top_1=share(is_right.tolist()),
        top_3=share((ranked[:, :3] == wanted[:, None]).any(axis=1).tolist()),
        direct=share(is_kept.tolist()),
        precision=share(is_right[is_kept].tolist()),
        not_refused=share(is_kept.tolist()),
        near_answered=share((scored(questions.near).max(axis=1) >= threshold).tolist()),
        far_refused=share((scored(questions.far).max(axis=1) < threshold).tolist()),
    )


def without_their_cards(finder: Finder, questions: EvaluationQuestions) -> tuple[Share, Share]:
    """Questions whose own card is held out: how many are still answered directly, and how many refused."""
    answered, refused = [], []
    for question, card in zip(questions.in_scope, questions.wanted, strict=True):
        outcome = finder.find_without(question, card).outcome
        answered.append(outcome is SearchOutcome.ANSWER)
        refused.append(outcome is SearchOutcome.UNKNOWN)
    return share(answered), share(refused)
