"""Builds an offer of at most three card titles to choose from."""

from collections.abc import Mapping, Sequence
from textwrap import shorten

from bot.conversation.message import Bullets, Buttons, Message, Paragraph, Span, saying, text
from bot.conversation.paragraphs import words
from bot.features.asking.actions import CHOOSE_CARD, INSERT_CARD, NONE_OF_THESE
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library

_UNSURE = "I'm not sure which of these you mean."
# Characters of a passage beside its title.
_LONGEST = 220

Near = Mapping[str, Sequence[Paragraph]]
_NOTHING_NEAR: Near = {}


def offer(
    cards: Sequence[str], question: str, library: Library, opening: str = _UNSURE, near: Near = _NOTHING_NEAR
) -> Message:
    """At most three titles with what each card says nearest to the question, and a button for "none of these".

    `near` are the passages of each card that are near it.
    """
    choices = tuple(CHOOSE_CARD.button(library.card(card).title, card) for card in cards)
    none = NONE_OF_THESE.button("None of these", question)
    lines = (
        tuple(_line(library.card(card), near.get(card, ())) for card in cards) if any(near.values()) else ()
    )
    passages = (Bullets(lines),) if lines else ()
    return Message(
        opening, (text(opening, " Pick the one that is closest."), *passages, Buttons((*choices, none)))
    )


def _line(card: Card, passages: Sequence[Paragraph]) -> Paragraph:
    """Titles stand in the order of the buttons, with or without a passage: "the second one" is the second of both."""
    if not passages:
        return text(Span(card.title, bold=True))
    return text(Span(f"{card.title}: ", bold=True), shorten(words(passages[0]), _LONGEST, placeholder=" …"))


def to_insert(cards: Sequence[Card]) -> Message:
    """The closest cards, as buttons that give each to insert into one's own message."""
    buttons = Buttons(tuple(INSERT_CARD.button(card.title, card.id) for card in cards))
    return Message("Answers that you can insert", (buttons,))


INSERT_WHAT = saying("Type a few words of a question about peer work.")
NOTHING_TO_INSERT = saying(
    "I have no reviewed answer to that. Ask me in our own chat, and I can put it to a person."
)
