from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.core.settings import Settings
from bot.features.asking.cards.library import load
from bot.features.asking.cards.second_readings import Reading, due, fingerprint, record, short_text
from bot.features.asking.content import check
from tests.features.asking.cards.test_check import content

__all__ = ["content"]


def one(content: Path) -> Path:
    return content / "cards" / "role" / "one.md"


def do(content: Path, *command: str, typed: str = "") -> str:
    settings = Settings(content=content)
    result = CliRunner().invoke(app, ["cards", "read", *command], obj=settings, input=typed)
    assert result.exit_code == 0, result.output
    return result.output


def test_questions_and_the_short_text_stand_side_by_side_without_more(content: Path) -> None:
    shown = do(content, "role/one")
    assert "a a a" in shown
    assert "An answer." in shown
    assert "Do it." in shown
    assert "Why." not in shown


def test_a_verdict_is_recorded_with_reader_and_day_and_the_card_stays_readable(content: Path) -> None:
    before = one(content).read_text()
    said = do(content, "role/one", "--by", "Ana", "--unanswered", "2,14")
    assert "12 of 14 answered, read by Ana" in said
    reading = load(content).cards["role/one"].meta.read
    assert reading is not None
    assert (reading.by, reading.unanswered) == ("Ana", ("b b b", "n n n"))
    assert before.split("---\n")[2] == one(content).read_text().split("---\n")[2]


def test_a_person_who_gives_no_numbers_is_asked_for_them(content: Path) -> None:
    assert "14 of 14 answered" in do(content, "role/one", "--by", "Ana", typed="\n")


def test_a_second_verdict_takes_the_place_of_the_first(content: Path) -> None:
    do(content, "role/one", "--by", "Ana", "--unanswered", "1")
    do(content, "role/one", "--by", "Ben", "--unanswered", "")
    reading = load(content).cards["role/one"].meta.read
    assert reading is not None
    assert (reading.by, reading.unanswered) == ("Ben", ())


def test_a_number_that_is_no_question_is_refused_and_nothing_recorded(content: Path) -> None:
    settings = Settings(content=content)
    command = ["cards", "read", "role/one", "--by", "Ana", "--unanswered", "15"]
    assert CliRunner().invoke(app, command, obj=settings).exit_code == 2
    assert load(content).cards["role/one"].meta.read is None


@pytest.mark.parametrize(
    ("old", "new", "is_due"),
    [
        ("An answer.", "Another answer.", True),
        ("  - a a a", "  - a new one", True),
        ("Why.", "Because.", False),
        ("strength: Sure enough.", "strength: Quite sure.", False),
    ],
)
def test_a_card_is_due_again_when_its_short_text_or_questions_changed(
    content: Path, old: str, new: str, is_due: bool
) -> None:
    do(content, "role/one", "--by", "Ana", "--unanswered", "")
    one(content).write_text(one(content).read_text().replace(old, new))
    meta = load(content).cards["role/one"].meta
    found = due(content, [("role/one", meta.questions, meta.read)])
    assert ("role/one" in found.changed) is is_due


def test_what_is_due_is_listed_with_counts(content: Path) -> None:
    do(content, "role/one", "--by", "Ana", "--unanswered", "")
    listed = do(content)
    assert "1 of 2 cards: a second reader found every question answered." in listed
    assert "role/other" in listed
    assert '"never": ["role/other"]' in do(content, "--json")


def test_a_question_with_a_colon_survives_being_recorded(content: Path) -> None:
    path = one(content)
    path.write_text(path.read_text().replace("  - a a a", '  - "safety: who is told"'))
    questions = load(content).cards["role/one"].meta.questions
    of = fingerprint(questions, short_text(path))
    record(path, Reading(by="Ana", day=date(2026, 11, 28), of=of, unanswered=(questions[0],)))
    reading = load(content).cards["role/one"].meta.read
    assert reading is not None
    assert reading.unanswered == ("safety: who is told",)


def test_the_check_warns_how_many_cards_nobody_else_has_read_as_they_are_now(content: Path) -> None:
    other = content / "cards" / "role" / "other.md"
    assert _warnings(content) == ["2 cards had no second reader."]
    for path in (one(content), other):
        record(path, Reading(by="Ana", day=date(2026, 11, 21), of=_now(content, path)))
    assert _warnings(content) == []
    other.write_text(other.read_text().replace("An answer.", "Another answer."))
    assert _warnings(content) == ["1 cards changed after a second reader read them."]


def _warnings(content: Path) -> list[str]:
    return [f.what for f in check(content, date(2026, 11, 23), {}).faults if f.is_warning]


def _now(content: Path, path: Path) -> str:
    return fingerprint(load(content).cards[f"role/{path.stem}"].meta.questions, short_text(path))
