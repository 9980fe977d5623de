from pathlib import Path

import pytest

from bot.app.content_fit import too_long
from bot.conversation.markdown import blocks
from bot.conversation.message import Paragraph
from bot.core.content_files import ContentFaulty
from bot.features.announcements.content import shown
from bot.features.announcements.templates import Template, load, read

CONTENT = Path("content")


def written(root: Path, fields: str, body: str) -> Path:
    (root / "broadcasts").mkdir()
    (root / "broadcasts" / "one.md").write_text(f"---\n{fields}\n---\n{body}\n")
    return root


def test_ours_are_sound_and_fit_every_platform() -> None:
    templates, faults = read(CONTENT)
    assert faults == []
    assert {"peer-service", "event", "you-said-we-did"} <= templates.by_id.keys()
    assert too_long(shown(CONTENT, templates)) == []


@pytest.mark.parametrize("template", load(CONTENT).by_id.values(), ids=lambda template: str(template.id))
def test_ours_have_a_line_for_each_paragraph(template: Template) -> None:
    """A line break is sent as one, so a line that was wrapped for its author would reach people as two."""
    paragraphs = [block for block in blocks(template.words, keeps_lines=True) if isinstance(block, Paragraph)]
    assert [paragraph for paragraph in paragraphs if any("\n" in span.text for span in paragraph.spans)] == []


def test_a_line_break_may_be_forced_as_in_what_people_type(tmp_path: Path) -> None:
    _, faults = read(written(tmp_path, "name: One\ntitle: Two", "Tea at ten.  \nCake at eleven."))
    assert faults == []


def test_those_about_a_person_say_so() -> None:
    about = {t.id for t in load(CONTENT).by_id.values() if t.meta.is_about_a_person}
    assert about == {"welcome", "recognition"}


def test_what_is_still_to_be_filled_in_is_found_by_its_own_words() -> None:
    templates = load(CONTENT)
    assert templates.left_in("event", "At {place, or how to join}, with {anything}") == [
        "{place, or how to join}"
    ]
    assert templates.left_in("", "{place, or how to join}") == []


@pytest.mark.parametrize(
    ("fields", "body", "line", "what"),
    [
        ("name: One\ntitle: Two", "Come along!", 5, "an exclamation mark"),
        ("name: One\ntitle: Two", "Fine.\n\n1. first", 7, "a numbered list"),
        ("name: One\ntitle: Two\nfor: peers", "Fine.", 4, "extra inputs"),
        ("name: One", "Fine.", 2, "title"),
        ("name: One\ntitle: Two", "", 5, "no words"),
    ],
)
def test_every_fault_is_named_with_its_line(
    tmp_path: Path, fields: str, body: str, line: int, what: str
) -> None:
    _, faults = read(written(tmp_path, fields, body))
    assert [(fault.line, what in fault.what) for fault in faults] == [(line, True)]
    with pytest.raises(ContentFaulty):
        load(tmp_path)
