"""Compiles the phrase language of `content/distress/` into bounded regular expressions."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

_TOKEN = re.compile(r"<\w+>\??|[()|?]|[^\s()|?]+")
_GAPS = {"_": 3, "__": 7}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A compiled phrase.

    `needs`: the text must contain a word of each of these sets, a fast check before the regex.
    """

    source: str
    pattern: re.Pattern[str]
    needs: tuple[frozenset[str], ...]

    def spans(self, text: str, present: frozenset[str]) -> Iterable[tuple[int, int]]:
        if any(need.isdisjoint(present) for need in self.needs):
            return ()
        return (match.span() for match in self.pattern.finditer(text))


@dataclass(frozen=True, slots=True)
class _Part:
    """`first`: the words it can start with, or None if it can start with any word or be empty."""

    regex: str
    first: frozenset[str] | None


def phrase(source: str, words: Mapping[str, Sequence[str]]) -> Phrase:
    """Compiles a phrase. Raises ValueError for unbalanced brackets or an unknown word list."""
    tokens = _TOKEN.findall(source)
    parts, rest = _sequence(tokens, 0, words)
    if rest != len(tokens):
        raise ValueError(f'the brackets do not match in "{source}"')
    needs = tuple(part.first for part in parts if part.first is not None)
    return Phrase(source, re.compile("(?<= )" + "".join(part.regex for part in parts)), needs)


def _sequence(tokens: list[str], at: int, words: Mapping[str, Sequence[str]]) -> tuple[list[_Part], int]:
    parts: list[_Part] = []
    while at < len(tokens) and tokens[at] not in "|)":
        part, at = _part(tokens, at, words)
        if at < len(tokens) and tokens[at] == "?":
            part, at = _Part(f"(?:{part.regex})?", None), at + 1
        parts.append(part)
    return parts, at


def _part(tokens: list[str], at: int, words: Mapping[str, Sequence[str]]) -> tuple[_Part, int]:
    token = tokens[at]
    if token.startswith("("):
        return _alternatives(tokens, at + 1, words)
    if token in _GAPS:
        return _Part(rf"(?:[^ .]+ ){{0,{_GAPS[token]}}}", None), at + 1
    if token.startswith("<"):
        name = token.rstrip("?").strip("<>")
        if name not in words:
            raise ValueError(f"there is no word list <{name}>")
        part = _alternation([_literal(entry) for entry in words[name]])
        return (_Part(f"(?:{part.regex})?", None) if token.endswith("?") else part), at + 1
    return _literal(token), at + 1


def _alternatives(tokens: list[str], at: int, words: Mapping[str, Sequence[str]]) -> tuple[_Part, int]:
    alternatives: list[_Part] = []
    while True:
        parts, at = _sequence(tokens, at, words)
        alternatives.append(_concatenation(parts))
        if at >= len(tokens):
            raise ValueError("a bracket is not closed")
        if tokens[at] == ")":
            return _alternation(alternatives), at + 1
        at += 1


def _concatenation(parts: list[_Part]) -> _Part:
    return _Part("".join(part.regex for part in parts), next(iter(parts)).first if parts else None)


def _alternation(parts: list[_Part]) -> _Part:
    firsts = [part.first for part in parts]
    first = None if None in firsts else frozenset[str]().union(*(f for f in firsts if f is not None))
    return _Part("(?:" + "|".join(part.regex for part in parts) + ")", first)


def _literal(entry: str) -> _Part:
    """A word, a stem with `*`, or several words."""
    start = entry.split(" ")[0]
    regex = "".join(
        rf"{re.escape(word[:-1])}[^ .]{{0,12}} " if word.endswith("*") else f"{re.escape(word)} "
        for word in entry.split(" ")
    )
    return _Part(regex, None if start.endswith("*") else frozenset({start}))
