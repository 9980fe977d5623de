"""Peer workers read the cards on a page, and what they say comes back as changes."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.commands.cli import app
from bot.core.settings import Settings
from bot.features.asking.actions import ShownCard
from bot.features.asking.cards.check import check
from bot.features.asking.cards.library import load
from bot.features.asking.cards.second_readings import fingerprint, short_text
from bot.features.asking.views.card import card_message
from tests.features.asking.cards.test_check import content

__all__ = ["content"]

_TODAY = date(2026, 11, 23)
_EDITED = "A truer answer.\n\n## Try this\n\n- Do it together."


def one(content: Path) -> Path:
    return content / "cards" / "role" / "one.md"


def run(content: Path, *command: str) -> Any:
    return CliRunner().invoke(app, ["cards", *command], obj=Settings(content=content))


def returned(content: Path, known_as: str = "", agrees: bool = False, **said: str) -> Path:
    questions = load(content).cards["role/one"].meta.questions
    comment = {"id": "role/one", "of": fingerprint(questions, short_text(one(content)))} | said
    path = content / "comments.json"
    path.write_text(json.dumps({"known_as": known_as, "agrees": agrees, "cards": [comment]}))
    return path


def test_every_card_stands_on_a_page_with_room_for_a_verdict(content: Path) -> None:
    assert run(content, "review", str(content / "pages")).exit_code == 0
    page = (content / "pages" / "cards-all-01.html").read_text()
    assert page.count("<textarea") == 4
    assert "An answer." in page
    assert "Why." not in page
    assert "http" not in page


def test_twelve_cards_make_a_page_of_ten_and_one_of_two(content: Path) -> None:
    for number in range(10):
        (content / "cards" / "role" / f"more-{'abcdefghij'[number]}.md").write_text(one(content).read_text())
    run(content, "review", str(content / "pages"))
    pages = sorted((content / "pages").iterdir())
    assert [page.read_text().count("data-card=") for page in pages] == [10, 2]


def test_what_a_card_says_never_becomes_markup_on_the_page(content: Path) -> None:
    one(content).write_text(one(content).read_text().replace("title: A card", "title: <script>x</script>"))
    run(content, "review", str(content / "pages"))
    assert "<script>x" not in (content / "pages" / "cards-all-01.html").read_text()


def test_a_returned_file_only_shows_what_would_change(content: Path) -> None:
    before = one(content).read_text()
    said = run(content, "apply", str(returned(content, verdict="change", comment="Too cold", text=_EDITED)))
    assert "Too cold" in said.output
    assert "+A truer answer." in said.output
    assert "nothing written" in said.output
    assert one(content).read_text() == before


def test_written_changes_touch_the_short_text_and_nothing_else(content: Path) -> None:
    before = one(content).read_text()
    run(content, "apply", str(returned(content, verdict="change", text=_EDITED)), "--write")
    after = one(content).read_text()
    assert short_text(one(content)) == _EDITED
    assert after.split("---\n")[1] == before.split("---\n")[1]
    assert after.endswith("\n## More\n\nWhy.\n")
    assert check(content, _TODAY)[1] == []


def test_a_reader_is_named_only_with_consent_and_in_their_own_words(content: Path) -> None:
    run(content, "apply", str(returned(content, "Tavita, a peer worker", verdict="good")), "--write")
    assert load(content).cards["role/one"].meta.together == ()
    run(content, "apply", str(returned(content, "Tavita, a peer worker", True, verdict="good")), "--write")
    library = load(content)
    shown = card_message(ShownCard("role/one"), library, _TODAY)
    assert "Checked with Tavita, a peer worker." in str(shown)


def test_nobody_is_named_on_a_card_that_they_found_unsafe(content: Path) -> None:
    run(content, "apply", str(returned(content, "Tavita", True, verdict="unsafe", comment="No")), "--write")
    assert load(content).cards["role/one"].meta.together == ()


def test_a_card_that_changed_since_it_was_printed_is_left_alone(content: Path) -> None:
    file = returned(content, verdict="change", text=_EDITED)
    one(content).write_text(one(content).read_text().replace("An answer.", "Another answer."))
    assert "read it anew" in run(content, "apply", str(file), "--write").output
    assert short_text(one(content)).startswith("Another answer.")


@pytest.mark.parametrize("line", ["---", "## More"])
def test_a_text_that_would_break_the_file_is_refused(content: Path, line: str) -> None:
    before = one(content).read_text()
    file = returned(content, verdict="change", text=f"An answer.\n{line}\nowner: me")
    assert "has no place" in run(content, "apply", str(file), "--write").output
    assert one(content).read_text() == before


def test_a_file_of_something_else_is_refused_in_words(content: Path) -> None:
    file = content / "other.json"
    file.write_text('{"cards": [{"id": "../../etc/passwd", "of": "0"}]}')
    result = run(content, "apply", str(file))
    assert result.exit_code == 2
    assert "not a file of comments" in result.output.replace("│", "").replace("\n", " ")
