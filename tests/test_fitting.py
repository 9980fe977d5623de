from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.conversation.message import text
from bot.fitting import check
from bot.knowledge.library import Library
from bot.learning.tracks import load
from tests.learning.tips import tip, tracks_of

TODAY = date(2026, 11, 24)
CONTENT = Path("content")


def test_all_that_is_written_fits(library: Library) -> None:
    assert check(CONTENT, library, load(CONTENT), TODAY) == []


def test_what_is_too_long_for_slack_is_a_fault_of_its_file(library: Library) -> None:
    endless = (text("word " * 2100),)
    card_id, card = next(iter(library.cards.items()))
    cards = replace(library, cards=library.cards | {card_id: replace(card, more=endless)})
    (fault,) = check(CONTENT, cards, tracks_of([]), TODAY)
    assert fault.path == f"content/cards/{card_id}.md"
    assert "Slack has room for 10,000" in fault.what
    faults = check(CONTENT, library, tracks_of([replace(tip("everyone/long"), body=endless)]), TODAY)
    assert {fault.path for fault in faults} == {"content/tracks/everyone/long.md"}


def test_what_is_too_long_for_teams_is_one_too(library: Library) -> None:
    weighty = (text("字" * 9_000),)
    card_id, card = next(iter(library.cards.items()))
    cards = replace(library, cards=library.cards | {card_id: replace(card, more=weighty)})
    (fault,) = check(CONTENT, cards, tracks_of([]), TODAY)
    assert "Teams has room for 25,000" in fault.what
