"""Parses a search sentence such as "someone who speaks Polish and knows about voices". Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.features.peer_profiles.vocabulary import DirectoryVocabulary


@dataclass(frozen=True, slots=True)
class SoughtThing:
    """One thing asked for. `languages` are the languages named in it; `meanings` are the groups of its words.

    `is_language`: only an entry's languages can match it, even a language that we don't know. `is_clear`: its
    meanings cover all its words.
    """

    words: str
    is_language: bool
    languages: frozenset[str] = frozenset()
    meanings: frozenset[str] = frozenset()
    is_clear: bool = False


@dataclass(frozen=True, slots=True)
class QueryParser:
    """`mend` writes out chat spelling and corrects slips of the pen."""

    vocabulary: DirectoryVocabulary
    mend: Callable[[str], str]

    def read(self, sentence: str) -> tuple[SoughtThing, ...]:
        return parse_query(self.mend(sentence), self.vocabulary)


def parse_query(sentence: str, vocabulary: DirectoryVocabulary) -> tuple[SoughtThing, ...]:
    """The first things that are asked for, one at a time, without the words that people put round them."""
    sought = list[SoughtThing]()
    is_language = False
    for part in filter(None, _BETWEEN.split(_spelled_out(sentence.lower()))):
        is_language = bool(_SPEAKS.search(part)) or (is_language and not _VERB.search(part))
        sought += _sought(part, is_language=is_language, vocabulary=vocabulary)
    return tuple(dict.fromkeys(sought))[:_MOST]


def _sought(part: str, *, is_language: bool, vocabulary: DirectoryVocabulary) -> Iterator[SoughtThing]:
    spoken = vocabulary.languages.find(part)
    names = spoken.names if is_language else spoken.names - _EVERYBODYS
    for name in sorted(names):
        yield SoughtThing(name, is_language=True, languages=frozenset({name}))
    rest = spoken.rest if names else part
    if words := _bare(rest):
        meaning = vocabulary.meanings.find(rest)
        is_clear = bool(meaning.names) and not _bare(meaning.rest)
        yield SoughtThing(
            words, is_language and not names and not meaning.names, frozenset(), meaning.names, is_clear
        )


def _spelled_out(sentence: str) -> str:
    return _WORD.sub(lambda word: _PHONE.get(word.group(), word.group()), sentence)


def _bare(part: str) -> str:
    words = [word for word in _WORD.findall(part) if word not in AROUND]
    return " ".join(words)


_MOST = 6
# It is spoken by all, and named in half of all sentences.
_EVERYBODYS = frozenset({"English"})
_PHONE = {
    "n": "and", "w": "with", "2": "to", "4": "for", "sum1": "someone", "some1": "someone", "any1": "anyone",
    "sumone": "someone", "ppl": "people", "u": "you", "ur": "your", "thru": "through", "bn": "been", "ther": "there",
    "pls": "please", "plz": "please",
}  # fmt: skip
_BETWEEN = re.compile(r"[,;.?!\n]+|\band\b|\bor\b|\bwho(?:'s|’s)?\b|\bwith\b|\bplus\b")
_SPEAKS = re.compile(r"\b(?:speak\w*|fluent|languages?)\b|\w-speaking\b")
_VERB = re.compile(r"\b(?:know\w*|works?|meets?|understands?|help\w*|has|have|is|can|does)\b")
_WORD = re.compile(r"[\w'’]+")
AROUND = frozenset(
    "a an the someone somebody anyone anybody person people peer peers worker workers support i we me my you us is are am "
    "there do does did can could would like want need needs find show see look looking search for of in on at by to "
    "know knows knowing about speak speaks speaking spoken fluent language languages works work working meets meet "
    "understands understand has have had experience experienced lived help helps good any some please which that whose "
    "open list give take go up tool page screen everybody everyone her his their them also both get here directory entry "
    "already himself herself themselves what it i'd i'm he she they be been being was were through wouldn't don't mind "
    "chat talk talks talking afraid too hello hi our wants speaker speakers".split()
)
