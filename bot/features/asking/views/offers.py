"""Builds an offer of at most three card titles to choose from."""

from collections.abc import Sequence

from bot.conversation.message import Button, Buttons, Message, text
from bot.features.asking.cards.library import Library

_UNSURE = "I'm not sure which of these you mean."


def offer(cards: Sequence[str], question: str, library: Library, opening: str = _UNSURE) -> Message:
    """At most three titles, and a button for "none of these"."""
    choices = tuple(Button(library.card(card).title, "card.choose", card) for card in cards)
    none = Button("None of these", "ask.none-of-these", question)
    return Message(opening, (text(opening, " Pick the one that is closest."), Buttons((*choices, none))))
