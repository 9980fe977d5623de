"""Appends crisis lines to the card on support for oneself, however it is reached."""

from collections.abc import Sequence
from dataclasses import replace

from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.distress.signposts import CrisisLine, Signposts, places

SUPPORT_FOR_ONESELF = "bot/personal-support"


def with_lines(
    snapshot: CardSnapshot, signposts: Signposts, staff_support: Sequence[CrisisLine]
) -> CardSnapshot:
    """A snapshot in which that card's tips are followed by the country's lines and the organisation's own."""
    library = snapshot.library
    card = library.cards.get(SUPPORT_FOR_ONESELF)
    if card is None:
        return snapshot
    ending = replace(card, tips=(*card.tips, *places(signposts, staff_support)))
    return replace(snapshot, library=replace(library, cards=library.cards | {card.id: ending}))
