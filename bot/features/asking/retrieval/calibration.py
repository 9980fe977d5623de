"""Turns similarities into decisions: is the question in scope, and is one card clearly the best?

All thresholds are computed from the cards and boundaries whenever the content changes, so that nobody has to
tune them: from the quarter of their questions that the encoder was not tuned on, each left out.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.features.asking.encoder.tuned_weights import is_held_out
from bot.features.asking.retrieval.index import Index, Near, Nearness
from bot.features.asking.retrieval.softmax_regression import SoftmaxRegression

Array = NDArray[np.float64]

# The share of our own questions that may be refused.
REFUSED = 0.07
# The required precision of direct answers on our own questions, left out one at a time. They are harder than
# real ones, because cards are close together: of the frozen questions 98.4% of direct answers are right (2026-11-30).
PRECISION = 0.917


@dataclass(frozen=True, slots=True)
class Calibration:
    """`weights` turn `signals` into the log odds that a question is in scope; below `scope` it is unknown.

    `clear` turns `clearness` into the log odds that the first card is right: the lead. From `margin` on the
    card is shown as the answer.
    """

    weights: Array
    scope: float
    clear: Array
    margin: float

    def odds(self, near: Near, cards: int) -> Array:
        odds: Array = _with_constant(signals(near, cards)) @ self.weights
        return odds

    def leads(self, near: Near, cards: int) -> Array:
        leads: Array = _with_constant(clearness(near, cards)) @ self.clear
        return leads


def calibrate(index: Index) -> Calibration:
    """Fits both regressions and sets both thresholds on the examples that neither encoder nor head has learned from."""
    rows, learned = unseen(index)
    near, owner = index.near_left_out(rows, learned), index.owner[rows]
    is_ours = owner < index.cards
    weights = _fit(_with_constant(signals(near, index.cards)), is_ours)
    odds = _with_constant(signals(near, index.cards)) @ weights
    scope = conformal_threshold(odds[is_ours])
    leads_over = _with_constant(clearness(near, index.cards))
    is_right = near.score[:, : index.cards].argmax(axis=1) == owner
    clear = _fit(leads_over[is_ours], is_right[is_ours])
    # Fitted only on questions that pass the scope threshold.
    answered = is_ours & (odds >= scope)
    margin = precise_margin(leads_over[answered] @ clear, is_right[answered])
    return Calibration(weights, scope, clear, margin)


def unseen(index: Index) -> tuple[NDArray[np.intp], Nearness]:
    """The numbers of the held-out examples, and their log probabilities by a head trained on the others."""
    held_out = np.array([is_held_out(text) for text in index.texts])
    head = SoftmaxRegression.trained(index.compared[~held_out], index.owner[~held_out], len(index.targets))
    return np.flatnonzero(held_out), head.chances(index.compared[held_out])


def clearness(near: Near, cards: int) -> Array:
    """How far the first card's score is ahead of the other cards', and of everything out of scope: shape (n, 2)."""
    score = near.score
    first, rows = score[:, :cards].argmax(axis=1), np.arange(len(score))
    ahead = score[rows, first] - _highest(_others(score[:, :cards], first))
    inside = score[rows, first] - _highest(score[:, cards:])
    return np.stack([ahead, inside], axis=1).astype(np.float64)


def _others(scores: NDArray[np.float32], first: NDArray[np.intp]) -> NDArray[np.float32]:
    without = np.arange(scores.shape[1] - 1)[None, :].repeat(len(scores), axis=0)
    others: NDArray[np.float32] = np.take_along_axis(scores, without + (without >= first[:, None]), axis=1)
    return others


def signals(near: Near, cards: int) -> Array:
    """Features for and against a question being in scope: shape (n, 8)."""
    score = near.score
    ranked = -np.sort(-score[:, :cards], axis=1)
    columns = [ranked[:, 0], ranked[:, min(1, cards - 1)], _highest(score[:, cards:])]
    for part in (near.best, near.lexical):
        columns += [part[:, :cards].max(axis=1), _highest(part[:, cards:])]
    columns.append(_log_sum(near.learned[:, :cards]) - _log_sum(near.learned[:, cards:]))
    return np.stack(columns, axis=1).astype(np.float64)


def _log_sum(chances: NDArray[np.float32]) -> NDArray[np.float32]:
    together: NDArray[np.float32] = np.log(np.exp(chances).sum(axis=1) + np.float32(1e-5))
    return together


def _highest(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    if scores.shape[1] == 0:
        return np.zeros(len(scores), dtype=np.float32)
    highest: NDArray[np.float32] = scores.max(axis=1)
    return highest


def conformal_threshold(scores: Array, refused: float = REFUSED) -> float:
    """The ⌊α(n+1)⌋-th smallest score: a new in-scope question scores below it with probability at most α.

    Split conformal prediction (Vovk, Gammerman & Shafer 2005).
    """
    rank = max(int(refused * (len(scores) + 1)), 1)
    return float(np.sort(scores)[rank - 1])


def leads(ranked: NDArray[np.float32]) -> Array:
    """The difference between the best and the second-best of each row."""
    if ranked.shape[1] < 2:
        return np.full(len(ranked), np.inf)
    top = np.partition(ranked, -2, axis=1)
    return (top[:, -1] - top[:, -2]).astype(np.float64)


def precise_margin(lead: Array, is_right: NDArray[np.bool_], precision: float = PRECISION) -> float:
    """The smallest lead from which at least `precision` of the answers are right; infinity if none is."""
    order = np.argsort(-lead)
    share_right = np.cumsum(is_right[order]) / np.arange(1, len(lead) + 1)
    good = np.flatnonzero(share_right >= precision)
    return float(lead[order][good[-1]]) if len(good) else float("inf")


def _with_constant(rows: Array) -> Array:
    with_constant: Array = np.hstack([rows, np.ones((len(rows), 1))])
    return with_constant


def _fit(rows: Array, is_ours: NDArray[np.bool_]) -> Array:
    """Logistic regression with equal class weights and slight regularisation."""
    # Imported here because it takes half a second and a cached start never trains.
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
