"""Finds claims in a card that reach further than its sources: credit for too few, negatives of everything."""

import re
from collections.abc import Iterable, Iterator

from bot.features.asking.cards.library import Source

_SENTENCE_END = re.compile(r"(?<=[.?])\s+|\n")
_NOTHING_ANYWHERE = re.compile(
    r"\b(?:no (?:study|trial|source|paper|review|research|evidence|published \w+)"
    r" (?:\w+ ){0,2}?(?:says?|calls?|compares?|counts?|gives?|names?|ranks?|sets?|settles?|shows?|tells|tests?)"
    r"|(?:nobody|no one|none) (?:has|have) (?:\w+ )?"
    r"(?:compared|counted|found|measured|settled|shown|studied|tested|validated))\b",
    re.IGNORECASE,
)
_AS_FAR_AS_WE_READ = re.compile(
    r"\bwe(?:'ve| have| hold)? (?:found|hold|know|no|read)\b|\bour sources\b|\b(?:source|study|trial)s? of ours\b"
    r"|\bin (?:a|the) review\b|\bwording is ours\b",
    re.IGNORECASE,
)
_TWO_NAMES = re.compile(r"\b([A-Z][\w'’-]+) and ([A-Z][\w'’-]+)")
_AND_OTHERS = re.compile(r"\b(?:et al|and others)\b")


def of_everything(text: str) -> Iterator[str]:
    """Sentences that say that no source anywhere says so, though only some were read."""
    for sentence in _SENTENCE_END.split(text):
        if (claim := _NOTHING_ANYWHERE.search(sentence)) and not _AS_FAR_AS_WE_READ.search(sentence):
            yield claim[0]


def credited_to_two(text: str, sources: Iterable[Source]) -> Iterator[str]:
    """Pairs of names that stand for a source of more than two authors."""
    several = [authors for source in sources if len(authors := _authors(source)) > 2]
    for pair in _TWO_NAMES.finditer(text):
        if any(pair[1] == authors[0] and pair[2] in authors for authors in several):
            yield pair[0]


def _authors(source: Source) -> list[str]:
    """Surnames in their order, and "others" where the source names no more."""
    listed = source.by.split(". ")[0]
    names = [name.split()[0] for name in listed.split(",") if name.split()]
    return [*names, "others"] if _AND_OTHERS.search(listed) else names
