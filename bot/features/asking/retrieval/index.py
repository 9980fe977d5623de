"""Scores how near a question is to every card and boundary."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.conversation.paragraphs import paragraphs, words
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library
from bot.features.asking.encoder.encoding import Encoding, Vectors
from bot.features.asking.retrieval.learned_metric import Metric
from bot.features.asking.retrieval.lexical import Lexical
from bot.features.asking.retrieval.softmax_regression import SoftmaxRegression

Nearness = NDArray[np.float32]

# Weights of the similarities: the mean of those that fit the cards' own left-out questions best and those
# that fit the development half of the real questions best, which are nearly the same (2026-11-29).
BEST_WEIGHT, LEXICAL_WEIGHT, LEARNED_WEIGHT, PASSAGE_WEIGHT = 0.6, 1.0, 0.05, 0.56
_NEVER = -30.0
# Examples compared with all others at once: 100 MB of cosines.
_AT_A_TIME = 1000


@dataclass(frozen=True, slots=True)
class Near:
    """Similarities of n questions to each target: four arrays of shape (n, targets).

    `best` is the cosine to the best example, `passage` the cosine to the card's text, `lexical` is BM25 and
    `learned` the head's log probability.
    """

    best: Nearness
    passage: Nearness
    lexical: Nearness
    learned: Nearness

    @property
    def score(self) -> Nearness:
        total: Nearness = (
            BEST_WEIGHT * self.best
            + PASSAGE_WEIGHT * self.passage
            + LEXICAL_WEIGHT * self.lexical
            + LEARNED_WEIGHT * self.learned
        ).astype(np.float32)
        return total

    def without(self, target: int) -> "Near":
        """The same with that target excluded."""
        far = np.zeros(self.best.shape[1], dtype=np.float32)
        far[target] = -1
        return Near(self.best + far, self.passage + far, self.lexical + far, self.learned - _NEVER * far)

    def leaving(self, targets: Sequence[int]) -> "Near":
        """The same as if these targets did not exist."""
        parts = (self.best, self.passage, self.lexical, self.learned)
        return Near(*(np.delete(part, list(targets), axis=1) for part in parts)) if targets else self


@dataclass(frozen=True, slots=True)
class Index:
    """Immutable. The first `cards` of `targets` are card ids, the rest boundary names.

    `owner[i]` is the target of a question and `compared[i]` its vector after the metric; rows are sorted by
    owner. `passages[t]` is the vector of a target's text. `examples` are the questions' vectors before the
    metric: for training only, so see `at_rest`. The last `unlearned` cards were added after training.
    """

    targets: tuple[str, ...]
    cards: int
    texts: tuple[str, ...]
    owner: NDArray[np.int32]
    examples: Vectors
    metric: Metric
    compared: Vectors
    passages: Vectors
    lexical: Lexical
    head: SoftmaxRegression
    unlearned: int = 0

    @classmethod
    def over(
        cls,
        library: Library,
        encoder: Encoding,
        vectors: Vectors | None = None,
        head: SoftmaxRegression | None = None,
    ) -> "Index":
        """Indexes the library. `vectors` are those of the examples, then the passages, if known."""
        grouped = examples_of(library)
        count = sum(map(len, grouped.values()))
        known = encoder.encode(texts_of(library)) if vectors is None else vectors
        return cls.of(grouped, len(library.cards), known[:count], known[count:], head)

    @classmethod
    def of(
        cls,
        grouped: Mapping[str, Sequence[str]],
        cards: int,
        examples: Vectors,
        passages: Vectors | None = None,
        head: SoftmaxRegression | None = None,
    ) -> "Index":
        """Indexes texts by target; the first `cards` targets are in scope.

        Without `passages`, the first text of each target is its passage.
        """
        texts = tuple(text for questions in grouped.values() for text in questions)
        owner = np.repeat(np.arange(len(grouped), dtype=np.int32), [len(q) for q in grouped.values()])
        metric = Metric.learned(examples, owner)
        compared = metric.of(examples)
        return cls(
            targets=tuple(grouped),
            cards=cards,
            texts=texts,
            owner=owner,
            examples=examples,
            metric=metric,
            compared=compared,
            passages=compared[_starts(owner)] if passages is None else metric.of(passages),
            lexical=Lexical.over(list(grouped.values())),
            head=head or SoftmaxRegression.trained(compared, owner, len(grouped)),
        )

    def texts_of(self, target: int) -> tuple[str, ...]:
        first, after = np.searchsorted(self.owner, [target, target + 1])
        return self.texts[first:after]

    def with_cards(self, grouped: Mapping[str, Sequence[str]], vectors: Vectors) -> "Index":
        """A larger index with these cards after ours; `vectors` are their texts' in the same order."""
        texts = tuple(text for questions in grouped.values() for text in questions)
        first, count = int((self.owner < self.cards).sum()), len(grouped)
        numbers = np.arange(self.cards, self.cards + count, dtype=np.int32)
        owner = np.repeat(numbers, [len(q) for q in grouped.values()])
        compared = self.metric.of(vectors)
        passages = compared[_starts(owner - np.int32(self.cards))]
        return replace(
            self,
            targets=(*self.targets[: self.cards], *grouped, *self.targets[self.cards :]),
            cards=self.cards + count,
            texts=(*self.texts[:first], *texts, *self.texts[first:]),
            owner=np.concatenate([self.owner[:first], owner, self.owner[first:] + np.int32(count)]),
            compared=np.concatenate([self.compared[:first], compared, self.compared[first:]]),
            passages=np.concatenate([self.passages[: self.cards], passages, self.passages[self.cards :]]),
            lexical=self.lexical.with_documents(self.cards, list(grouped.values())),
            unlearned=self.unlearned + count,
        )

    def at_rest(self) -> "Index":
        """Without the vectors that only training needs: 18 MB."""
        return replace(self, examples=np.empty((0, self.examples.shape[1]), dtype=np.float32))

    def nearest_outside(self) -> float:
        """The highest cosine of an out-of-scope question to a card's question."""
        first = int((self.owner < self.cards).sum())
        return float((self.compared[first:] @ self.compared[:first].T).max(initial=0.0))

    def near(self, questions: Sequence[str], vectors: Vectors) -> Near:
        """Similarities of questions. `vectors` are the encoded `questions`, one row each."""
        turned = self.metric.of(vectors)
        best = self._best(turned @ self.compared.T)
        words = np.stack([self.lexical.scores(q) for q in questions])
        return Near(best, turned @ self.passages.T, words, self._learned(self.head.chances(turned), best))

    def near_left_out(self, rows: NDArray[np.intp] | None = None, learned: Nearness | None = None) -> Near:
        """The similarities of examples to every target, each as if it were not one of its target's examples.

        `rows` are the examples' numbers; all by default. `learned` are their log probabilities by a head that
        was not trained on them. Without them that array is uninformative.
        """
        rows = np.arange(len(self.owner)) if rows is None else rows
        best = [self._best_left_out(batch) for batch in np.array_split(rows, len(rows) // _AT_A_TIME + 1)]
        words = np.stack([self.lexical.scores(self.texts[row], int(self.owner[row])) for row in rows])
        chances = np.zeros_like(words) if learned is None else learned
        return Near(np.concatenate(best), self.compared[rows] @ self.passages.T, words, chances)

    def _best_left_out(self, rows: NDArray[np.intp]) -> Nearness:
        cosines = self.compared[rows] @ self.compared.T
        cosines[np.arange(len(rows)), rows] = -1
        return self._best(cosines)

    def _learned(self, chances: Nearness, best: Nearness) -> Nearness:
        """A card added after training gets the probability of our card with the nearest score."""
        if not self.unlearned:
            return chances
        known = self.cards - self.unlearned
        gaps = np.abs(best[:, known : self.cards, None] - best[:, None, :known])
        alike: Nearness = np.take_along_axis(chances, gaps.argmin(axis=2), axis=1)
        return np.hstack([chances[:, :known], alike, chances[:, known:]])

    def _best(self, cosines: Vectors) -> Nearness:
        best: Nearness = np.maximum.reduceat(cosines, _starts(self.owner), axis=1)
        return best


def _starts(owner: NDArray[np.int32]) -> NDArray[np.intp]:
    return np.flatnonzero(np.diff(owner, prepend=-1))


def examples_of(library: Library) -> dict[str, tuple[str, ...]]:
    """The examples of each target: a card's title and questions, a boundary's questions."""
    cards = examples_of_cards(library.cards.values())
    return cards | {boundary.name: boundary.questions for boundary in library.boundaries.values()}


def texts_of(library: Library) -> tuple[str, ...]:
    """All texts to encode: the examples, then each target's passage."""
    passages = [passage_of(card) for card in library.cards.values()]
    boundaries = [boundary.title for boundary in library.boundaries.values()]
    return (*chain.from_iterable(examples_of(library).values()), *passages, *boundaries)


def passage_of(card: Card) -> str:
    """The title and the opening: the text that answers the question."""
    opening = " ".join(map(words, paragraphs(card.opening)))
    return f"{card.title}. {opening}"


def examples_of_cards(cards: Iterable[Card]) -> dict[str, tuple[str, ...]]:
    return {card.id: (card.title, *card.meta.questions) for card in cards}
