"""From nearness to a decision: is this ours at all, and is one card clearly the one?

Everything is learned from the cards and boundaries themselves by leaving one question out at a time,
anew whenever the content changes, so nobody has to choose a threshold.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.index import Index, Near

Array = NDArray[np.float64]

# The share of our own questions that we accept to refuse, and how often a direct answer must be right.
REFUSED = 0.05
PRECISION = 0.98


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weights` turn `signals` into the odds (log) that a question is ours; below `scope` we don't know.

    One card is clearly the one when its score leads the next by `margin`.
    """

    weights: Array
    scope: float
    margin: float

    def odds(self, near: Near, cards: int) -> Array:
        odds: Array = _with_constant(signals(near, cards)) @ self.weights
        return odds


def calibrate(index: Index) -> Calibration:
    near = index.near_left_out()
    is_ours = index.owner < index.cards
    weights = _fit(_with_constant(signals(near, index.cards)), is_ours)
    odds = _with_constant(signals(near, index.cards)) @ weights
    scope = conformal_threshold(odds[is_ours])
    # Only what would be answered at all decides how clear a lead must be.
    answered = is_ours & (odds >= scope)
    ranked = near.score[answered, : index.cards]
    margin = precise_margin(leads(ranked), ranked.argmax(axis=1) == index.owner[answered])
    return Calibration(weights, scope, margin)


def signals(near: Near, cards: int) -> Array:
    """What speaks for and against a question being ours: shape (n, 7)."""
    score = near.score
    ranked = -np.sort(-score[:, :cards], axis=1)
    columns = [ranked[:, 0], ranked[:, min(1, cards - 1)], _highest(score[:, cards:])]
    for part in (near.best, near.lexical):
        columns += [part[:, :cards].max(axis=1), _highest(part[:, cards:])]
    return np.stack(columns, axis=1).astype(np.float64)


def _highest(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if scores.shape[1] == 0:
        return np.zeros(len(scores), dtype=np.float32)
    highest: NDArray[np.float32] = scores.max(axis=1)
    return highest


def conformal_threshold(scores: Array, refused: float = REFUSED) -> float:
    """The ⌊α(n+1)⌋-th smallest score: a new question of ours falls below it at most α of the time.

    Split conformal prediction (Vovk, Gammerman & Shafer 2005).
    """
    rank = max(int(refused * (len(scores) + 1)), 1)
    return float(np.sort(scores)[rank - 1])


def leads(ranked: NDArray[np.float32]) -> Array:
    """By how much the best of each row is ahead of the second."""
    if ranked.shape[1] < 2:
        return np.full(len(ranked), np.inf)
    top = np.partition(ranked, -2, axis=1)
    return (top[:, -1] - top[:, -2]).astype(np.float64)


def precise_margin(lead: Array, is_right: NDArray[np.bool_], precision: float = PRECISION) -> float:
    """The smallest lead from which at least `precision` of the answers are right; infinity if there is none."""
    order = np.argsort(-lead)
    share_right = np.cumsum(is_right[order]) / np.arange(1, len(lead) + 1)
    good = np.flatnonzero(share_right >= precision)
    return float(lead[order][good[-1]]) if len(good) else float("inf")


def _with_constant(rows: Array) -> Array:
    with_constant: Array = np.hstack([rows, np.ones((len(rows), 1))])
    return with_constant


def _fit(rows: Array, is_ours: NDArray[np.bool_]) -> Array:
    """Logistic regression, both kinds of question weighing the same, slightly shrunk."""
    # Half a second to import, and a warm start never trains.
    from scipy.optimize import minimize

    if is_ours.all():
        best_score_alone: Array = np.eye(rows.shape[1])[0]
        return best_score_alone
    signs = np.where(is_ours, 1.0, -1.0)
    shares = np.where(is_ours, 0.5 / is_ours.mean(), 0.5 / (~is_ours).mean()) / len(rows)

    def loss(weights: Array) -> tuple[float, Array]:
        margins = signs * (rows @ weights)
        penalty = 1e-4 * weights[:-1]
        gradient = -(rows.T @ (shares * signs * _logistic(-margins))) + np.append(2 * penalty, 0)
        return float((shares * np.logaddexp(0, -margins)).sum() + penalty @ weights[:-1]), gradient

    fitted: Array = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="L-BFGS-B").x
    return fitted


def _logistic(values: Array) -> Array:
    positive: Array = np.exp(-np.logaddexp(0, -values))
    return positive
