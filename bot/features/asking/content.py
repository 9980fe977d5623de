"""Checks the cards, conversation lines and crisis lines, and builds each card's short and long message."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.features.asking.actions import ShownCard
from bot.features.asking.cards.check import check as check_cards
from bot.features.asking.cards.library import Library
from bot.features.asking.cards.second_readings import due
from bot.features.asking.conversation import kinds
from bot.features.asking.distress import signpost_check
from bot.features.asking.views.card import card_message
from bot.features.content_report import ContentReport, References, Shown


def check(root: Path, today: date, _: References) -> ContentReport:
    library, faults = check_cards(root, today)
    _kinds, conversation_faults = kinds.read(root)
    unread = due(root, ((card.id, card.meta.questions, card.meta.read) for card in library.cards.values()))
    return ContentReport(
        f"{len(library.cards)} cards",
        [*faults, *unread.warnings(root), *conversation_faults, *signpost_check.check(root)],
        lambda: shown(root, library, today),
        {"cards": library.cards.keys(), "sources": library.sources.keys()},
    )


def shown(root: Path, library: Library, today: date) -> Iterator[Shown]:
    """The messages of each card, short and long."""
    for card_id in library.cards:
        for is_long in (False, True):
            yield root / "cards" / f"{card_id}.md", card_message(ShownCard(card_id, is_long), library, today)
