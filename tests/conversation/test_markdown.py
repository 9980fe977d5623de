import pytest

from bot.conversation.markdown import UnsupportedMarkdown, blocks
from bot.conversation.message import Bullets, Heading, Paragraph, Span


def test_paragraphs_headings_bullets_and_styles_become_blocks() -> None:
    source = "Hello **there** *you*, [read](https://example.org).\n\n## Try\n\n- one\n- two\n"
    assert blocks(source) == (
        Paragraph(
            (
                Span("Hello "),
                Span("there", bold=True),
                Span(" "),
                Span("you", italic=True),
                Span(", "),
                Span("read", href="https://example.org"),
                Span("."),
            )
        ),
        Heading("Try"),
        Bullets((Paragraph((Span("one"),)), Paragraph((Span("two"),)))),
    )


@pytest.mark.parametrize("break_", ["\n", "  \n"])
def test_a_line_break_that_people_type_stays_where_it_is_to_be_kept(break_: str) -> None:
    (paragraph,) = blocks(f"Tea at ten.{break_}Cake at eleven.", keeps_lines=True)
    assert isinstance(paragraph, Paragraph)
    assert "".join(span.text for span in paragraph.spans) == "Tea at ten.\nCake at eleven."
    (joined,) = blocks("Tea at ten.\nCake at eleven.")
    assert isinstance(joined, Paragraph)
    assert "".join(span.text for span in joined.spans) == "Tea at ten. Cake at eleven."


@pytest.mark.parametrize("break_", ["\n", "  \n"])
@pytest.mark.parametrize("mark", ["**", "*"])
def test_a_line_break_keeps_the_style_that_it_stands_in(break_: str, mark: str) -> None:
    source = f"{mark}Tea at ten.{break_}Cake at eleven.{mark}"
    (paragraph,) = blocks(source, keeps_lines=True)
    assert isinstance(paragraph, Paragraph)
    assert {(span.bold, span.italic) for span in paragraph.spans} == {(mark == "**", mark == "*")}


@pytest.mark.parametrize("break_", ["\n", "  \n"])
def test_a_line_break_within_a_link_parts_its_words(break_: str) -> None:
    source = f"[Come.{break_}Eat](https://example.org)"
    (paragraph,) = blocks(source, keeps_lines=True)
    assert isinstance(paragraph, Paragraph)
    assert {span.href for span in paragraph.spans} == {"https://example.org"}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("1. first", "a numbered list"),
        ("> said", "a quotation"),
        ("```\ncode\n```", "a code block"),
        ("`code`", "code in backticks"),
        ("<b>bold</b>", "HTML"),
        ("---", "a horizontal line"),
        ("![](https://example.org/a.png)", "a picture"),
        ("a | b\n--|--\n1 | 2", "a table"),
        ("- one\n  - inner", "a list inside a list"),
        ("[here](http://example.org)", "a link to http://example.org"),
        ("[here](javascript:alert)", "a link to javascript:alert"),
        (
            "See [**nhs**.example](https://evil.example).",
            "a link to https://evil.example whose words are another",
        ),
    ],
)
def test_what_some_platform_cannot_show_is_refused_by_name(source: str, name: str) -> None:
    with pytest.raises(UnsupportedMarkdown, match=name.replace("(", r"\(")):
        blocks(source)


def test_the_refusal_knows_the_line() -> None:
    with pytest.raises(UnsupportedMarkdown) as refused:
        blocks("fine\n\nalso fine\n\n> not fine")
    assert refused.value.line == 4
