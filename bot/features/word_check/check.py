"""Finds words that speak badly of people in a text, with better ways. Pure: it keeps nothing."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.features.word_check.context import CheckedSentence, defined_terms, left_alone, sentences
from bot.features.word_check.entries import LanguageEntry, WordForm, forms_of
from bot.features.word_check.patterns import pattern

_ARTICLE = re.compile(r"\b(an?)(?=\s+(\w))", re.IGNORECASE)
_ARTICLE_FIRST = re.compile(r"(?:an?|the|another|one|some)\s", re.IGNORECASE)
_GROUP = re.compile(r"\$(\d)")
_BEFORE_SHORT = re.compile(r" (?=['’](?:s|re)\b)")


@dataclass(frozen=True, slots=True)
class LanguageFinding:
    """`better` are whole sentences, with the words replaced."""

    entry: LanguageEntry
    words: str
    sentence: str
    at: int
    better: tuple[str, ...]


class Words:
    def __init__(self, entries: Sequence[LanguageEntry]) -> None:
        self.entries = tuple(entries)
        self._forms = forms_of(entries)
        self._unless = {
            entry.id: [pattern(each, any_number=True) for each in entry.unless] for entry in entries
        }

    def check(self, text: str) -> list[LanguageFinding]:
        """Findings in the text's order, without overlaps."""
        quoted, defined = left_alone(text), defined_terms(text)
        findings = [
            finding for sentence in sentences(text) for finding in self._in_sentence(sentence, quoted)
        ]
        return sorted(
            (each for each in findings if defined.isdisjoint(each.words.split())),
            key=lambda finding: finding.at,
        )

    def _in_sentence(
        self, sentence: CheckedSentence, quoted: Iterable[tuple[int, int]]
    ) -> Iterator[LanguageFinding]:
        if sentence.is_about_words or sentence.is_legal:
            return
        taken: list[tuple[int, int]] = []
        for form, match in self._matches(sentence.text):
            begin, end = match.span()
            at = sentence.start + begin
            is_quoted = any(first <= at < last for first, last in quoted)
            if (
                is_quoted
                or (not form.entry.figurative and sentence.is_own(begin))
                or (sentence.is_denied(begin) and not _hurts_denied(form.entry, match))
                or any(begin < last and first < end for first, last in taken)
            ):
                continue
            if any(each.search(sentence.text) for each in self._unless[form.entry.id]):
                continue
            taken.append((begin, end))
            better = tuple(_replaced(sentence.text, match, way) for way in form.ways)
            yield LanguageFinding(
                form.entry, _in_a_line(match.group()), _in_a_line(sentence.text), at, better
            )

    def _matches(self, text: str) -> list[tuple[WordForm, re.Match[str]]]:
        """The longest first."""
        matches = [(form, match) for form in self._forms for match in form.found_in(text)]
        return sorted(
            matches,
            key=lambda found_form: (found_form[1].start() - found_form[1].end(), found_form[1].start()),
        )


def _hurts_denied(entry: LanguageEntry, match: re.Match[str]) -> bool:
    """Whether the words also hurt where a sentence denies them, as a noun for a person with its article does."""
    return entry.even_denied or _ARTICLE_FIRST.match(match.group()) is not None


def _replaced(sentence: str, match: re.Match[str], way: str) -> str:
    words = _GROUP.sub(lambda group: _lowered(match, int(group[1])), way)
    words = _BEFORE_SHORT.sub("", " ".join(words.split()))
    if match.group()[:1].isupper():
        words = words[:1].upper() + words[1:]
    before, after = sentence[: match.start()], sentence[match.end() :]
    if before.endswith(" ") and re.search(r"\b(?:a|an) $", before, re.IGNORECASE):
        before = _ARTICLE.sub(lambda article: _fitting(article[1], words[:1]), before[:-1] + " " + words[:1])[
            :-1
        ]
    return _in_a_line(f"{before}{words}{after}")


def _in_a_line(words: str) -> str:
    return " ".join(words.split())


def _lowered(match: re.Match[str], group: int) -> str:
    """The group's match, without the capital that only the sentence's beginning gave it."""
    words = match.group(group) or ""
    heads = match.start(group) == match.start() and words[1:2].islower()
    return words[:1].lower() + words[1:] if heads else words


def _fitting(article: str, letter: str) -> str:
    fitting = "an" if letter.lower() in "aeiou" else "a"
    return fitting.capitalize() if article[0].isupper() else fitting
