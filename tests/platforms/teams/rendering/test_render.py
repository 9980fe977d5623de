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
from bot.platforms.teams.rendering.forms import rendering_problems
from bot.platforms.teams.rendering.limits import CARD, TooLongForTeams, size
from bot.platforms.teams.rendering.render import render, render_form

Json = dict[str, Any]


def card(rendered: Json) -> Json:
    (attached,) = rendered["attachments"]
    assert attached["contentType"] == "application/vnd.microsoft.card.adaptive"
    content: Json = attached["content"]
    return content


def shown(*blocks: Block, **means: Any) -> list[Json]:
    body: list[Json] = card(render(Message("summary", blocks), **means))["body"]
    return body


def words(said: str, **rendering_notes: Any) -> Json:
    return {"type": "TextBlock", "text": said, "wrap": True} | rendering_notes


QUIET = {"isSubtle": True, "size": "Small"}


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Heading("Try this"), words("Try this", style="heading", size="Medium", weight="Bolder")),
        (Paragraph((Span("a", bold=True), Span(" b"))), words("**a** b")),
        (text("Only you see this.", quiet=True), words("Only you see this.", **QUIET)),
        (
            Paragraph((Span("Source: "), Span("Reeves", href="https://a.example")), quiet=True),
            words("Source: [Reeves](https://a.example)", **QUIET),
        ),
        (Bullets((text("one"), text("- two"))), words("- one\r- \u200b- two")),
        (
            Facts((("Answered", "23 of 41"), ("Open", ""))),
            {
                "type": "FactSet",
                "facts": [{"title": "Answered", "value": "23 of 41"}, {"title": "Open", "value": "–"}],
            },
        ),
        (
            Quote((Span("We asked."),)),
            {"type": "Container", "style": "emphasis", "items": [words("“We asked.”")]},
        ),
        (
            Image("https://a.example/b.png", "A ward"),
            {"type": "Image", "url": "https://a.example/b.png", "altText": "A ward"},
        ),
        (Image("http://a.example/b.png", "A ward"), words("Picture: A ward", **QUIET)),
    ],
)
def test_a_block_becomes_the_element_made_for_it(block: Block, expected: Json) -> None:
    assert shown(block) == [expected]


def test_progress_says_all_of_it_above_a_bar_without_words() -> None:
    said, bar = shown(Progress("Tips:", 3, 4))
    assert said == words("Tips: **3 of 4**")
    assert [(c["width"], c["style"], c["items"]) for c in bar["columns"]] == [
        (3, "accent", []),
        (1, "emphasis", []),
    ]
    assert [c["width"] for c in shown(Progress("", 9, 4))[1]["columns"]] == [4]
    assert [c["style"] for c in shown(Progress("", 0, 0))[1]["columns"]] == ["emphasis"]


@pytest.mark.parametrize(
    "block", [text(""), text(" ", quiet=True), Bullets(()), Facts(()), Heading(" "), Quote(()), Buttons(())]
)
def test_what_has_no_words_is_left_out(block: Block) -> None:
    assert shown(block, text("a")) == [words("a")]


def test_a_divider_is_a_line_above_what_follows() -> None:
    above, below = shown(text("a"), Divider(), text(""), text("b"), Divider())
    assert "separator" not in above
    assert below == words("b", separator=True, spacing="Large")


def test_a_message_without_blocks_says_its_summary() -> None:
    assert shown() == [words("summary")]


def test_the_summary_is_for_notifications_and_for_clients_without_cards() -> None:
    rendered = render(Message("Noted.", (text("Thank you."),)))
    assert (rendered["type"], rendered["summary"]) == ("message", "Noted.")
    assert card(rendered)["fallbackText"] == "Noted."


def test_a_button_sends_its_action_and_value_and_older_clients_send_the_same() -> None:
    ((button,),) = (e["actions"] for e in shown(Buttons((Button("More", "card.more", "role"),))))
    ours = {"alongside": {"action": "card.more", "value": "role"}}
    assert button == {
        "type": "Action.Execute",
        "title": "More",
        "verb": "card.more",
        "data": ours,
        "fallback": {"type": "Action.Submit", "title": "More", "data": ours},
    }


def test_a_button_whose_answer_is_a_form_says_so_beforehand() -> None:
    ((opens, executes),) = (
        e["actions"] for e in shown(Buttons((Button("A", "a"), Button("B", "b"))), forms={"a"})
    )
    assert opens["type"] == "Action.Submit"
    assert opens["data"] == {"alongside": {"action": "a"}, "msteams": {"type": "task/fetch"}}
    assert executes["type"] == "Action.Execute"


def test_only_the_first_of_several_stands_out() -> None:
    rows = shown(Buttons((Button("A", "a"), Button("B", "b"))), Buttons((Button("C", "c"), Button("D", "d"))))
    assert [b.get("style") for row in rows for b in row["actions"]] == ["positive", None, None, None]
    assert "style" not in shown(Buttons((Button("A", "a"),)))[0]["actions"][0]


