"""Builds replies about a card from its own text: shorter, simpler, why, sources, certainty."""

import re
from collections.abc import Sequence

from bot.conversation.dates import date_in_words
from bot.conversation.message import Block, Bullets, Buttons, Heading, Message, Paragraph, Span, text
from bot.conversation.paragraphs import paragraphs, words
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library, Source
from bot.features.asking.views.card import sources
from bot.features.shared_actions import SHOW_CARD

_SENTENCE_ENDS = re.compile(r"(?<=[.?])[\"”']?\s+(?=[A-Z\"“'])")
_MOST_QUOTED, _MOST_FIGURES = 2, 3
_YEAR, _FIGURE = re.compile(r"\b(?:19|20)\d\d\b"), re.compile(r"\d|\bper cent\b")


def shorter(card: Card, library: Library) -> Message:
    """The author's simple version, which stands where the first sentence is no answer alone, else that sentence."""
    return Message(card.title, (text(brief(card)), sources(card, library), _more(card)))


def simpler(card: Card, library: Library) -> Message:
    """The same; then what to try, which is an example."""
    blocks: tuple[Block, ...] = (text(brief(card)),)
    if card.tips:
        blocks += (Heading("Try this"), *card.tips)
    return Message(card.title, (*blocks, sources(card, library), _more(card)))


def why(card: Card, library: Library) -> Message:
    """The reason that the card gives: the rest of its opening, or the start of "More"."""
    reason = card.opening[1:] or _first_paragraph(card.more) or ()
    blocks: tuple[Block, ...] = reason or (text("The card gives no reason beyond what it says."),)
    return Message(card.title, (*blocks, sources(card, library), _more(card)))


def origin(card: Card, library: Library) -> Message:
    """The full references, to cite or to check, and how much of each was read."""
    cited_sources = library.sources_of(card)
    introduction = (
        f"This comes from {_counted(len(cited_sources))}. "
        f"The words were written beforehand, and last reviewed on {_day(card)}."
    )
    return Message(
        card.title, (text(introduction), Bullets(tuple(map(_reference, cited_sources))), _more(card))
    )


def certainty(card: Card, library: Library) -> Message:
    """The strength of evidence in words, the card's figures, and how to quote it."""
    names = " and ".join(source.short for source in library.sources_of(card)[:_MOST_QUOTED])
    strength = card.meta.strength
    quote = f"To quote it, name the sources rather than me: {names}." if names else ""
    figures = _figures(card)
    in_figures = (text("In figures:"), Bullets(tuple(map(text, figures)))) if figures else ()
    return Message(card.title, (text(Span(strength, bold=True)), *in_figures, text(quote), _more(card)))


def nearest(card: Card, library: Library, passages: Sequence[Paragraph]) -> Message:
    """What stands on the open card on the question that was asked of it."""
    opening = "On that, the same answer says:"
    return Message(card.title, (text(opening), *passages, sources(card, library), _more(card)))


def _figures(card: Card) -> list[str]:
    """The first sentences that hold a number other than a year."""
    sentences = [
        sentence.strip()
        for paragraph in paragraphs((*card.opening, *card.more))
        for sentence in _SENTENCE_ENDS.split(words(paragraph))
    ]
    return [sentence for sentence in sentences if _FIGURE.search(_YEAR.sub("", sentence))][:_MOST_FIGURES]


def brief(card: Card) -> str:
    return card.meta.plain or _first_sentence(card)


def _first_sentence(card: Card) -> str:
    written = "".join(span.text for span in _first_spans(card.opening))
    return _SENTENCE_ENDS.split(written, maxsplit=1)[0]


def _first_spans(blocks: Sequence[Block]) -> tuple[Span, ...]:
    for block in blocks:
        if isinstance(block, Paragraph):
            return block.spans
        if isinstance(block, Bullets):
            return block.items[0].spans
    return ()


def _first_paragraph(blocks: Sequence[Block]) -> tuple[Block, ...]:
    return tuple(blocks[:1])


def _reference(source: Source) -> Paragraph:
    year = f" ({source.year})" if source.year else ""
    title = Span(source.title, href=source.url or None)
    read = f". {source.note}" if source.note else ""
    return text(f"{source.by}{year}. ", title, read)


def _counted(sources: int) -> str:
    return "one source" if sources == 1 else f"{sources} sources"


def _day(card: Card) -> str:
    return date_in_words(card.meta.reviewed)


def _more(card: Card) -> Buttons:
    return Buttons((SHOW_CARD.button("The whole answer", card.id),))
