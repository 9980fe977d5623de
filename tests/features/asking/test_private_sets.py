"""What is measured on files that are given, and how it is told."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from bot.evaluation.private_sets import EvaluatedSystem, Sets, measure
from bot.evaluation.summary import Row, table
from bot.features.asking.cards.library import Library
from bot.features.asking.distress.detector import DistressDetector
from bot.features.asking.distress.signs import load as load_signs
from bot.features.asking.retrieval.search import Finder

PHRASES_ALONE = DistressDetector(load_signs(Path("content")))


def says_greeting(lines: Sequence[str]) -> Iterator[str]:
    for _ in lines:
        yield json.dumps({"outcome": "conversation", "act": "greeting", "cards": ["a/one"], "why": "said so"})


@pytest.fixture
def subject(library: Library, finder: Finder) -> EvaluatedSystem:
    return EvaluatedSystem(library, finder, PHRASES_ALONE, says_greeting)


def written(folder: Path, name: str, *lines: str) -> Path:
    path = folder / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_what_goes_wrong_is_counted_and_listed(subject: EvaluatedSystem, tmp_path: Path) -> None:
    acts = written(
        tmp_path, "acts", "id\tact\tcontext\ttext\tnote", "1\tgreeting\tnone\they", "2\tbye\tnone\tnight"
    )
    benign = written(tmp_path, "benign", "id\ttext", "1\tbook a room", "2\tI want to die")
    distress = written(tmp_path, "distress", "id\ttext", "1\tI want to die", "2\tbook a room")
    found = measure(Sets(acts=acts, benign=benign, distress=distress), subject)
    assert [(row.name, row.right, row.between, row.wrong) for row in found.rows] == [
        ("conversation", 1, 0, 1),
        ("ordinary lines", 1, 0, 1),
        ("distress", 1, 0, 1),
    ]
    assert found.errors == (
        "conversation: wanted bye | night | greeting a/one (said so)",
        "ordinary, brought the signpost: I want to die",
        "distress, not seen: book a room",
    )


def test_real_questions_are_told_apart_by_whose_they_are(subject: EvaluatedSystem, tmp_path: Path) -> None:
    real = written(
        tmp_path,
        "real",
        "id\tquestion\tscope\tgold\tpartial\tnew",
        "1\twhat does a peer worker do?\tin\trole/what-is-a-peer-worker\t\t",
        "2\twhich cricket team won the test\tout\t\t\t",
    )
    found = measure(Sets(real=real), subject)
    assert [(row.name, row.right, row.of) for row in found.rows] == [
        ("real questions, in scope", 1, 1),
        ("real questions, not ours", 1, 1),
    ]


def test_the_table_gives_what_is_wrong_a_column_as_wide_as_what_is_right() -> None:
    lines = table([Row("some", 3, 0, 1, ("good", "", "bad"))])
    assert lines[0].split() == ["right", "in", "between", "WRONG"]
    assert lines[1].split("  ")[1].startswith("some (4)")
    assert "75.0%" in lines[1] and "25.0%" in lines[1] and "–" in lines[1]
    assert lines[-1] == "  some: right: good; wrong: bad"
    assert table([]) == []
