"""Every fault an author can make is named with its file, its line and how to mend it."""

from datetime import date
from pathlib import Path

import pytest

from bot.features.asking.cards.check import check

_TODAY = date(2026, 11, 23)
_QUESTIONS = "\n".join(f"  - {word} {word} {word}" for word in "abcdefghijklmn")
_SOURCES = """\
- {id: review, short: R, title: T, by: B}
- {id: three, short: T, title: T, by: "Field A, Marsh B, Wood C. Journal"}
- {id: two, short: T, title: T, by: "Hill A, Dale B. Journal"}
"""
_CARD = f"""---
title: A card
audiences: [everyone]
theme: role-clarity
questions:
{_QUESTIONS}
sources:
  - id: review
    at: Theme 1
strength: Sure enough.
related: [role/other]
owner: somebody
reviewed: 2026-11-20
review_by: 2027-11-20
---
An answer.

## Try this

- Do it.

## More

Why.
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "cards" / "role").mkdir(parents=True)
    (tmp_path / "sources.yaml").write_text(_SOURCES)
    (tmp_path / "boundaries.yaml").write_text("[]\n")
    (tmp_path / "cards" / "role" / "one.md").write_text(_CARD)
    (tmp_path / "cards" / "role" / "other.md").write_text(_CARD.replace("role/other", "role/one"))
    return tmp_path


def faults(content: Path, old: str, new: str) -> list[str]:
    path = content / "cards" / "role" / "one.md"
    assert old in _CARD
    path.write_text(_CARD.replace(old, new))
    return [str(f).removeprefix(f"{path}:") for f in check(content, _TODAY)[1] if f.path == str(path)]


def test_good_content_has_no_faults(content: Path) -> None:
    assert check(content, _TODAY)[1] == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("title: A card\n", "", 2, "title: field required"),
        ("title: A card", "tilte: A card", 2, "mend its spelling"),
        ("theme: role-clarity", "theme: clarity", 4, "theme: input should be 'education'"),
        ("reviewed: 2026-11-20", "reviewed: soon", 26, "reviewed: "),
        ("id: review", "id: revue", 21, "no source 'revue'"),
        ("related: [role/other]", "related: [role/lost]", 24, "no card 'role/lost'"),
        ("related: [role/other]", "related: [role/one]", 24, "names itself"),
        ("  - a a a\n", "", 5, "13 questions. Write 14 at least"),
        ("  - b b b", "  - a a a", 6, "says the same as"),
        ("An answer.", "An answer!", 29, "an exclamation mark"),
        ("An answer.", "word " * 121, 31, "Say it in 120"),
        ("Why.", "word " * 161, 35, "Say it in 160"),
        ("An answer.", "1. An answer", 29, "a numbered list cannot be shown"),
        ("- Do it.", "- Do it\n  - now", 34, "a list inside a list"),
        ("## More", "## Less", 29, "the headings are Try this, Less"),
        ("An answer.", "", 29, "the card says nothing"),
        ("An answer.", "Yes, an answer.", 29, "it opens with a bare 'Yes'"),
        ("An answer.", "No: an answer.", 29, "it opens with a bare 'No'"),
        ("An answer.", "In danger now? Ring.", 29, "its first sentence is no answer"),
        ("An answer.", "Peer workers do not:\n\n- prescribe", 29, "its first sentence is no answer"),
        ("Why.", "How often, no study says.", 37, "'no study says' is said of everything"),
        ("An answer.", "An answer. Nobody has tested it.", 29, "is said of everything"),
        ("Sure enough.", "Guidance; no source ever compares them.", 23, "is said of everything"),
        ("Why.", "Field and Marsh found it.", 37, "Write “Field and colleagues”"),
        ("title: A card", "title: [A card", 3, "this is not YAML"),
        ("title: A card", "title: What: a card", 2, "needs quotes"),
        ("review_by: 2027-11-20", "review_by: 2026-11-01", 27, "warning: its review date has passed"),
    ],
)
def test_a_fault_has_its_line_and_a_way_to_mend_it(
    content: Path, old: str, new: str, line: int, said: str
) -> None:
    found = faults(content, old, new)
    assert any(f.startswith(f"{line}: ") and said in f for f in found), found


@pytest.mark.parametrize(
    "said",
    [
        "How often, no source we read says.",
        "Nobody we read has tested it.",
        "In the review no study says how often.",
        "Hill and Dale found it.",
        "Field and colleagues found it.",
        "Ask Field and Hill.",
    ],
)
def test_what_was_read_may_be_said_to_lack_it_and_two_authors_are_two(content: Path, said: str) -> None:
    assert faults(content, "Why.", said) == []


def test_no_one_is_a_sentence_and_not_a_bare_no(content: Path) -> None:
    assert faults(content, "An answer.", "No one person can be the evidence.") == []


def test_what_a_second_reader_found_unanswered_is_a_warning(content: Path) -> None:
    read = "read:\n  by: Ana\n  day: 2026-11-21\n  of: 0123abcd\n  unanswered:\n  - c c c\n---\nAn answer."
    assert faults(content, "---\nAn answer.", read) == [
        "8: warning: the second reader found 'c c c' not answered. Say it in the short text, or move the question."
    ]


def test_an_owner_is_no_second_reader(content: Path) -> None:
    read = "read:\n  by: somebody\n  day: 2026-11-21\n  of: 0123abcd\n---\nAn answer."
    (found,) = faults(content, "---\nAn answer.", read)
    assert "its owner read it" in found


def test_a_source_that_stands_twice_is_a_fault(content: Path) -> None:
    (content / "sources.yaml").write_text(_SOURCES + "- {id: two, short: T, title: T, by: B}\n")
    assert [fault.what for fault in check(content, _TODAY)[1]] == ["the id 'two' stands 2 times."]


def test_all_faults_of_a_file_are_told_at_once_and_each_once(content: Path) -> None:
    found = faults(content, "theme: role-clarity", "theme: clarity\ncolour: blue")
    assert len(found) == 2
    assert len(set(found)) == 2


def test_a_file_without_front_matter_is_told_how_to_start(content: Path) -> None:
    (content / "cards" / "role" / "bare.md").write_text("Just words.")
    (fault,) = check(content, _TODAY)[1]
    assert fault.line == 1
    assert "---" in fault.mend


def test_windows_line_ends_are_fine(content: Path) -> None:
    path = content / "cards" / "role" / "one.md"
    path.write_bytes(_CARD.replace("\n", "\r\n").encode())
    assert check(content, _TODAY)[1] == []
