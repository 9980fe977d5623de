"""Reads the list of languages and the search synonyms from `content/peers/`."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.core.content_files import ContentFaulty, Fault, Located, Strict
from bot.features.content_report import ContentReport

_FOLDER = Path("peers")
_TOKEN = re.compile(r"[^\W_]+(?:['&][^\W_]+)*")

_Phrase = Annotated[str, Field(min_length=1, max_length=60)]
_Phrases = tuple[_Phrase, ...]


class LanguageNames(Strict):
    """`names` has other names by the English one; `groups` what one name stands for besides itself."""

    names: dict[_Phrase, _Phrases]
    groups: dict[_Phrase, _Phrases]


@dataclass(frozen=True, slots=True)
class Found:
    """`names` are those of the groups, `rest` the text without what named them."""

    names: frozenset[str]
    rest: str


class PhraseBook:
    """Finds which groups' phrases stand in a text, longer ones first. In a phrase `*` is any ending."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._by_phrase: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for name, phrases in groups.items():
            for phrase in phrases:
                self._by_phrase[tuple(_tokens(phrase, ending="*"))].add(name)
        self._by_beginning: dict[str, list[tuple[str, ...]]] = defaultdict(list)
        for words in sorted(self._by_phrase, key=len, reverse=True):
            self._by_beginning[words[0][:2]].append(words)

    def find(self, text: str) -> Found:
        words, names, rest, at = list(_tokens(text)), set[str](), list[str](), 0
        while at < len(words):
            phrases = [
                phrase
                for phrase in self._by_beginning.get(words[at][:2], ())
                if _stands_at(phrase, words, at)
            ]
            if phrases:
                longest = len(phrases[0])
                names |= {
                    name for phrase in phrases if len(phrase) == longest for name in self._by_phrase[phrase]
                }
                at += longest
            else:
                rest.append(words[at])
                at += 1
        return Found(frozenset(names), " ".join(rest))


@dataclass(frozen=True, slots=True)
class DirectoryVocabulary:
    """`texts` are all its words, for mending slips of the pen."""

    languages: PhraseBook
    meanings: PhraseBook
    groups: Mapping[str, frozenset[str]]
    texts: tuple[str, ...]

    def speaks(self, asked_for: frozenset[str], spoken: frozenset[str]) -> bool:
        """A group is met by each of its languages, and where an entry names only the group, each by it."""
        meets = {name for language in asked_for for name in (language, *self.groups.get(language, ()))}
        whole = {group for group, among in self.groups.items() if asked_for & among and not spoken & among}
        return bool(spoken & (meets | whole))


def load(root: Path) -> DirectoryVocabulary:
    """Raises ContentFaulty."""
    languages, meanings, faults = _read(root)
    if faults or languages is None:
        raise ContentFaulty(faults)
    named = {name: (name, *others) for name, others in languages.names.items()}
    phrases = (phrase for group in (*named.values(), *meanings.values()) for phrase in group)
    return DirectoryVocabulary(
        PhraseBook(named),
        PhraseBook(meanings),
        {name: frozenset(among) for name, among in languages.groups.items()},
        tuple(phrase.rstrip("*") for phrase in phrases),
    )


def check(root: Path, _: date, __: object) -> ContentReport:
    languages, meanings, faults = _read(root)
    count = len(languages.names) if languages else 0
    return ContentReport(f"{count} languages and {len(meanings)} meanings to find peer workers by", faults)


def _read(root: Path) -> tuple[LanguageNames | None, dict[str, _Phrases], list[Fault]]:
    path, other = root / _FOLDER / "languages.yaml", root / _FOLDER / "meanings.yaml"
    languages, faults = Located(path.read_text(encoding="utf-8"), path).parse(LanguageNames)
    meanings, more = Located(other.read_text(encoding="utf-8"), other).parse(dict[_Phrase, _Phrases])
    return languages, meanings or {}, [*faults, *more, *(_unknown(languages, path) if languages else ())]


def _unknown(languages: LanguageNames, path: Path) -> Iterator[Fault]:
    for group, among in languages.groups.items():
        for name in (group, *among):
            if name not in languages.names:
                yield Fault(str(path), 1, f"The group “{group}” names “{name}”, which is no language above.")


def _tokens(text: str, ending: str = "") -> Iterator[str]:
    """`ending` is what may stand behind a word and stays there."""
    for match in _TOKEN.finditer(text.lower().replace("’", "'")):
        stays = ending and text[match.end() : match.end() + 1] == ending
        yield f"{match.group()}{ending if stays else ''}"


def _stands_at(phrase: tuple[str, ...], words: list[str], at: int) -> bool:
    return len(words) >= at + len(phrase) and all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for part, word in zip(phrase, words[at:], strict=False)
    )
