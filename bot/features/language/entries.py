"""Reads words that speak badly of people, with why and alternatives, from `content/language/words/`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from bot.core.content_files import Fault, Strict, Text
from bot.features.content_report import ContentReport, References

CONSENSUS = "consensus"
"""Where several guides agree, and none is the first to say it."""

Ways = Annotated[tuple[Text, ...], Field(min_length=1, max_length=2)]
_GROUP = re.compile(r"\$(\d)")

_ONE = (
    "patient|client|service user|resident|tenant|person|man|woman|lady|guy|bloke|girl|boy|lad|teenager|mother|father|"
    "mum|mom|dad|son|daughter|brother|sister|husband|wife|partner|neighbour|user|peer|peer worker|volunteer"
)
_MANY = "patients|clients|service users|residents|tenants|people|men|women|users|peers|peer workers|volunteers"
_PERSON = rf"(?:the|this|that|our|my|another|one) (?:(?:new|young|old|same) )?(?:{_ONE})|(?:mr|mrs|ms|miss) \w+"
_PEOPLE = rf"(?:(?:the|these|those|our|my|some|many|most) )?(?:{_MANY})"
_SHORT = {
    "(he|she|they": f"(he|she|they|{_PERSON}|{_PEOPLE}",
    "(he|she": f"(he|she|{_PERSON}",
    " (is|": r"(?: |(?=['’]))(['’]s|['’]re|is|",
    " is ": r"(?: is|['’]s) ",
    " are ": r"(?: are|['’]re) ",
    "{a}": r"(?:an?|another|one|this|that|the|some|any|every|our|my|your|such a)(?: [\w-]+)?",
    "{noun}": r"(?=\W*$|\s*[.,;:!?)]|\s(?:who|whom|whose|that|with|without|in|on|at|from|up|out|over|and|or|to|for|as|by|of|"
    r"but|so|all|most|every|this|last|next|if|though|unless|because|when|while|until|since|during|after|before|again|today|now|then|here|there|too|also|like|is|was|are|"
    r"were|has|had|do|does|did|will|would|can|could|should|must|may|might|came|comes?|gets?|got|goe?s?|went|needs?|wants?|"
    r"keeps?|kept|never|always|often|only|lives?|lived|takes?|took|falls?|fell|waits?|feels?|finds?|makes?|thinks?|rings?|"
    r"rang|broke|left|presented)\b)",
}
"""What patterns may say for short. `{noun}` holds where a word ends a noun, and isn't the head of a longer one."""


class WordsFaulty(Exception):
    """The words cannot be used; the text names the file and each faulty entry."""


class Severity(StrEnum):
    """CHANGE speaks badly of people. CONSIDER depends on who says it, and of what."""

    CHANGE = "change"
    CONSIDER = "consider"


class LanguageEntry(Strict):
    """`forms` has better ways for each way of saying it; `unless` is what makes it right in its sentence.

    Forms and `unless` are regular expressions in which a space is any white space, and `*` after a letter any
    ending. `figurative` is hurtful also where people say it of themselves. In a better way `$1` stands for what the form's first group matched. `flag` and `leave` are sentences
    that the check must flag, and leave alone.
    """

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z]+)*$")]
    why: Text
    source: Text
    severity: Severity = Severity.CHANGE
    forms: Annotated[dict[Text, Ways], Field(min_length=1)]
    unless: tuple[Text, ...] = ()
    figurative: bool = False
    flag: Text
    leave: Text


@dataclass(frozen=True, slots=True)
class WordForm:
    entry: LanguageEntry
    pattern: re.Pattern[str]
    ways: tuple[str, ...]


_ENTRIES = TypeAdapter(tuple[LanguageEntry, ...])


def load(root: Path) -> tuple[LanguageEntry, ...]:
    """In the order of the files' names. Raises WordsFaulty."""
    found: list[LanguageEntry] = []
    for path in sorted((root / "language" / "words").glob("*.yaml")):
        try:
            plain = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
            found += _ENTRIES.validate_python(plain)
        except (yaml.YAMLError, ValidationError) as error:
            raise WordsFaulty(f"{path}: {error}") from error
    if faults := list(_faults(found)):
        raise WordsFaulty("\n".join(faults))
    return tuple(found)


def check(root: Path, _: date, references: References) -> ContentReport:
    """What an editor has to mend."""
    try:
        found = load(root)
    except WordsFaulty as error:
        return ContentReport("no words", [Fault("language/words", 1, str(error))])
    known = (CONSENSUS, *references.get("sources", ()))
    return ContentReport(
        f"{len(found)} entries on words",
        [
            Fault("language/words", 1, f"{entry.id}: there is no source “{entry.source}”.")
            for entry in found
            if entry.source not in known
        ],
    )


def forms_of(entries: Iterable[LanguageEntry]) -> tuple[WordForm, ...]:
    return tuple(
        WordForm(entry, pattern(form), ways) for entry in entries for form, ways in entry.forms.items()
    )


def pattern(written: str) -> re.Pattern[str]:
    """`he`, at the head of alternatives, stands for anybody: "the patient", "Mrs Lee"; `is` for "'s", too."""
    spaced = re.sub(r"(?<=\w)\*", r"\\w*", written)
    for short, long in _SHORT.items():
        spaced = spaced.replace(short, long)
    spaced = spaced.replace(" ", r"\s+")
    return re.compile(rf"(?<![\w-])(?:{spaced})(?![\w-])", re.IGNORECASE)


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
