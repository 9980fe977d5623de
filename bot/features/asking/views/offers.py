"""Builds an offer of at most three card titles to choose from."""

from collections.abc import Sequence

from bot.conversation.message import Buttons, Message, saying, text
from bot.features.asking.actions import CHOOSE_CARD, INSERT_CARD, NONE_OF_THESE
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library

_UNSURE = "I'm not sure which of these you mean."


def offer(cards: Sequence[str], question: str, library: Library, opening: str = _UNSURE) -> Message:
    """At most three titles, and a button for "none of these"."""
    choices = tuple(CHOOSE_CARD.button(library.card(card).title, card) for card in cards)
    none = NONE_OF_THESE.button("None of these", question)
    return Message(opening, (text(opening, " Pick the one that is closest."), Buttons((*choices, none))))


def to_insert(cards: Sequence[Card]) -> Message:
    """The closest cards, as buttons that give each to insert into one's own message."""
    buttons = Buttons(tuple(INSERT_CARD.button(card.title, card.id) for card in cards))
    return Message("Answers that you can insert", (buttons,))


INSERT_WHAT = saying("Type a few words of a question about peer work.")
NOTHING_TO_INSERT = saying(
    "I have no reviewed answer to that. Ask me in our own chat, and I can put it to a person."
)
