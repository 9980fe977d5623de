"""Builds an answer in a language model's words. It names the model as the author and links to the card."""

from datetime import date
from itertools import groupby

from bot.conversation.message import Buttons, Message, Paragraph, text
from bot.features.asking.actions import CHOOSE_CARD, MORE, ShownCard
from bot.features.asking.cards.library import Library
from bot.features.asking.rephrasing.outcome import Rephrased, Sentence
from bot.features.asking.views.card import card_buttons, notes, sources

_AS_WRITTEN = "Show the card as written"


def rephrased_message(rephrased: Rephrased, library: Library, today: date) -> Message:
    """With the sources of every cited card. The first is the card that was found."""
    cards = [library.card(card_id) for card_id in rephrased.cards]
    answer_card = cards[0]
    named = " and ".join(f"“{card.title}”" for card in cards)
    attribution = (
        f"A language model worded this from {'the card' if len(cards) == 1 else 'the cards'} {named}."
    )
    as_written = CHOOSE_CARD.button(_AS_WRITTEN, answer_card.id)
    rest = [
        button
        for button in card_buttons(ShownCard(answer_card.id), answer_card, library).buttons
        if button.action != MORE.name
    ]
    return Message(
        answer_card.title,
        (
            *_paragraphs(rephrased),
            text(f"{attribution} Each sentence was checked against its card.", quiet=True),
            *(line for card in cards for line in (sources(card, library), *notes(card, today))),
            Buttons((as_written, *rest)),
        ),
    )


def _paragraphs(rephrased: Rephrased) -> list[Paragraph]:
    """One paragraph per card."""
    grouped = groupby(rephrased.sentences, key=_card_of)
    return [text(" ".join(sentence.text for sentence in several)) for _, several in grouped]


def _card_of(sentence: Sentence) -> str:
    return sentence.card
