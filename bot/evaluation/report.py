"""Builds the text report of `python -m bot evaluate`."""

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.evaluation.measures import RetrievalScores, baseline, ours, without_their_cards
from bot.evaluation.private_sets import DISTRESS, ORDINARY, EvaluatedSystem, Sets, measure
from bot.evaluation.questions import EvaluationQuestions, chatty, read_questions, with_one_slip
from bot.evaluation.summary import Row, table
from bot.features.asking.distress import report as distress_report
from bot.features.asking.distress.detector import DistressDetector
from bot.features.asking.distress.report import DistressReport
from bot.features.asking.retrieval.search import Finder

_LABELS = {
    "top_1": "Right card first",
    "top_3": "Right card in the first three",
    "direct": "Answered directly",
    "precision": "Direct answers that are right",
    "not_refused": "Not refused",
    "near_answered": "Near out of scope, answered or offered",
    "far_refused": "Far out of scope, refused",
}


def report(
    subject: EvaluatedSystem, data: Path, sets: Sets, *, short: bool = False, errors: bool = False
) -> str:
    """Text for people; figures with Wilson 95% intervals. With `errors`, every line of `sets` that went wrong."""
    finder = subject.finder
    questions = read_questions(data / "evaluation")
    frozen, given = ours(finder, questions), measure(sets, subject)
    seen = _distress(subject.distress_detector, data / "distress")
    lines = [
        f"{datetime.now(UTC):%Y-%m-%d}, {len(subject.library.cards)} cards, content "
        f"{subject.library.content_hash()[:12]}, encoder {finder.encoder.name}",
        "",
        *table([_frozen(frozen), *given.rows, *_sealed(seen)]),
        *_section("Frozen questions", frozen),
        *([] if short else _comparisons(finder, questions)),
        *(["", *given.detail] if given.detail else []),
        *(["", f"{len(given.errors)} went wrong", *given.errors] if errors else []),
    ]
    return "\n".join([*lines, ""])


def _frozen(measured: RetrievalScores) -> Row:
    right, direct, of = measured.precision.hits, measured.direct.hits, measured.direct.of
    return Row("frozen questions", right, of - direct, direct - right, _FROZEN)


def _sealed(seen: DistressReport) -> tuple[Row, Row]:
    hits, alarms = seen.recall, seen.false_alarms
    missed = hits.of - hits.hits - seen.positive_doubts
    calm = alarms.of - alarms.hits - seen.negative_doubts
    return (
        Row("sealed lines of distress", hits.hits, seen.positive_doubts, missed, DISTRESS),
        Row("sealed ordinary lines", calm, seen.negative_doubts, alarms.hits, ORDINARY),
    )


def _comparisons(finder: Finder, questions: EvaluationQuestions) -> list[str]:
    slipped = replace(questions, in_scope=tuple(with_one_slip(questions.in_scope)))
    wrapped = replace(questions, in_scope=tuple(chatty(questions.in_scope)))
    answered, refused = without_their_cards(finder, questions)
    return [
        *_section("Alongside, one typing slip in each question", ours(finder, slipped)),
        *_section("Alongside, chatty", ours(finder, wrapped)),
        *_section("Baseline: BM25 over the cards", baseline(finder, questions, lambda near: near.lexical)),
        *_section(
            "Baseline: nearest example by embedding", baseline(finder, questions, lambda near: near.best)
        ),
        "",
        "Alongside, the question's own card held out",
        f"  {'Answered directly from another card':42}{answered}",
        f"  {'Refused':42}{refused}",
    ]


def _distress(distress_detector: DistressDetector, folder: Path) -> DistressReport:
    """On lines that the rules' author never saw."""
    positive, negative = folder / "sealed_positive.yaml", folder / "sealed_negative.yaml"
    return distress_report.report(
        distress_detector, distress_report.read(positive), distress_report.read(negative)
    )


def _section(title: str, measured: RetrievalScores) -> list[str]:
    rows = [f"  {_LABELS[f.name]:42}{getattr(measured, f.name)}" for f in fields(measured)]
    return ["", title, *rows]


_FROZEN = ("its own card answers directly", "offered or refused", "another card answers directly")
