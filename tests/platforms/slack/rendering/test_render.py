from typing import Any

import pytest

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Choice,
    Divider,
    Facts,
    Form,
    Heading,
    Image,
    Message,
    Option,
    Paragraph,
    Progress,
    Quote,
    Span,
    TextInput,
    text,
)
from bot.platforms.slack.rendering import names
from bot.platforms.slack.rendering.limits import TooLongForSlack
from bot.platforms.slack.rendering.render import render, render_form, render_home

Json = dict[str, Any]


def shown(*blocks: Block) -> list[Json]:
    rendered: list[Json] = render(Message("summary", blocks))["blocks"]
    return rendered


def section(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def words(said: str, **style: bool) -> Json:
    return {"type": "text", "text": said} | ({"style": style} if style else {})


def plain(said: str) -> Json:
    return {"type": "plain_text", "text": said, "emoji": False}


def yes_or_no(**changes: Any) -> Choice:
    return Choice("c", "Which?", (Option("y", "Yes"), Option("n", "No")), **changes)


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Heading("Try this"), {"type": "header", "text": plain("Try this")}),
        (Paragraph((Span("a", bold=True), Span("b"))), section(words("a", bold=True), words("b"))),
        (
            text("Only you see this.", quiet=True),
            {"type": "context", "elements": [plain("Only you see this.")]},
        ),
        (
            Paragraph((Span("Source: "), Span("Reeves", href="https://a.example")), quiet=True),
            section(
                words("Source: ", italic=True),
                {"type": "link", "url": "https://a.example", "text": "Reeves", "style": {"italic": True}},
            ),
        ),
        (
            Facts((("Answered", "23"), ("Is it ours?", "yes"))),
            section(
                words("Answered", bold=True),
                words(": "),
                words("23"),
                words("\n"),
                words("Is it ours?", bold=True),
                words(" "),
                words("yes"),
            ),
        ),
        (
            Image("https://a.example/b.png", "A ward"),
            {"type": "image", "image_url": "https://a.example/b.png", "alt_text": "A ward"},
        ),
        (Image("/b.png", "A ward"), {"type": "context", "elements": [plain("Picture: A ward")]}),
        (
            Progress("Tips:", 3, 4),
            section(words("Tips:"), words(" "), words("3 of 4", bold=True), words("\n━━━━━━━━──")),
        ),
        (Divider(), {"type": "divider"}),
    ],
)
def test_a_block_becomes_the_one_made_for_it(block: Block, expected: Json) -> None:
    assert shown(block) == [expected]


def test_bullets_and_quotes_are_those_of_rich_text() -> None:
    bullets, quote = shown(Bullets((text("one"), text("two"))), Quote((Span("We asked."),)))
    assert bullets["elements"][0]["style"] == "bullet"
    assert [e["elements"] for e in bullets["elements"][0]["elements"]] == [[words("one")], [words("two")]]
    assert quote["elements"] == [{"type": "rich_text_quote", "elements": [words("We asked.")]}]


@pytest.mark.parametrize("block", [text(""), text(" ", quiet=True), Bullets(()), Facts(()), Heading(" ")])
def test_what_has_no_words_is_left_out_because_slack_refuses_it(block: Block) -> None:
    assert shown(block, Divider()) == [{"type": "divider"}]


def test_an_empty_span_is_left_out_too() -> None:
    assert shown(Paragraph((Span(""), Span("a"), Span("", bold=True)))) == [section(words("a"))]


def test_a_message_without_blocks_says_its_summary() -> None:
    assert render(Message("Noted."))["blocks"] == [section(words("Noted."))]


def test_the_summary_is_for_notifications_and_escaped() -> None:
    rendered = render(Message("<!channel> & co"))
    assert rendered["text"] == "&lt;!channel&gt; &amp; co"
    assert not rendered["mrkdwn"]


def test_a_number_in_a_text_is_one_that_a_phone_dials() -> None:
    (block,) = shown(Paragraph((Span("988", href="tel:988"),)))
    assert block["elements"][0]["elements"] == [{"type": "link", "url": "tel:988", "text": "988"}]


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "//evil.example", "slack://open", "https://a b", "tel:1", "https://a|b"]
)
def test_an_address_that_leads_elsewhere_is_shown_as_words(href: str) -> None:
    assert shown(Paragraph((Span("here", href=href),))) == [section(words("here"))]


def test_a_delivery_can_be_found_again() -> None:
    assert names.delivery_of(render(Message("x"), delivery="d-17")) == "d-17"
    assert names.delivery_of({"metadata": {"event_type": "other", "event_payload": {}}}) == ""
    assert "metadata" not in render(Message("x"))


