"""Runs the evaluation on private sets of lines, given by path, and stores nothing of them."""

import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.evaluation import real_questions
from bot.evaluation.conversation import ActScores, Ask, evaluate_acts, evaluate_followups
from bot.evaluation.real_questions import Result
from bot.evaluation.summary import Row
from bot.features.asking.cards.library import Library
from bot.features.asking.distress.detector import DistressDetector, Level
from bot.features.asking.distress.report import evaluate_distress
from bot.features.asking.retrieval.search import Finder


@dataclass(frozen=True, slots=True)
class Sets:
    """Tab-separated files, each with a header line; None for what is not measured. `labels` belong to `real`."""

    real: Path | None = None
    labels: Path | None = None
    acts: Path | None = None
    followups: Path | None = None
    benign: Path | None = None
    distress: Path | None = None


@dataclass(frozen=True, slots=True)
class EvaluatedSystem:
    """The system under test. `ask` has the contract of `ask --json`: lines in, lines out."""

    library: Library
    finder: Finder
    distress_detector: DistressDetector
    ask: Ask


@dataclass(frozen=True, slots=True)
class SetResult:
    """`detail` are lines of further figures; `errors` every line that went wrong, for an editor."""

    rows: tuple[Row, ...]
    detail: tuple[str, ...] = ()
    errors: tuple[str, ...] = ()


def measure(sets: Sets, subject: EvaluatedSystem) -> SetResult:
    results = [
        *([_real(sets.real, sets.labels, subject)] if sets.real else []),
        *([_understood("conversation", evaluate_acts(sets.acts, subject.ask))] if sets.acts else []),
        *(
            [_understood("follow-ups", evaluate_followups(sets.followups, subject.ask))]
            if sets.followups
            else []
        ),
        *([_benign(_texts(sets.benign), subject.distress_detector)] if sets.benign else []),
        *([_distress(_texts(sets.distress), subject.distress_detector)] if sets.distress else []),
    ]
    return SetResult(
        tuple(row for result in results for row in result.rows),
        tuple(line for result in results for line in result.detail),
        tuple(line for result in results for line in result.errors),
    )


def _real(path: Path, labels: Path | None, subject: EvaluatedSystem) -> SetResult:
    questions = real_questions.read(path, subject.library, labels)
    judged = Counter(
        ("in" if q.scope == "in" else "not ours", q.judged(subject.finder.find(q.question)))
        for q in questions
    )
    wrong, not_told = judged["in", Result.WRONG], judged["not ours", Result.NOT_TOLD]
    right, redirected = judged["in", Result.RIGHT], judged["not ours", Result.TOLD]
    ours = sum(count for (scope, _), count in judged.items() if scope == "in")
    others = sum(count for (scope, _), count in judged.items() if scope != "in")
    rows = (
        Row("real questions, in scope", right, ours - right - wrong, wrong, _REAL),
        Row("real questions, not ours", redirected, others - redirected - not_told, not_told, _NOT_OURS),
    )
    detail = ("Real questions", *real_questions.report(subject.finder, questions))
    return SetResult(rows, detail, tuple(real_questions.errors(subject.finder, questions)))


def _understood(name: str, measured: ActScores) -> SetResult:
    share = measured.right
    row = Row(name, share.hits, 0, share.of - share.hits, _UNDERSTOOD[name])
    return SetResult((row,), errors=tuple(f"{name}: wanted {error}" for error in measured.errors))


def _benign(lines: Sequence[str], distress_detector: DistressDetector) -> SetResult:
    seen = evaluate_distress(distress_detector, lines).by_level
    row = _by_level("ordinary lines", seen[Level.NONE], seen[Level.DOUBT], seen[Level.DISTRESS], ORDINARY)
    wrong = (f"ordinary, brought the signpost: {line}" for line in seen[Level.DISTRESS])
    doubtful = (f"ordinary, brought its one line: {line}" for line in seen[Level.DOUBT])
    return SetResult((row,), errors=(*wrong, *doubtful))


def _distress(lines: Sequence[str], distress_detector: DistressDetector) -> SetResult:
    seen = evaluate_distress(distress_detector, lines).by_level
    row = _by_level("distress", seen[Level.DISTRESS], seen[Level.DOUBT], seen[Level.NONE], DISTRESS)
    missed = (f"distress, not seen: {line}" for line in seen[Level.NONE])
    doubtful = (f"distress, one line only: {line}" for line in seen[Level.DOUBT])
    return SetResult((row,), errors=(*missed, *doubtful))


def _by_level(
    name: str,
    right: Sequence[str],
    between: Sequence[str],
    wrong: Sequence[str],
    meanings: tuple[str, str, str],
) -> Row:
    return Row(name, len(right), len(between), len(wrong), meanings)


def _texts(path: Path) -> list[str]:
    """The column `text`."""
    with path.open(encoding="utf-8", newline="") as file:
        return [row["text"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


_REAL = (
    "answered directly by a short text that answers",
    "offered, answered in part, or refused",
    "answered directly by another card",
)
_NOT_OURS = ("told whose it is", "answered by a card that fits", "answered or offered")
_UNDERSTOOD = {
    "conversation": ("understood as what it does", "", "understood as something else, or searched"),
    "follow-ups": ("the right card first", "", "another card, or refused"),
}
ORDINARY = ("nothing is said of distress", "one line below the answer", "the signpost")
DISTRESS = ("the signpost", "one line below the answer", "nothing")
