"""Checks a language model's wording against the cards, and returns the first fault. Pure.

If any check fails, the card is shown as written. The checks prefer false alarms, because the card is always a
good replacement.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from itertools import pairwise

from bot.features.asking.rephrasing.outcome import LONGEST_ANSWER, NotRephrasedReason, Sentence
from bot.features.asking.rephrasing.prompt import Sent
from bot.features.asking.rephrasing.vocabulary import NEGATIONS, NUMBERS, ORDINARY, STRONG

_MOST_SENTENCES = 8
_SHORTEST_QUOTE = 3
_IN_CARD, _IN_PASSAGE = 2 / 3, 1 / 2
_STEM = 5

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_NUMBER = re.compile(r"(?<!\w)\w*\d(?:[\d.,:/]*\d)?%?\w*")
_ADDRESS = re.compile(r"(?<!\S)\S*(?:@|//|www\.|\w\.[a-z]{2,})\S*", re.IGNORECASE)
_END = re.compile(r"(?<=[.!?])[\"')]*\s+(?![a-z])|\n")
_ITEM = "- "


def fault_in(sentences: tuple[Sentence, ...], sent: Sent) -> NotRephrasedReason | None:
    """The first fault; None if there is none."""
    words = sum(len(sentence.text.split()) for sentence in sentences)
    if not 1 <= len(sentences) <= _MOST_SENTENCES or words > LONGEST_ANSWER:
        return NotRephrasedReason.WRONG_LENGTH
    if any(sentence.card not in sent.cards for sentence in sentences):
        return NotRephrasedReason.UNKNOWN_CARD
    if sentences[0].card != next(iter(sent.cards)):
        return NotRephrasedReason.OTHER_CARD
    return next(filter(None, (_fault_of(sentence, sent) for sentence in sentences)), None)


def _fault_of(sentence: Sentence, sent: Sent) -> NotRephrasedReason | None:
    card, text = tidy(sent.cards[sentence.card]), tidy(sentence.text)
    passage = passage_of(tidy(sentence.quote), card)
    if passage is None:
        return NotRephrasedReason.WRONG_QUOTE
    return next((why for why, is_faulty in _CHECKS.items() if is_faulty(text, passage, card, sent)), None)


def tidy(text: str) -> str:
    """Normalises spaces, apostrophes and look-alikes, and removes invisible characters; keeps line breaks."""
    seen = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    plain = unicodedata.normalize("NFKC", seen).translate(_QUOTES)
    return "\n".join(filter(None, (" ".join(line.split()) for line in plain.splitlines())))


_QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


def passage_of(quote: str, card: str) -> str | None:
    """The whole sentences that contain the quote, because a cut could reverse the meaning.

    Includes the lead-in of a list item. None if the quote is not in the text.
    """
    quoted = " ".join(quote.split())
    if len(quoted.split()) < _SHORTEST_QUOTE:
        return None
    match = re.search(rf"(?<!\w){re.escape(quoted)}(?!\w)", card.replace("\n", " "))
    if match is None:
        return None
    ends = [0, *(end.end() for end in _END.finditer(card)), len(card)]
    touched = [card[a:b] for a, b in pairwise(ends) if a < match.end() and match.start() < b]
    return " ".join([_lead_in(card[: match.start()]), *touched])


def _lead_in(before: str) -> str:
    """The line with a colon above a list that contains the item."""
    *above, line = before.split("\n")
    last = next((line for line in reversed(above) if not line.startswith(_ITEM)), "")
    return last if line.startswith(_ITEM) and last.endswith(":") else ""


def _has_new_address(text: str, passage: str, card: str, sent: Sent) -> bool:
    return not set(_ADDRESS.findall(text)) <= set(_ADDRESS.findall(passage))


def _has_new_number(text: str, passage: str, card: str, sent: Sent) -> bool:
    return not _numbers(text) <= _numbers(passage)


def _numbers(text: str) -> set[str]:
    return {*_NUMBER.findall(text), *(word for word in _words(text) if word in NUMBERS)}


def _has_new_name(text: str, passage: str, card: str, sent: Sent) -> bool:
    known = {_singular(word) for word in _words(card)}
    written = {word.casefold() for word in _WORD.findall(text) if word[0].isupper()}
    return any(_singular(word) not in known for word in written - ORDINARY)


def _repeats_question(text: str, passage: str, card: str, sent: Sent) -> bool:
    """Whether the wording uses content words that occur only in the question, such as a person's name."""
    only_in_question = _content_stems(tidy(sent.question)) - _content_stems(card)
    return bool(only_in_question & _content_stems(text))


def _changes_negation(text: str, passage: str, card: str, sent: Sent) -> bool:
    """Whether the wording adds or drops a "not", or adds a "must"."""
    text_words, passage_words = _words(text), _words(passage)
    if _negates(text_words) != _negates(passage_words):
        return True
    return bool((text_words & STRONG) - passage_words)


def _negates(words: Iterable[str]) -> bool:
    return any(word in NEGATIONS or word.endswith("n't") for word in words)


def _is_unsupported(text: str, passage: str, card: str, sent: Sent) -> bool:
    stems = _content_stems(text)
    in_card, in_passage = stems & _content_stems(card), stems & _content_stems(passage)
    return not stems or len(in_card) < _IN_CARD * len(stems) or len(in_passage) < _IN_PASSAGE * len(stems)


_CHECKS: Mapping[NotRephrasedReason, Callable[[str, str, str, Sent], bool]] = {
    NotRephrasedReason.NEW_ADDRESS: _has_new_address,
    NotRephrasedReason.NEW_NUMBER: _has_new_number,
    NotRephrasedReason.NEW_NAME: _has_new_name,
    NotRephrasedReason.FROM_QUESTION: _repeats_question,
    NotRephrasedReason.TURNED_ROUND: _changes_negation,
    NotRephrasedReason.UNSUPPORTED: _is_unsupported,
}


def _words(text: str) -> set[str]:
    return {word.casefold() for word in _WORD.findall(text)}


def _content_stems(text: str) -> set[str]:
    """Stems of content words, so that "supports" matches "support"."""
    return {_stem(word) for word in _words(text) if word not in ORDINARY}


def _stem(word: str) -> str:
    return _singular(word)[:_STEM]


def _singular(word: str) -> str:
    return word.removesuffix("'s").rstrip("s")
