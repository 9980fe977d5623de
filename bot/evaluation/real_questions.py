"""Measures how well real questions from a private file are answered, and stores nothing of them."""

import csv
from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.evaluation.measures import Share
from bot.features.asking.cards.library import Library
from bot.features.asking.retrieval.finding import RefusalKind, SearchFinding, SearchOutcome
from bot.features.asking.retrieval.search import Finder

_OFFERED = 3


class Result(StrEnum):
    RIGHT = "answered directly and rightly"
    OFFERED = "right card among three offered"
    PARTLY = "answered directly, in part"
    WRONG = "ANSWERED DIRECTLY AND WRONGLY"
    NONE_OFFERED = "three offered, none right"
    REFUSED = "refused"
    TOLD = "told whose it is"
    NOT_TOLD = "ANSWERED OR OFFERED, THOUGH NOT OURS"


_GOOD = (Result.RIGHT, Result.OFFERED, Result.TOLD)


@dataclass(frozen=True, slots=True)
class RealQuestion:
    """`scope` is `in`, `local` (only the organisation knows) or `out`; `gold` answer it, `partial` in part."""

    id: str
    question: str
    scope: str
    gold: frozenset[str]
    partial: frozenset[str]

    def judged(self, finding: SearchFinding) -> Result:
        if self.scope != "in" and not self.gold:
            is_told = finding.refusal_kind is not None and (
                self.scope == "out" or finding.refusal_kind is not RefusalKind.ELSEWHERE
            )
            return Result.TOLD if is_told else Result.NOT_TOLD
        match finding.outcome:
            case SearchOutcome.UNKNOWN:
                return Result.REFUSED
            case SearchOutcome.OFFER:
                offered = {card for card, _ in finding.ranked[:_OFFERED]}
                return Result.OFFERED if offered & self.gold else Result.NONE_OFFERED
            case SearchOutcome.ANSWER:
                if finding.answer in self.gold:
                    return Result.RIGHT
                return Result.PARTLY if finding.answer in self.partial else Result.WRONG


def read(path: Path, library: Library, labels: Path | None = None) -> list[RealQuestion]:
    """Tab-separated, as the columns are named. `labels` has an id and, after `+`, further cards that answer."""
    further = dict(line.split("\t")[:2] for line in labels.read_text().splitlines()[1:]) if labels else {}
    with path.open(encoding="utf-8", newline="") as file:
        return [
            _question(row, further.get(row["id"], ""), library)
            for row in csv.DictReader(file, delimiter="\t")
        ]


def _question(row: dict[str, str], further: str, library: Library) -> RealQuestion:
    named = f"{row['gold']}|{row['new']}|{further.removeprefix('+')}".split("|")
    gold = frozenset(card for card in named if card in library.cards)
    is_local = row["scope"] == "local" and not further
    return RealQuestion(
        row["id"],
        row["question"],
        row["scope"],
        frozenset() if is_local else gold,
        frozenset(row["partial"].split("|")),
    )


def report(finder: Finder, questions: list[RealQuestion]) -> list[str]:
    """The report. It shows wrong answers beside right ones."""
    counts = Counter((q.scope, q.judged(finder.find(q.question))) for q in questions)
    of = Counter(q.scope for q in questions)
    return [
        f"  {f'{scope}: {result}':56}{Share(counts[scope, result], of[scope])}"
        for scope in ("in", "local", "out")
        for result in Result
        if counts[scope, result]
    ]


def errors(finder: Finder, questions: list[RealQuestion]) -> list[str]:
    """Every question that got less than it should, for an editor: what it wanted and what it got."""
    lines = []
    for question in questions:
        finding = finder.find(question.question)
        result = question.judged(finding)
        if result not in _GOOD:
            got = ", ".join(card for card, _ in finding.ranked[:_OFFERED])
            wanted = ", ".join(sorted(question.gold)) or question.scope
            lines.append(f"{question.id}  {result}: {question.question}\n    wanted {wanted}\n    got {got}")
    return lines
