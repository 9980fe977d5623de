"""Mending slips of the finger, towards the words that the cards use."""

import re
from collections import Counter
from collections.abc import Iterable
from copy import copy
from pathlib import Path

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

_WORD = re.compile(r"[A-Za-z]{4,}")
_KNOWN = Path(__file__).parent / "minilm" / "vocab.txt"


class Spelling:
    """`texts` are what the cards say; a word is mended only if neither they nor English know it."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._frequency = _words_in(texts)
        self._ours = list(self._frequency)
        self._english = set(_KNOWN.read_text(encoding="utf-8").split())

    def with_texts(self, texts: Iterable[str]) -> "Spelling":
        larger = copy(self)
        larger._frequency = self._frequency + _words_in(texts)
        larger._ours = list(larger._frequency)
        return larger

    def mend(self, text: str) -> str:
        """Unknown words of four letters and more become the nearest of ours: one slip, or two above six letters."""
        return _WORD.sub(lambda match: self._mend_word(match[0]), text)

    def _mend_word(self, word: str) -> str:
        lower = word.lower()
        if lower in self._frequency or lower in self._english:
            return word
        slips = 2 if len(word) > 6 else 1
        near = extract(lower, self._ours, scorer=OSA.distance, score_cutoff=slips, limit=5)
        if not near:
            return word
        fewest = min(distance for _, distance, _ in near)
        nearest = [str(w) for w, distance, _ in near if distance == fewest]
        return max(nearest, key=self._frequency.__getitem__)


def _words_in(texts: Iterable[str]) -> Counter[str]:
    return Counter(w.lower() for text in texts for w in _WORD.findall(text))
