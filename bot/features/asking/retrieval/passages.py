"""Finds the passage of a card that is nearest to a question: a paragraph, or a point of a list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.conversation.message import Block, Bullets, Paragraph, Span
from bot.conversation.paragraphs import words
from bot.features.asking.cards.cards import Card
from bot.features.asking.encoder.encoding import Encoding, Vectors
from bot.features.asking.retrieval.lexical import content_words

# What the words of the question that stand in the passage add to both cosines, if all do.
_SHARED_WORDS = 0.4
# The least score of a passage that is shown, and how far behind the first the second may be. Of the follow-ups to an
# open card in 450 turns of strangers, most passages below it were beside the point (2026-11-30). One that only helps to
# choose between cards may be farther.
NEAR, NEAR_ENOUGH_TO_CHOOSE, _AS_NEAR = 0.65, 0.5, 0.3
# What is shown first was written to be read first.
_WRITTEN_FIRST = 0.15
_MOST = 2
_QUOTES = '"'
# A paragraph that ends otherwise stands before a list, and says nothing without it.
_SENTENCE_ENDS = (".", "?", "!", '"', ")")

# Two bytes a number: 3.5 MB for 230 cards.
HalfVectors = NDArray[np.float16]


class _EncodedQuestion(NamedTuple):
    vector: Vectors
    words: set[str]


@dataclass(frozen=True, slots=True)
class CardPassages:
    """`vectors` has one row for each paragraph: first the opening's, then those of "Try this", then the others."""

    paragraphs: tuple[Paragraph, ...]
    vectors: HalfVectors
    opening: int
    tips: int

    def scores(self, question: _EncodedQuestion) -> Vectors:
        """One a paragraph: the sum of both cosines, and a share for words in common."""
        shared = [len(question.words & _words(paragraph)) for paragraph in self.paragraphs]
        weight = np.float32(_SHARED_WORDS / (len(question.words) or 1))
        return self.vectors.astype(np.float32) @ question.vector + weight * np.array(shared, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Passages:
    """Pure. Without an encoder it has no passages."""

    encoder: Encoding | None = None
    of_cards: Mapping[str, CardPassages] = field(default_factory=dict)

    def nearest(self, card_id: str, question: str, least: float = NEAR) -> tuple[Paragraph, ...]:
        """At most two passages of the card with that score, nearest first."""
        return self.nearest_of([card_id], question, least)[card_id]

    def nearest_of(
        self, cards: Sequence[str], question: str, least: float = NEAR
    ) -> dict[str, tuple[Paragraph, ...]]:
        """The same of each card; the question is encoded once."""
        encoded = self._read(question)
        return {card_id: self._nearest(card_id, encoded, least) for card_id in cards}

    def words_to_say(self, card_id: str, question: str) -> tuple[Paragraph, ...]:
        """The two points of "Try this" that are nearest, of those with a quotation if there are any."""
        of_card = self.of_cards.get(card_id)
        if of_card is None:
            return ()
        scores = of_card.scores(self._read(question))
        tips = range(of_card.opening, of_card.opening + of_card.tips)
        quoting = [i for i in tips if _QUOTES in words(of_card.paragraphs[i])] or list(tips)
        return tuple(of_card.paragraphs[i] for i in sorted(quoting, key=lambda i: -scores[i])[:_MOST])

    def with_cards(self, cards: Sequence[Card]) -> "Passages":
        """Adds an organisation's own cards."""
        if self.encoder is None:
            return self
        return Passages(
            self.encoder, {**self.of_cards, **of_cards(cards, self.encoder.encode(texts_of(cards)))}
        )

    def _nearest(self, card_id: str, question: _EncodedQuestion, least: float) -> tuple[Paragraph, ...]:
        of_card = self.of_cards.get(card_id)
        if of_card is None:
            return ()
        scores = of_card.scores(question)
        scores[: of_card.opening + of_card.tips] += _WRITTEN_FIRST
        order = np.argsort(-scores, kind="stable")[:_MOST]
        nearly_best = float(scores.max(initial=least)) - _AS_NEAR
        return tuple(of_card.paragraphs[i] for i in order if scores[i] >= max(least, nearly_best))

    def _read(self, question: str) -> _EncodedQuestion:
        content = set(content_words(question, synonyms_as_one=True))
        vector = self.encoder.encode([question])[0] if self.encoder else np.empty(0, dtype=np.float32)
        return _EncodedQuestion(vector, content)


def texts_of(cards: Iterable[Card]) -> list[str]:
    """The passages of all cards, in the order that `of_cards` expects their vectors in."""
    return [words(paragraph) for card in cards for paragraph in _paragraphs_of(card)]


def of_cards(cards: Iterable[Card], vectors: Vectors | HalfVectors) -> dict[str, CardPassages]:
    """`vectors`: a row for each of `texts_of(cards)`."""
    passages, first = {}, 0
    for card in cards:
        paragraphs = tuple(_paragraphs_of(card))
        rows: HalfVectors = vectors[first : first + len(paragraphs)].astype(np.float16)
        opening, tips = (len(list(_paragraphs(part))) for part in (card.opening, card.tips))
        passages[card.id] = CardPassages(paragraphs, rows, opening, tips)
        first += len(paragraphs)
    return passages


def _paragraphs_of(card: Card) -> Iterator[Paragraph]:
    return _paragraphs((*card.opening, *card.tips, *card.more))


def _paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """A point of a list has the words that introduce the list before it: "Peer workers do not: restrain"."""
    introduction: tuple[Span, ...] = ()
    for block in blocks:
        match block:
            case Bullets(items=items):
                yield from (Paragraph((*introduction, *item.spans)) for item in items)
                introduction = ()
            case Paragraph() if words(block).endswith(_SENTENCE_ENDS):
                yield block
                introduction = ()
            case Paragraph():
                introduction = (*block.spans, Span(" "))
            case _:
                introduction = ()


def _words(paragraph: Paragraph) -> set[str]:
    return set(content_words(words(paragraph), synonyms_as_one=True))
