"""The targets, on questions that were frozen before any tuning. Below them, something was made worse."""

from pathlib import Path

import pytest

from bot.evaluation.measures import RetrievalScores, Share, ours
from bot.evaluation.questions import EvaluationQuestions, chatty, read_questions, with_one_slip
from bot.features.asking.retrieval.search import Finder


@pytest.fixture(scope="module")
def questions() -> EvaluationQuestions:
    return read_questions(Path("tests/data/evaluation"))


@pytest.fixture(scope="module")
def measured(finder: Finder, questions: EvaluationQuestions) -> RetrievalScores:
    return ours(finder, questions)


def at(share: Share) -> float:
    return share.hits / share.of


def test_the_right_card_comes_first(measured: RetrievalScores) -> None:
    assert at(measured.top_1) >= 0.91


def test_the_right_card_is_among_the_first_three(measured: RetrievalScores) -> None:
    assert at(measured.top_3) >= 0.98


def test_direct_answers_are_right(measured: RetrievalScores) -> None:
    assert at(measured.precision) >= 0.98


def test_near_misses_are_rarely_answered(measured: RetrievalScores) -> None:
    assert at(measured.near_answered) <= 0.12


def test_what_has_nothing_to_do_with_us_is_refused(measured: RetrievalScores) -> None:
    assert at(measured.far_refused) >= 0.98


def test_one_slip_costs_little(
    finder: Finder, questions: EvaluationQuestions, measured: RetrievalScores
) -> None:
    slipped = EvaluationQuestions(tuple(with_one_slip(questions.in_scope)), questions.wanted, (), ())
    assert at(measured.top_1) - at(ours(finder, slipped).top_1) <= 0.015


def test_variants_are_the_same_every_time_and_keep_the_question(questions: EvaluationQuestions) -> None:
    assert with_one_slip(questions.in_scope) == with_one_slip(questions.in_scope)
    assert all(q in c for q, c in zip(questions.in_scope, chatty(questions.in_scope), strict=True))
    assert (
        sum(q != s for q, s in zip(questions.in_scope, with_one_slip(questions.in_scope), strict=True)) > 390
    )
