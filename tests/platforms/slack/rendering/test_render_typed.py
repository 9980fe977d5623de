"""Whatever people type is shown as they typed it, and is never anything else."""

from collections.abc import Iterator
from html import unescape
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    Choice,
    Facts,
    Form,
    Heading,
    Image,
    Message,
    Option,
    Paragraph,
    Point,
    Progress,
    Quote,
    Span,
    TextInput,
    text,
)
from bot.platforms.slack.rendering import names
from bot.platforms.slack.rendering.limits import TooLongForSlack, shortened
from bot.platforms.slack.rendering.render import render, render_form, render_home
from tests.platforms.slack.contract import checks

Json = dict[str, Any]

WORDS = {"plain_text", "text", "link"}
PARTS = {
    *("header", "rich_text", "context", "image", "input", "actions", "divider", "data_visualization"),
    *("rich_text_section", "rich_text_list", "rich_text_quote", "radio_buttons", "static_select"),
    *("plain_text_input", "button", "modal", "home", "line", "bar"),
}
MEANINGFUL = st.sampled_from(
    [
        *("<!channel>", "<!here|x>", "<@U123>", "<#C1>", "<!subteam^S1>", "<https://x|y>", "<mailto:a@b|c>"),
        *("<!date^1392734382^{date}^https://x|y>", "@channel", "@here", "#general", "https://evil.example"),
        *(
            "*bold*",
            "_it_",
            "~no~",
            "`code`",
            "```",
            "> quoted",
            "\n> q",
            "- list",
            "1. one",
            ":smile:",
            ":+1:",
        ),
        *(
            "&lt;!channel&gt;",
            "&",
            "\n",
            "\r\n",
            "\u200b",
            "\u202e",
            "\u2028",
            "\ufeff",
            "👩‍⚕️",
            "𝔸",
            "שלום",
            "\x00",
        ),
    ]
)
typed_texts = (
    st.lists(MEANINGFUL | st.text(max_size=6), min_size=1, max_size=5).map("".join).filter(str.strip)
)
short_texts = typed_texts.filter(lambda typed: len(typed.encode("utf-16-le")) <= 150)
long_texts = st.tuples(typed_texts, st.integers(1, 400), typed_texts).map(lambda t: t[0] * t[1] + t[2])


def everywhere(typed: str) -> tuple[Block, ...]:
    spans = (Span(typed), Span(typed, bold=True, italic=True, href="https://a.example"))
    return (
        Heading(typed),
        Paragraph(spans),
        Paragraph(spans, quiet=True),
        text(typed, quiet=True),
        Bullets((Paragraph(spans), Paragraph(spans, quiet=True))),
        Quote(spans),
        Facts(((typed, typed), (typed, typed))),
        Image("https://a.example/b.png", typed),
        Image("/b.png", typed),
        Choice("few", typed, (Option("a", typed), Option("b", typed)), "b"),
        Choice("many", typed, tuple(Option(str(n), typed) for n in range(11)), "3"),
        Choice("none", typed, ()),
        TextInput("box", typed, typed, typed, multiline=True),
        Buttons((Button(typed, "go", "v"), Button(typed, "go", "v"))),
        Progress(typed, 1, 2),
    )


def fields(typed: str) -> tuple[Paragraph | Choice | TextInput, ...]:
    return tuple(b for b in everywhere(typed) if isinstance(b, Paragraph | Choice | TextInput))


def parts(part: Any) -> Iterator[Json]:
    if isinstance(part, list):
        for item in part:
            yield from parts(item)
    elif isinstance(part, dict):
        yield part
        for value in part.values():
            yield from parts(value)


def with_typed(part: Any, stand_in: str, typed: str) -> Any:
    """What stands in is replaced by what was typed."""
    if isinstance(part, list):
        return [with_typed(item, stand_in, typed) for item in part]
    if isinstance(part, dict):
        return {key: with_typed(value, stand_in, typed) for key, value in part.items()}
    return part.replace(stand_in, typed) if isinstance(part, str) else part


