"""Finds the phrases of `content/distress/` in a text: signs, harmless idioms, and signs of work talk."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field

from bot.features.asking.distress.examples import examples
from bot.features.asking.distress.phrases import Phrase, phrase
from bot.features.asking.distress.text import plain

Lines = Annotated[tuple[str, ...], Field(min_length=1)]
Kinds = dict[str, Lines]
_SHIELDED = "~ "
_FRAGMENT = 6


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Lexicon(_Strict):
    words: Kinds
    respell: dict[str, str]
    shields: Lines
    frames: Kinds


@dataclass(frozen=True, slots=True)
class Sign:
    """A phrase that matched, and the sentence around it."""

    kind: str
    words: str
    sentence: str


class Signs:
    """The compiled phrases. Safe to share between threads."""

    def __init__(
        self, signs: Mapping[str, Iterable[str]], lexicon: _Lexicon, cries: Iterable[str] = ()
    ) -> None:
        """`cries`: example lines of distress. Short ones are matched word for word."""
        self._signs = {kind: _compile_phrases(lines, lexicon.words) for kind, lines in signs.items()}
        self._shields = _compile_phrases(lexicon.shields, lexicon.words)
        self._frames = {
            kind: _compile_phrases(lines, lexicon.words) for kind, lines in lexicon.frames.items()
        }
        self._respell = lexicon.respell
        self._grim = (_SHIELDED.strip(), *lexicon.words["grim"])
        self._filler = frozenset(lexicon.words["filler"])
        plainly = (plain(line, self._respell) for line in cries)
        self._cries = frozenset(self._bare(read) for read in plainly if len(read.split()) <= _FRAGMENT + 1)
        self._goes_on, self._little = frozenset(lexicon.words["goes_on"]), frozenset(lexicon.words["little"])

    def read(self, text: str) -> str:
        """The phrases in a plain text, after harmless idioms are removed."""
        read = plain(text, self._respell)
        present = frozenset(read.split())
        for shield in self._shields:
            for start, end in reversed(list(shield.spans(read, present))):
                read = f"{read[:start]}{_SHIELDED}{read[end:]}"
        return read

    def matches(self, read: str) -> Iterator[Sign]:
        present = frozenset(read.split())
        for kind, phrases in self._signs.items():
            for compiled_phrase in phrases:
                for start, end in compiled_phrase.spans(read, present):
                    yield Sign(kind, read[start:end], _sentence(read, start, end))

    def has_frame(self, frame: str, read: str) -> bool:
        present = frozenset(read.split())
        return any(
            True for compiled_phrase in self._frames[frame] for _ in compiled_phrase.spans(read, present)
        )

    def is_short_cry(self, read: str) -> bool:
        """Whether it is nearly identical to a short example of distress."""
        return self._bare(read) in self._cries

    def _bare(self, read: str) -> str:
        return " ".join(word for word in read.split() if word != "." and word not in self._filler)

    def is_short_and_harmless(self, read: str) -> bool:
        """Whether it is too little for the classifier alone: an idiom and nothing else, or up to six words and
        no alarming one.

        Alarming words are those of harm, death, pain, hopelessness, fear or violence, and idioms with such words:
        "my partner beats me" is not the idiom of "beats me".
        """
        if self._bare(read) == _SHIELDED.strip():
            return True
        words = read.replace(" . ", " ").split()
        return len(words) <= _FRAGMENT and not any(word.startswith(self._grim) for word in words)

    def is_fragment(self, read: str) -> bool:
        """Whether it is a few function words that continue an earlier question, such as "and at night"."""
        words = read.removesuffix(". ").split()
        if not 0 < len(words) <= _FRAGMENT:
            return False
        return words[0] in self._goes_on and self._little.issuperset(words[1:])


@cache
def load(root: Path) -> Signs:
    """Loads and compiles once per process.

    Raises pydantic's ValidationError or ValueError for an invalid file.
    """
    folder = root / "distress"
    read = {
        path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for path in sorted(folder.glob("*.yaml"))
    }
    signs = {
        p.stem: yaml.load(p.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        for p in sorted((folder / "signs").glob("*.yaml"))
    }
    return Signs(
        signs, _Lexicon(**{name: read[name] for name in _Lexicon.model_fields}), examples(root).distress
    )


def _compile_phrases(lines: Iterable[str], words: Mapping[str, tuple[str, ...]]) -> tuple[Phrase, ...]:
    return tuple(phrase(line, words) for line in lines)


def _sentence(read: str, start: int, end: int) -> str:
    first = read.rfind(" . ", 0, start)
    last = read.find(" . ", max(start, end - 2))
    return read[first + 2 if first >= 0 else 0 : last + 3 if last >= 0 else len(read)]
