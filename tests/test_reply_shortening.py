from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

from bot.app.content_fit import check_all, check_content, too_long
from bot.conversation.message import text
from bot.core.content_files import Fault
from bot.features.asking import content as cards
from bot.features.asking.cards.library import Library
from bot.features.learning import content as tips
from tests.features.learning.tips import tip, tracks_of

TODAY = date(2026, 11, 24)
CONTENT = Path("content")


def test_all_that_is_written_is_sound_and_fits() -> None:
    _, faults = check_content(CONTENT, TODAY)
    assert [fault for fault in faults if not fault.is_warning] == []


def test_a_warning_hides_no_message_that_is_too_long(tmp_path: Path) -> None:
    root = tmp_path / "content"
    copytree(CONTENT, root)
    card = root / "cards" / "role" / "boundaries.md"
    overdue = card.read_text().replace("review_by: 20", "review_by: 19")
    card.write_text(overdue + "\n" + "w" * 30_000)
    _, faults = check_content(root, TODAY)
    assert any(fault.is_warning for fault in faults)
    assert any("Slack has room" in fault.what for fault in faults if fault.path == str(card))


def test_a_warning_hides_no_misplaced_question_and_a_fault_does(tmp_path: Path) -> None:
    root = tmp_path / "content"
    copytree(CONTENT, root)
    card = root / "cards" / "role" / "boundaries.md"
    misplaced = Fault(str(card), 1, "a question fits another card", is_warning=True)
    card.write_text(card.read_text().replace("review_by: 20", "review_by: 19"))
    _, faults = check_all(root, TODAY, lambda: [misplaced])
    assert any("review date has passed" in fault.what for fault in faults)
    assert misplaced in faults
    card.write_text(card.read_text() + "\nCalm!\n")
    assert misplaced not in check_all(root, TODAY, lambda: [misplaced])[1]


def test_what_is_too_long_for_slack_is_a_fault_of_its_file(library: Library) -> None:
    endless = (text("word " * 2100),)
    card_id, card = next(iter(library.cards.items()))
    changed = replace(library, cards=library.cards | {card_id: replace(card, more=endless)})
    (fault,) = too_long(cards.shown(CONTENT, changed, TODAY))
    assert fault.path == f"content/cards/{card_id}.md"
    assert "Slack has room for 10,000" in fault.what
    faults = too_long(tips.shown(CONTENT, tracks_of([replace(tip("everyone/long"), body=endless)])))
    assert {fault.path for fault in faults} == {"content/tracks/everyone/long.md"}


def test_what_is_too_long_for_teams_is_one_too(library: Library) -> None:
    weighty = (text("字" * 9_000),)
    card_id, card = next(iter(library.cards.items()))
    changed = replace(library, cards=library.cards | {card_id: replace(card, more=weighty)})
    (fault,) = too_long(cards.shown(CONTENT, changed, TODAY))
    assert "Teams has room for 25,000" in fault.what