@given(short_texts)
def test_typed_text_stands_in_its_places_as_it_was_typed_and_changes_nothing_else(typed: str) -> None:
    # A label that ends with a letter gets a colon, so what stands in ends alike.
    stand_in = "\ue000\ue000a" if typed[-1].isalnum() else "\ue000\ue000"
    blocks = with_typed(render_home(Message("x", everywhere(stand_in))), stand_in, typed)
    assert render_home(Message("x", everywhere(typed))) == blocks


@given(typed_texts)
def test_typed_text_is_only_ever_words_and_no_emoji(typed: str) -> None:
    message = render(Message(typed, everywhere(typed)))
    form = render_form(Form("a", typed, fields(typed), typed, typed), private_metadata=typed)
    for part in [p for rendered in (message["blocks"], form) for p in parts(rendered) if "type" in p]:
        assert part["type"] in WORDS | PARTS
        assert part["type"] != "link" or part["url"] == "https://a.example"
        assert part["type"] != "plain_text" or part["emoji"] is False


@given(typed_texts)
def test_a_summary_is_escaped_and_not_read_for_markup(typed: str) -> None:
    message = render(Message(typed))
    assert unescape(message["text"]) == unescape(typed.replace("&", "&amp;"))
    assert not {"<", ">"} & set(message["text"])
    assert (message["mrkdwn"], message["parse"], message["link_names"]) == (False, "none", False)


@given(typed_texts | st.from_regex(r"\A(https?|mailto|javascript|data|slack|tel|file|ftp):.{0,40}\Z"))
def test_only_the_web_and_mail_can_be_linked(href: str) -> None:
    (element,) = render(Message("x", (Paragraph((Span("here", href=href),)),)))["blocks"][0]["elements"][0][
        "elements"
    ]
    if element["type"] == "link":
        assert element["url"] == href
        assert href.lower().startswith(("https://", "http://", "mailto:"))
        assert not any(c in "<>|" or c.isspace() for c in href)
    else:
        assert element == {"type": "text", "text": "here"}


@given(typed_texts, st.sampled_from(["line", "bar"]))
def test_a_chart_with_markup_in_its_words_is_not_left_to_slack(typed: str, kind: str) -> None:
    chart = Chart(typed, (Point(typed, 1, 0, 2),), (0, 3), typed, kind)
    blocks = render(Message("x", (chart,)))["blocks"]
    native = [b for b in blocks if b["type"] == "data_visualization"]
    said = [words for _, words in checks.texts(blocks)]
    assert native or said.count(typed) >= 2
    assert not any(
        set("<>&*_~`:") & set(b["title"] + b["chart"]["series"][0]["data"][0]["label"]) for b in native
    )
    assert checks.contract().faults("message", {**render(Message("x")), "blocks": blocks}) == []


@settings(max_examples=30)
@given(long_texts)
def test_text_of_any_length_fits_or_is_refused(typed: str) -> None:
    for block in everywhere(typed):
        try:
            message = render(Message(typed, (block,)))
        except TooLongForSlack:
            assert len(typed) > 1000
        else:
            assert checks.contract().faults("message", message) == []
    try:
        modal = render_form(Form("a", typed, fields(typed), typed))
    except TooLongForSlack:
        assert len(typed) > 1000
    else:
        assert checks.contract().faults("modal", modal) == []


@given(long_texts, st.integers(5, 300))
def test_what_is_shortened_begins_as_it_was_typed_and_fits(typed: str, room: int) -> None:
    cut = shortened(typed, room)
    assert len(cut.encode("utf-16-le")) <= 2 * room
    assert cut == typed or typed.startswith(cut.removesuffix("…"))


@given(st.text(), st.text())
def test_a_forms_value_and_context_come_back(value: str, context: str) -> None:
    assert names.unpack(names.pack(value, context)) == (value, context)


@given(st.text(min_size=1), st.integers(0, 99))
def test_an_action_comes_back(action: str, index: int) -> None:
    assert names.action_of(names.action_id(action, index)) == action
