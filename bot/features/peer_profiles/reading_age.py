"""Estimates from which age on a text can be read. Pure.

The Automated Readability Index: 4.71 letters a word + 0.5 words a sentence - 21.43 is a US school grade (E. A. Smith
and R. J. Senter, Automated Readability Index, AMRL-TR-66-220, 1967). It counts letters and no syllables, so it needs no
dictionary, and everybody gets the same figure. It knows nothing of how common a word is.
"""

import re

AGE_ON_THE_PAGE = 12
FEWEST_WORDS = 30
"""Below these the index says more of chance than of the text."""

_LETTERS_A_WORD, _WORDS_A_SENTENCE, _BEGIN = 4.71, 0.5, 21.43
# Pupils of a grade turn so many years more than its number: those of the sixth are eleven, then twelve.
_OLDER = 6

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SENTENCE_END = re.compile(r"[.!?]+(?=\s|$)|\n+")


def reading_age(text: str) -> float:
    """In years. 0 for a text without words."""
    words: list[str] = _WORD.findall(text)
    if not words:
        return 0
    sentences = sum(bool(_WORD.search(part)) for part in _SENTENCE_END.split(text))
    letters = sum(character.isalnum() for word in words for character in word)
    grade = _LETTERS_A_WORD * letters / len(words) + _WORDS_A_SENTENCE * len(words) / sentences - _BEGIN
    return grade + _OLDER


def is_hard_for_the_page(text: str) -> bool:
    """Whether the text's reading age is above the page's. False for a text that is too short to judge."""
    return len(_WORD.findall(text)) >= FEWEST_WORDS and reading_age(text) > AGE_ON_THE_PAGE
