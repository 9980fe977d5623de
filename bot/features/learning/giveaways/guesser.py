"""How often somebody who knows which words right options tend to have, and nothing of the subject, is right.

Naive Bayes over bags of words, with add-one smoothing. A tip's questions are guessed from all other tips,
because its own three share an idea and its words.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from bot.features.learning.tracks import ChoiceQuestion, Tip

_WORD = re.compile(r"[a-z']+|\?")


@dataclass(frozen=True, slots=True)
class Guess:
    """`lead` is how far the guessed option is ahead of the next, in log odds."""

    tip_id: str
    is_right: bool
    lead: float


def guesses(tips: Sequence[Tip]) -> Iterator[Guess]:
    """One for each question, in the order of the tips; of equal options the first."""
    of_each = [_Words.of(tip.questions) for tip in tips]
    everything = _Words(
        right=sum((words.right for words in of_each), Counter[str]()),
        wrong=sum((words.wrong for words in of_each), Counter[str]()),
    )
    for tip, own in zip(tips, of_each, strict=True):
        others = everything.without(own)
        for question in tip.questions:
            odds = [others.log_odds(option) for option in question.options]
            best, second, *_ = sorted(odds, reverse=True)
            yield Guess(tip.id, odds.index(best) == question.answer - 1, best - second)


@dataclass(frozen=True, slots=True)
class _Words:
    """How often each word stands in right and in wrong options."""

    right: Counter[str]
    wrong: Counter[str]

    @classmethod
    def of(cls, questions: Sequence[ChoiceQuestion]) -> "_Words":
        words = cls(Counter(), Counter())
        for question in questions:
            for number, option in enumerate(question.options, 1):
                (words.right if number == question.answer else words.wrong).update(_words(option))
        return words

    def without(self, own: "_Words") -> "_Words":
        return _Words(self.right - own.right, self.wrong - own.wrong)

    def log_odds(self, option: str) -> float:
        """Above 0 where its words are commoner in right options."""
        kinds = len(self.right.keys() | self.wrong.keys())
        shift = log((self.wrong.total() + kinds) / (self.right.total() + kinds)) if kinds else 0.0
        return sum(log((self.right[word] + 1) / (self.wrong[word] + 1)) + shift for word in _words(option))


def _words(option: str) -> list[str]:
    return _WORD.findall(option.lower())
