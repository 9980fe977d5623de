"""Detects a line's language if it isn't English, and provides the reply for it."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter

from bot.core.content_files import ContentFaulty, Fault, Located, Strict


class LanguageFields(Strict):
    code: str
    name: str
    words: str = ""
    script: str = ""
    marks: str = ""
    reply: str


@dataclass(frozen=True, slots=True)
class Language:
    """`words` are frequent and not English, `scripts` are writing systems, `marks` letters unique to it."""

    code: str
    name: str
    words: frozenset[str]
    scripts: tuple[str, ...]
    marks: frozenset[str]
    reply: str


# Frequent English words. A line with more of them than of another language's words is English.
_ENGLISH = frozenset(
    "the a an is are was i you he she it we they what who how why when where which do does did can could should would "
    "will to of in on for with and or but not no yes my your our their this that these those "
    "me us them at be have has get got if about from up out so as by".split()
)
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_FEW = 2
_FOREIGN = re.compile(r"[¿¡ñçßøåłąęśżźćńőűğış]|[àâäéèêëîïôöùûüáíóúāēīōū]")


def load(root: Path) -> tuple[Language, ...]:
    """Loads the languages. Raises ContentFaulty."""
    path = root / "conversation" / "languages.yaml"
    if not path.exists():
        raise ContentFaulty([Fault(str(path), 1, "the file is missing.")])
    fields, faults = Located(path.read_text(encoding="utf-8"), path).parse(list[LanguageFields])
    if fields is None:
        raise ContentFaulty(faults)
    return tuple(_language(given) for given in TypeAdapter(list[LanguageFields]).validate_python(fields))


def _language(given: LanguageFields) -> Language:
    words = frozenset(given.words.casefold().split())
    return Language(
        given.code,
        given.name,
        words,
        tuple(given.script.split()),
        frozenset(given.marks.split()),
        given.reply,
    )


def language_of(text: str, languages: Sequence[Language]) -> Language | None:
    """The language. None for English, and for lines too short to tell."""
    lowered = unicodedata.normalize("NFC", text.casefold())
    return _by_script(lowered, languages) or _by_words(lowered, languages)


def _by_script(text: str, languages: Sequence[Language]) -> Language | None:
    letters = [character for character in text if character.isalpha()]
    foreign = [letter for letter in letters if not unicodedata.name(letter, "LATIN").startswith("LATIN")]
    if len(foreign) * 2 <= len(letters):
        return None
    present = {unicodedata.name(letter, "").split(" ")[0].split("-")[0] for letter in foreign}
    fitting = [language for language in languages if present & set(language.scripts)]
    marked = [language for language in fitting if language.marks & set(foreign)]
    return next(iter([*marked, *(language for language in fitting if not language.marks), *fitting]), None)


def _by_words(text: str, languages: Sequence[Language]) -> Language | None:
    words = [word.replace("’", "'") for word in _WORD.findall(text)]
    if not words:
        return None
    english = sum(word in _ENGLISH for word in words)
    counted = [(sum(word in language.words for word in words), language) for language in languages]
    most, best = max(counted, key=lambda pair: pair[0], default=(0, None))
    own = sum(word in _ENGLISH and best is not None and word in best.words for word in words)
    few = 1 if not english and _FOREIGN.search(text) else _FEW
    if best is None or most < few or most - own <= english - own or most * 3 < len(words):
        return None
    return best


def named(code: str, languages: Sequence[Language]) -> Language | None:
    return next((language for language in languages if language.code == code), None)
