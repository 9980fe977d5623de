"""Measures the check of words: recall on sentences that speak badly of people, wrong flags on real pages."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from bot.evaluation.measures import Share
from bot.features.word_check.check import LanguageFinding, Words
from bot.features.word_check.documents import text_of

PageWords = tuple[str, str]
"""A page's file name without its ending, and the words flagged on it, in small letters."""


class Judgement(StrEnum):
    """A reader's: whether the words, where they stand, speak badly of somebody and the better ways fit."""

    RIGHT = "right"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Flag:
    page: str
    finding: LanguageFinding
    judgement: Judgement | None


@dataclass(frozen=True, slots=True)
class PageFlags:
    count: int
    words: int
    flags: tuple[Flag, ...]

    def per_thousand(self, judgement: Judgement | None) -> float:
        return 1000 * sum(flag.judgement is judgement for flag in self.flags) / max(1, self.words)


def recall(words: Words, sentences: Sequence[str]) -> Share:
    return Share(sum(bool(words.check(sentence)) for sentence in sentences), len(sentences))


def missed(words: Words, sentences: Sequence[str]) -> list[str]:
    return [sentence for sentence in sentences if not words.check(sentence)]


def judgements_in(path: Path) -> Mapping[PageWords, Judgement]:
    """Tab-separated, with a header: page, words, judgement. ValueError for another judgement."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader((line for line in file if not line.startswith("#")), delimiter="\t")
        return {(row["page"], row["words"].lower()): Judgement(row["judgement"]) for row in rows}


def measure(words: Words, folder: Path, judged: Mapping[PageWords, Judgement]) -> PageFlags:
    """Over each document in the folder, as the check itself reads it."""
    files = sorted(path for path in folder.iterdir() if path.is_file())
    counted, flags = 0, list[Flag]()
    for path in files:
        text = text_of(path.name, path.read_bytes())
        counted += len(text.split())
        flags += (
            Flag(path.stem, finding, judged.get((path.stem, finding.words.lower())))
            for finding in words.check(text)
        )
    return PageFlags(len(files), counted, tuple(flags))


def report(pages: PageFlags) -> list[str]:
    """Every flag in its sentence, then the counts."""
    lines = [
        f"{flag.judgement or 'NOT JUDGED'}\t{flag.page}\t{flag.finding.words}\t{flag.finding.entry.id}\t"
        f"{' '.join(flag.finding.sentence.split())}"
        for flag in pages.flags
    ]
    rates = (f"{name} {pages.per_thousand(which):.2f}" for name, which in _RATES)
    return [
        *lines,
        f"{pages.count} pages, {pages.words} words, {len(pages.flags)} flags. In 1,000 words: {', '.join(rates)}",
    ]


_RATES = (("right", Judgement.RIGHT), ("WRONG", Judgement.WRONG), ("not judged", None))