def test_buttons_are_numbered_through_the_message_and_only_the_first_row_has_a_main_one() -> None:
    blocks = shown(
        Buttons((Button("A", "go", "1"), Button("B", "go"))), Buttons((Button("C", "go"), Button("D", "x")))
    )
    elements = [e for b in blocks for e in b["elements"]]
    assert [e["action_id"] for e in elements] == ["go#0", "go#1", "go#2", "x#3"]
    assert [names.action_of(e["action_id"]) for e in elements] == ["go", "go", "go", "x"]
    assert [e.get("style") for e in elements] == ["primary", None, None, None]
    assert [e.get("value") for e in elements] == ["1", None, None, None]


def test_a_button_alone_needs_no_colour() -> None:
    assert "style" not in shown(Buttons((Button("More", "more"),)))[0]["elements"][0]


def test_ten_answers_are_radio_buttons_more_are_a_list_and_very_many_are_in_groups() -> None:
    def element(count: int) -> Json:
        options = tuple(Option(str(i), f"No {i}") for i in range(count))
        (block,) = shown(Choice("c", "Which?", options, initial="3"))
        found: Json = block["element"]
        return found

    assert (element(10)["type"], len(element(10)["options"])) == ("radio_buttons", 10)
    assert (element(11)["type"], len(element(100)["options"])) == ("static_select", 100)
    assert [len(group["options"]) for group in element(101)["option_groups"]] == [100, 1]
    assert all(element(n)["initial_option"]["value"] == "3" for n in (10, 11, 101))
    with pytest.raises(TooLongForSlack):
        element(10_001)


def test_a_choice_without_answers_says_so() -> None:
    assert "input" not in [b["type"] for b in shown(Choice("c", "Which role?", ()))]


def test_a_long_answer_goes_on_in_the_line_below() -> None:
    label = "word " * 20 + "end"
    (block,) = shown(Choice("c", "Which?", (Option("1", label),)))
    option = block["element"]["options"][0]
    assert f"{option['text']['text']} {option['description']['text']}" == label
    assert len(option["text"]["text"]) <= 75


def test_what_was_chosen_and_typed_comes_back_by_name() -> None:
    state = {
        "values": {
            "c": {"c": {"type": "radio_buttons", "selected_option": {"value": "y"}}},
            "d": {"d": {"type": "static_select", "selected_option": None}},
            "why": {"why": {"type": "plain_text_input", "value": "because"}},
            "note": {"note": {"type": "plain_text_input", "value": None}},
        }
    }
    assert names.values_of(state) == {"c": "y", "d": "", "why": "because", "note": ""}
    assert names.values_of({}) == {}


def test_a_form_keeps_its_value_and_what_its_opener_wants_to_know() -> None:
    box = TextInput("why", "Why?", "No names.", "so", multiline=True, optional=True, longest=9000)
    view = render_form(Form("a.save", "Why", (text("Hi"), box), value="v 1"), private_metadata="D1")
    assert view["callback_id"] == "a.save"
    assert names.unpack(view["private_metadata"]) == ("v 1", "D1")
    field = view["blocks"][1]
    assert field["hint"] == plain("No names.")
    assert field["optional"]
    assert field["element"]["max_length"] == 3000
    assert field["element"]["initial_value"] == "so"


def test_a_form_with_a_long_title_says_it_whole_above_its_fields() -> None:
    view = render_form(Form("a", "Discussion prompts for teams", (yes_or_no(),)))
    assert view["title"]["text"] == "Discussion prompts for…"
    assert view["blocks"][0] == section(words("Discussion prompts for teams", bold=True))


def test_a_fault_stands_at_its_field_or_else_at_the_first() -> None:
    view = render_form(Form("a", "T", (text("Hi"), yes_or_no(), TextInput("why", "Why?"))))
    assert names.errors_of(view, {"why": "Shorter.", "": "Try again."}) == {
        "why": "Shorter.",
        "c": "Try again.",
    }
    assert names.errors_of(view, {"c": "One.", "": "Two."}) == {"c": "One. Two."}
    assert names.errors_of(render_form(Form("a", "T", (text("Hi"),))), {"": "x"}) == {}


def test_a_home_tab_is_a_view() -> None:
    assert render_home(Message("Home", (text("Hello"),))) == {
        "type": "home",
        "blocks": [section(words("Hello"))],
    }


def test_a_button_that_leads_elsewhere_carries_the_address() -> None:
    (button,) = shown(Buttons((Button("Sign up", "link", href="https://a.example/?b=1"),)))[0]["elements"]
    assert button["url"] == "https://a.example/?b=1"
    (unsafe,) = shown(Buttons((Button("Sign up", "link", href="javascript:x"),)))[0]["elements"]
    assert "url" not in unsafe