def test_a_label_too_long_for_a_button_has_lines_of_its_own_and_is_pressed_alike() -> None:
    long = "How a peer worker differs from clinicians and *others*"
    row, whole, last = shown(Buttons((Button("More", "a"), Button(long, "b", "v"), Button("C", "c"))))
    assert [b["title"] for b in (*row["actions"], *last["actions"])] == ["More", "C"]
    assert whole["items"] == [words(long.replace("*", "\\*"), color="Accent")]
    pressed = shown(Buttons((Button("x", "b", "v"),)))[0]["actions"][0]
    assert whole["selectAction"]["data"] == pressed["data"]
    assert (whole["selectAction"]["type"], whole["selectAction"]["title"]) == ("Action.Execute", long)


@pytest.mark.parametrize(
    ("count", "style"), [(2, "expanded"), (10, "expanded"), (11, "compact"), (26, "filtered")]
)
def test_few_answers_are_all_shown_and_many_are_a_list(count: int, style: str) -> None:
    options = tuple(Option(str(n), f"*{n}*") for n in range(count))
    (asked,) = shown(Choice("c", "Which?", options, initial="1"))
    assert (asked["id"], asked["label"], asked["style"], asked["value"]) == ("c", "Which?", style, "1")
    # Answers aren't read for Markdown.
    assert asked["choices"][1] == {"title": "*1*", "value": "1"}
    assert asked.get("placeholder") == (None if style == "expanded" else "Please choose")


def test_what_was_chosen_before_and_is_offered_no_longer_is_not_chosen() -> None:
    (asked,) = shown(Choice("c", "Which?", (Option("y", "Yes"),), initial="n"))
    assert "value" not in asked


def test_a_choice_without_answers_says_so() -> None:
    assert shown(Choice("c", "Which role?", ()))[-1] == words("There is nothing to choose from.", **QUIET)


def test_fields_of_a_message_never_keep_its_other_buttons_from_working() -> None:
    fields = shown(Choice("c", "Which?", (Option("y", "Yes"),)), TextInput("t", "Why?"))
    assert not any("isRequired" in field for field in fields)


def why(**changes: Any) -> TextInput:
    return TextInput("why", "Why?", **changes)


FORM = Form(
    "a.save", "Tell us *why*", (text("Hi"), Choice("c", "Which?", (Option("y", "Yes"),)), why()), "Save", "v"
)


def test_a_form_is_a_dialog_that_asks_for_all_that_is_needed() -> None:
    dialog = render_form(FORM, context="conversation")
    content = dialog["card"]["content"]
    assert dialog["title"] == "Tell us *why*"
    hello, choice, box = content["body"]
    assert hello == words("Hi")
    assert (choice["isRequired"], choice["errorMessage"]) == (True, "Please choose an answer.")
    assert (box["isRequired"], box["errorMessage"]) == (True, "Please fill this in.")
    (submit,) = content["actions"]
    assert submit["title"] == "Save"
    assert submit["data"] == {"alongside": {"action": "a.save", "value": "v", "context": "conversation"}}


def test_what_may_be_left_out_is_not_asked_for_and_a_hint_stands_below() -> None:
    box, hint = render_form(
        Form("a", "T", (why(hint="No names.", optional=True, longest=20, initial="x" * 30),))
    )["card"]["content"]["body"]
    assert hint == words("No names.", **QUIET)
    assert "isRequired" not in box
    assert (box["maxLength"], box["value"]) == (20, "x" * 20)


def test_a_form_comes_back_with_what_was_typed_and_each_fault_at_its_field() -> None:
    body = render_form(
        FORM, values={"why": "Because", "c": "y"}, faults={"why": "Shorter.", "": "Try again."}
    )["card"]["content"]["body"]
    red = {"color": "Attention"}
    assert [body[0], body[3]] == [words("Try again.", **red), words("Shorter.", **red)]
    assert [e.get("value") for e in body] == [None, None, "y", None, "Because"]


def test_what_is_longer_than_a_card_is_refused_and_named() -> None:
    endless = Message("x", (text("word " * 6000),))
    with pytest.raises(TooLongForTeams, match="Teams has room for 25,000"):
        render(endless)
    assert len(rendering_problems(endless)) == 1
    form = Form("a", "T", (text("word " * 6000),))
    with pytest.raises(TooLongForTeams):
        render_form(form)
    assert len(rendering_problems(form)) == 1


def test_a_card_is_measured_in_bytes() -> None:
    assert size({"a": "é😀"}) == len(b'{"a":""}') + 2 + 4
    assert CARD == 25_000


def test_a_dialog_is_as_tall_as_what_it_asks() -> None:
    line, lines = why(), why(multiline=True)
    heights = [render_form(Form("a", "T", fields))["height"] for fields in ((line,), (lines,), (line,) * 6)]
    assert heights == ["small", "medium", "large"]


def test_a_button_that_leads_elsewhere_carries_the_address() -> None:
    (row,) = shown(Buttons((Button("Sign up", "link", href="https://a.example/?b=1"),)))
    opens = {"type": "Action.OpenUrl", "title": "Sign up", "url": "https://a.example/?b=1"}
    assert row["actions"] == [opens]
    (unsafe,) = shown(Buttons((Button("Sign up", "link", href="javascript:x"),)))
    assert "url" not in unsafe["actions"][0]
