"""What is too long: shortened at a word where only words are lost, else refused by name."""

import pytest

from bot.conversation.message import (
    Block,
    Button,
    Buttons,
    Choice,
    Divider,
    Form,
    Heading,
    Message,
    Option,
    TextInput,
    text,
)
from bot.platforms.slack.rendering.limits import TooLongForSlack, shortened
from bot.platforms.slack.rendering.render import render, render_form, render_home, rendering_problems
from tests.platforms.slack.rendering.test_render import section, shown, words


def test_a_heading_too_long_for_a_header_is_a_bold_paragraph() -> None:
    assert shown(Heading("x" * 151)) == [section(words("x" * 151, bold=True))]


@pytest.mark.parametrize(
    "block",
    [
        Buttons((Button("a", "b", "v" * 2001),)),
        Buttons((Button("a", "b" * 254),)),
        Choice("c", "Which?", (Option("v" * 151, "A"),)),
        Choice("n" * 256, "Which?", (Option("a", "A"),)),
        text("word " * 2001),
    ],
)
def test_what_cannot_be_shortened_is_refused_and_named(block: Block) -> None:
    with pytest.raises(TooLongForSlack):
        render(Message("x", (block,)))
    assert len(rendering_problems(Message("x", (block,)))) == 1


def test_more_than_fifty_blocks_are_refused_in_a_message_but_fit_in_a_home_tab() -> None:
    message = Message("x", (Divider(),) * 51)
    with pytest.raises(TooLongForSlack, match="blocks: 51"):
        render(message)
    assert len(render_home(message)["blocks"]) == 51


def test_a_long_label_is_shortened_for_people_and_a_fault_for_its_author() -> None:
    message = Message("x", (Buttons((Button("word " * 16, "a"),)),))
    assert render(message)["blocks"][0]["elements"][0]["text"]["text"] == "word " * 14 + "word…"
    assert rendering_problems(message) == ["button text: 80, and Slack has room for 75"]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("one two", "one two"),
        ("one two three", "one two…"),
        ("onetwothreefour", "onetwothr…"),
        ("one tw threefour", "one tw…"),
        ("😀" * 6, "😀😀😀😀…"),
    ],
)
def test_words_are_cut_at_a_word_where_there_is_one(said: str, expected: str) -> None:
    assert shortened(said, 10) == expected


def test_what_a_box_begins_with_never_exceeds_what_may_be_typed_in_it() -> None:
    view = render_form(Form("a", "T", (TextInput("t", "T", initial="one two three", longest=10),)))
    assert view["blocks"][0]["element"]["initial_value"] == "one two…"


def test_a_forms_value_too_long_for_its_metadata_is_refused() -> None:
    form = Form("a", "T", (text("Hi"),), value="v" * 3001)
    with pytest.raises(TooLongForSlack, match="private_metadata"):
        render_form(form)
    assert len(rendering_problems(form)) == 1


def test_a_view_may_hold_more_words_than_a_message() -> None:
    endless = text("word " * 2100)
    assert render_form(Form("a", "T", (endless,)))
    assert render_home(Message("x", (endless,)))
    with pytest.raises(TooLongForSlack, match="characters in all: 10,500"):
        render(Message("x", (endless,)))
