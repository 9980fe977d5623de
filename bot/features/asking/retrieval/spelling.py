"""Corrects typing errors in a question, towards the words that the cards use."""

import re
from collections import Counter
from collections.abc import Iterable
from copy import copy

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.features.asking.encoder.embedding import VOCABULARY

_WORD = re.compile(r"[A-Za-z]{4,}")
_ENDINGS = ("s", "es", "d", "ed", "ing", "er", "ly", "ness", "ment", "able")
_BEGINNINGS = ("re", "un", "non", "over", "under", "dis", "mis")
_SHORTEST = 4
_SHORTEST_PART = 4
_OFTEN = 20


class Spelling:
    """`texts` are the cards' texts.

    A word is corrected only if neither they nor the English word list has it.
    """

    def __init__(self, texts: Iterable[str], *, most_slips: int = 2) -> None:
        self._most_slips = most_slips
        self._frequency = _words_in(texts)
        self._ours = list(self._frequency)
        known = VOCABULARY.read_text(encoding="utf-8").split()
        self._english = {word for word in known if len(word) >= _SHORTEST and word.isalpha()}

    def with_texts(self, texts: Iterable[str]) -> "Spelling":
        larger = copy(self)
        larger._frequency = self._frequency + _words_in(texts)
        larger._ours = list(larger._frequency)
        return larger

    def mend(self, text: str) -> str:
        """Replaces unknown words by the nearest card word.

        Words of four letters or more may have one error, and two above six letters, or `most_slips`.
        """
        return _WORD.sub(lambda match: self._mend_word(match[0]), text)

    def _mend_word(self, word: str) -> str:
        lower = word.lower()
        if lower in self._frequency or self._is_english(lower):
            return word
        if two := self._run_together(lower):
            return two
        slips = min(self._most_slips, 2 if len(word) > 6 else 1)
        near = extract(lower, self._ours, scorer=OSA.distance, score_cutoff=slips, limit=5)
        if not near:
            return word
        fewest = min(distance for _, distance, _ in near)
        nearest = [str(w) for w, distance, _ in near if distance == fewest]
        return max(nearest, key=self._frequency.__getitem__)

    def _run_together(self, word: str) -> str:
        """Splits two card words typed without a space, as in "peerworker". Empty if it is no such word."""
        cuts = range(_SHORTEST_PART, len(word) - _SHORTEST_PART + 1)
        pairs = [(word[:cut], word[cut:]) for cut in cuts]
        known = [pair for pair in pairs if all(self._frequency[part] >= _OFTEN for part in pair)]
        return " ".join(max(known, key=lambda pair: min(map(self._frequency.__getitem__, pair)), default=()))

    def _is_english(self, word: str) -> bool:
        """Whether it is English, also with an unlisted prefix or ending: "placements", "retaken"."""
        stems = {
            word,
            *(word.removesuffix(end) for end in _ENDINGS),
            *(word.removeprefix(b) for b in _BEGINNINGS),
        }
        stems |= {f"{stem}e" for stem in stems if stem != word}
        return any(len(stem) >= _SHORTEST and stem in self._english for stem in stems)


def _words_in(texts: Iterable[str]) -> Counter[str]:
    return Counter(w.lower() for text in texts for w in _WORD.findall(text))
