"""Every fault an author of tips can make is named with its file, its line and how to mend it."""

import re
from pathlib import Path

import pytest

from bot.core.content_files import ContentFaulty
from bot.features.asking.cards import library
from bot.features.learning import tracks
from bot.features.learning.check import check

_TIP = """---
title: A tip
format: question
theme: education
card: role/one
sources:
  - id: review
    at: Theme 1
question: What fits?
options:
  - this
  - that
  - the other
answer: 1
explanation: Because.
again:
  - question: What fits now?
    options: [that, this, neither]
    answer: 2
    explanation: As before.
  - question: What fits later?
    options: [neither, that, this]
    answer: 3
    explanation: As ever.
---
One idea.
"""
_STORY = """---
title: In their own words
format: story
theme: inclusion
card: role/one
---
A peer worker's own account.
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    for track in ("everyone", "leaders", "team-prompts"):
        (tmp_path / "tracks" / track).mkdir(parents=True)
    return tmp_path


def faults(content: Path, text: str, name: str = "everyone/01-tip.md") -> list[str]:
    path = content / "tracks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    return [str(f).removeprefix(f"{path}:") for f in check(content, {"role/one"}, {"review"})[1]]


def test_good_tips_have_no_faults(content: Path) -> None:
    assert faults(content, _TIP) == []
    assert faults(content, _STORY) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("title: A tip\n", "", 2, "title: field required"),
        ("title: A tip", "title: " + "long " * 13, 2, "Shorten it"),
        ("title: A tip", "tilte: A tip", 2, "mend its spelling"),
        ("format: question", "format: riddle", 3, "format: input should be 'question'"),
        ("format: question", "format: prompt", 9, "question: extra inputs are not permitted"),
        ("theme: education", "theme: assistant", 4, "a theme for cards"),
        ("card: role/one", "card: role/lost", 5, "no card 'role/lost'"),
        ("id: review", "id: revue", 7, "no source 'revue'"),
        ("sources:\n  - id: review\n    at: Theme 1\n", "", 2, "sources: field required"),
        ("  - the other\n", "", 11, "options: tuple should have at least 3 items"),
        ("  - the other", "  - this", 11, "two options are the same"),
        ("  - the other", "  - " + "o" * 76, 13, "Shorten it"),
        ("answer: 1\n", "answer: 4\n", 14, "answer: input should be less than or equal to 3"),
        ("    answer: 3", "    answer: 0", 23, "again.1.answer: input should be greater than or equal to 1"),
        ("What fits now?", "What fits?", 17, "the same again"),
        ("What fits later?", "What fits now?", 21, "the same again"),
        (
            _TIP[_TIP.index("  - question: What fits later?") : -14],
            "",
            17,
            "again: tuple should have at least 2",
        ),
        ("One idea.", "One idea!", 26, "an exclamation mark"),
        ("Because.", "Because!", 15, "an exclamation mark"),
        ("One idea.", "word " * 121, 26, "121 words. Say it in 120"),
        ("As before.", "word " * 270, 17, "words together with the tip. Say it in 270"),
        ("One idea.", "", 26, "the tip says nothing"),
        ("One idea.", "1. One idea.", 26, "a numbered list cannot be shown"),
        ("title: A tip", "title: What: a tip", 2, "needs quotes"),
    ],
)
def test_a_fault_has_its_line_and_a_way_to_mend_it(
    content: Path, old: str, new: str, line: int, said: str
) -> None:
    assert old in _TIP
    found = faults(content, _TIP.replace(old, new))
    assert any(f.startswith(f"{line}: ") and said in f for f in found), found


def test_all_faults_of_a_file_are_told_at_once(content: Path) -> None:
    assert len(faults(content, _TIP.replace("theme: education", "theme: joy\ncolour: blue"))) == 2


def test_prompts_stand_in_their_own_track_and_end_in_a_question(content: Path) -> None:
    prompt = _STORY.replace("story", "prompt")
    assert "3: a prompt in everyone." in faults(content, prompt)[0]
    (content / "tracks/everyone/01-tip.md").unlink()
    assert "it asks the team nothing" in faults(content, prompt, "team-prompts/01-talk.md")[0]
    assert faults(content, prompt.replace("account.", "account?"), "team-prompts/01-talk.md") == []


def test_a_story_stands_where_everybody_or_new_starters_read_it(content: Path) -> None:
    assert "3: a story in leaders." in faults(content, _STORY, "leaders/01-story.md")[0]


@pytest.mark.parametrize(
    ("name", "said"),
    [("nobody/01-tip.md", "no track is called 'nobody'"), ("everyone/tip.md", "name has no number")],
)
def test_a_file_in_the_wrong_place_is_told_where_it_belongs(content: Path, name: str, said: str) -> None:
    (fault,) = faults(content, _TIP, name)
    assert said in fault


def test_faulty_tips_are_not_loaded(content: Path) -> None:
    faults(content, _TIP.replace("answer: 1\n", "answer: 4\n"))
    with pytest.raises(ContentFaulty, match="python -m bot check"):
        tracks.load(content)


def test_our_own_tips_have_no_faults() -> None:
    cards = library.load(Path("content"))
    ours, found = check(Path("content"), cards.cards.keys(), cards.sources.keys())
    assert [str(fault) for fault in found] == []
    assert len(ours.of(tracks.Track.EVERYONE)) >= 30


def test_many_tips_whose_answers_stand_in_one_place_are_refused_together(content: Path) -> None:
    always_first = re.sub(r"answer: \d", "answer: 1", _TIP)
    for number in range(12):
        (content / "tracks" / "everyone" / f"{number:02}-tip.md").write_text(always_first)
    found = check(content, {"role/one"}, {"review"})[1]
    assert any("the first option is right in 36 of 36 questions" in str(fault) for fault in found)
