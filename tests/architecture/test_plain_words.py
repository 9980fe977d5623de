"""Code, documents and content are in plain words; files and folders of Python stay small."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.imports import ROOT

_ROOMS = ("bot", "handlers", "schedules", "tests", "deploy", "content", ".github")
_SUFFIXES = {".py", ".md", ".yaml", ".html"}
_LONGEST, _FULLEST = 250, 17

# Written with brackets, so that this file doesn't contain them.
_RIDDLES = re.compile(
    r"who[m]?ever|n[o]ught|what[ _]becomes[ _]of|so[ _]many[ _]that|(?<![a-z])it[ _]is[ _]for(?![a-z])",
    re.IGNORECASE,
)
# What people type to the bot: questions of cards, and lines of a conversation.
_VOICES = re.compile(r"^(?:questions:\n(?:[ -].*\n)+|## People say\n(?:(?!## ).*\n)+)", re.MULTILINE)
_OTHERS_WORDS = (
    "content/distress",  # patterns of what people in distress type
    "tests/data",  # messages for evaluation
    "bot/features/asking/rephrasing/vocabulary.py",  # a list of English words
)


def test_no_file_has_riddles() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {riddle}"
        for path in _files()
        if not str(path.relative_to(ROOT)).startswith(_OTHERS_WORDS)
        for riddle in _riddles(path.read_text(encoding="utf-8"))
    ]
    assert not found, "say it in plain words, such as “the person who” or “people in”"


@pytest.mark.parametrize(
    "text",
    [
        "ask who" + "ever runs it",
        "def test_who" + "ever_asks() -> None: ...",
        "What becomes" + " of a code",
        "the one it is" + " for",
        "questions:\n  - who" + "ever?\ntitle: for who" + "ever\n",
    ],
)
def test_riddles_are_found(text: str) -> None:
    assert len(_riddles(text)) == 1


def test_what_people_type_may_have_any_words() -> None:
    typed = "who" + "ever made you"
    assert not _riddles(f"questions:\n  - {typed}\n  - a second\ntitle: Plain\n")
    assert not _riddles(f"## People say\n\n- {typed}\n\n## Replies\n\n- I hear you.\n")


def test_python_files_have_at_most_250_lines() -> None:
    """Migrations may have more: a released one never changes."""
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in _files()
        if path.suffix == ".py" and "migrations" not in path.parts
    }
    assert len(lengths) > 500
    assert {name: lines for name, lines in lengths.items() if lines > _LONGEST} == {}


def test_folders_hold_few_python_files() -> None:
    """Migrations may be more: one for each change."""
    counts = Counter(
        str(path.parent.relative_to(ROOT))
        for path in _files()
        if path.suffix == ".py" and path.name != "__init__.py" and "migrations" not in path.parts
    )
    assert len(counts) > 100
    assert {name: count for name, count in counts.items() if count > _FULLEST} == {}


def _riddles(text: str) -> list[str]:
    return _RIDDLES.findall(_VOICES.sub("", text))


def _files() -> Iterator[Path]:
    yield from ROOT.glob("*.md")
    for room in _ROOMS:
        for path in sorted((ROOT / room).rglob("*")):
            if path.suffix in _SUFFIXES and path.is_file() and "node_modules" not in path.parts:
                yield path
