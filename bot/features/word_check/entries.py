"""Reads words that speak badly of people, with why and alternatives, from `content/language/words/`."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from bot.core.content_files import Fault, Strict, Text
from bot.features.content_report import ContentReport, References
from bot.features.word_check.patterns import continued, owns_what_follows, pattern

CONSENSUS = "consensus"
"""The source of an entry on which several guides agree."""

Ways = Annotated[tuple[Text, ...], Field(min_length=1, max_length=2)]
_GROUP = re.compile(r"\$(\d)")


class WordsFaulty(Exception):
    """The words cannot be used; the text names the file and each faulty entry."""


class Severity(StrEnum):
    """CHANGE: the words demean people. CONSIDER: it depends on the speaker and the subject."""

    CHANGE = "change"
    CONSIDER = "consider"


class LanguageEntry(Strict):
    """`forms` has better ways for each way of saying it; `unless` is what makes it right in its sentence.

    Forms and `unless` are regular expressions with the shorthand of `patterns.py`. In a better way `$1` stands for
    what the form's first group matched. `figurative` hurts also where people say it of themselves, `even_denied` where
    the sentence says that it is not so. `flag` and `leave`
    are sentences that the check must flag, and leave alone.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    why: Text
    source: Text
    severity: Severity = Severity.CHANGE
    forms: Annotated[dict[Text, Ways], Field(min_length=1)]
    unless: tuple[Text, ...] = ()
    figurative: bool = False
    even_denied: bool = False
    flag: Text
    leave: Text


@dataclass(frozen=True, slots=True)
class WordForm:
    """`before` must match what stands before it, where it is the rest of a longer form."""

    entry: LanguageEntry
    pattern: re.Pattern[str]
    ways: tuple[str, ...]
    before: re.Pattern[str] | None = None

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        for match in self.pattern.finditer(text):
            if self.before and not self.before.search(text, 0, match.start()):
                continue
            if not owns_what_follows(match):
                yield match


_ENTRIES = TypeAdapter(tuple[LanguageEntry, ...])


def load(root: Path) -> tuple[LanguageEntry, ...]:
    """In the order of the files' names. Raises WordsFaulty."""
    entries: list[LanguageEntry] = []
    for path in sorted((root / "language" / "words").glob("*.yaml")):
        try:
            plain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            entries += _ENTRIES.validate_python(plain)
        except (yaml.YAMLError, ValidationError) as error:
            raise WordsFaulty(f"{path}: {error}") from error
    if faults := list(_faults(entries)):
        raise WordsFaulty("\n".join(faults))
    return tuple(entries)


def check(root: Path, _: date, references: References) -> ContentReport:
    """Checks all entries, and returns faults for editors to mend."""
    try:
        entries = load(root)
    except WordsFaulty as error:
        return ContentReport("no words", [Fault("language/words", 1, str(error))])
    known = (CONSENSUS, *references.get("sources", ()))
    return ContentReport(
        f"{len(entries)} entries on words",
        [
            Fault("language/words", 1, f"{entry.id}: there is no source “{entry.source}”.")
            for entry in entries
            if entry.source not in known
        ],
    )


def forms_of(entries: Iterable[LanguageEntry]) -> tuple[WordForm, ...]:
    written = [(entry, form, ways) for entry in entries for form, ways in entry.forms.items()]
    whole = [WordForm(entry, pattern(form), ways) for entry, form, ways in written]
    rests = [(entry, continued(form), ways) for entry, form, ways in written]
    return (
        *whole,
        *(WordForm(entry, rest.pattern, ways, rest.before) for entry, rest, ways in rests if rest),
    )


def _faults(entries: Iterable[LanguageEntry]) -> Iterable[str]:
    seen: set[str] = set()
    for entry in entries:
        if entry.id in seen:
            yield f"{entry.id}: there twice"
        seen.add(entry.id)
        for form, ways in entry.forms.items():
            try:
                compiled = pattern(form)
            except re.error as error:
                yield f"{entry.id}: “{form}” is no pattern: {error}"
                continue
            if compiled.search("") or compiled.search(" , "):
                yield f"{entry.id}: “{form}” matches nothing at all"
            if any(int(number) > compiled.groups for way in ways for number in _GROUP.findall(way)):
                yield f"{entry.id}: “{form}” has {compiled.groups} groups, and a better way asks for more"
