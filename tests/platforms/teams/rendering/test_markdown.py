"""What is typed is read back as it was typed, by CommonMark; and what is bold or a link is exactly what we said."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.conversation.message import Span
from bot.platforms.teams.rendering.markdown import leads_somewhere, line, paragraphs, words

READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])

MEANINGFUL = st.sampled_from(
    [
        *("**bold**", "*it*", "_it_", "__b__", "***", "~~no~~", "`code`", "```\ncode\n```", "    indented"),
        *(
            "[x](https://evil.example)",
            "![x](https://evil.example/p.png)",
            "<https://evil.example>",
            "[x]: y",
        ),
        *(
            "<at>Priya</at>",
            "<b>",
            "<!-- x -->",
            "<img src=x>",
            "&lt;",
            "&#42;",
            "&amp;",
            "&",
            "<",
            "]",
            "](",
            "[",
        ),
        *(
            "# head",
            "> quote",
            "- item",
            "+ item",
            "1. one",
            "2) two",
            "---",
            "===",
            "| a | b |",
            "\t",
            " ",
            "!",
        ),
        *(
            "\n",
            "\r\n",
            "\r",
            "\n\n",
            "\\",
            "\\\\",
            "\\*",
            "a_b_c",
            "{{DATE(2017-02-14T06:00:00Z)}}",
            "{",
            ":-)",
        ),
        *("\u200b", "\u202e", "\u2028", "\ufeff", "\u00a0", "👩‍⚕️", "𝔸", "שלום", "\x00", "é", "“"),
    ]
)
typed_texts = st.lists(MEANINGFUL | st.text(max_size=5), max_size=6).map("".join)
addresses = st.sampled_from(
    ["https://a.example", "https://a.example/x_(y)?b=1&lt;=2*3", "mailto:a@b.example"]
)
spans = st.builds(
    Span,
    typed_texts,
    bold=st.booleans(),
    italic=st.booleans(),
    href=st.none() | addresses | st.just("javascript:alert(1)"),
)


def seen(said: str) -> str:
    """Without what nobody sees: white space at the edges, more than one in a row, and our own character."""
    return " ".join(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b]", "", said).split())


def read(markdown: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each letter with its styles. Fails at whatever is neither words, nor bold, italic or a link."""
    styles: list[str] = []
    for token in READER.parse(markdown):
        assert token.type in ("paragraph_open", "inline", "paragraph_close"), token.type
        for part in token.children or []:
            assert part.type in {"text", "strong_open", "strong_close", "em_open", "em_close"} | {
                "link_open",
                "link_close",
            }, part.type
            if part.nesting == 1:
                styles.append(part.tag + str(part.attrs.get("href", "")))
            elif part.nesting == -1:
                styles.pop()
            yield from ((c, tuple(sorted(styles))) for c in part.content)
        yield " ", ()


def meant(span: Span) -> tuple[str, ...]:
    bold = ["strong"] if span.bold else []
    italic = ["em"] if span.italic else []
    href = span.href or ""
    replaced = (("(", "%28"), (")", "%29"), ("*", "%2A"), (";", "%3B"))
    for old, new in replaced:
        href = href.replace(old, new)
    return tuple(sorted([*bold, *italic, *(["a" + href] if leads_somewhere(href) else [])]))


def letters(pairs: Iterator[tuple[str, tuple[str, ...]]]) -> list[tuple[str, tuple[str, ...]]]:
    return [(c, styles) for c, styles in pairs if seen(c)]


@settings(max_examples=400)
@given(st.lists(spans, max_size=4))
def test_each_letter_is_read_in_the_style_it_was_given_and_nothing_else_is(said: list[Span]) -> None:
    expected = [(c, meant(s)) for s in said for c in s.text if seen(c)]
    assert letters(read(paragraphs(said))) == expected
    assert letters(read(line(said))) == expected


@given(typed_texts)
def test_words_on_one_line_stay_on_it(typed: str) -> None:
    assert not set("\r\n") & set(line((Span(typed), Span(typed, bold=True))))


@given(typed_texts)
def test_typed_text_says_what_it_said(typed: str) -> None:
    assert seen("".join(c for c, _ in read(paragraphs((Span(typed),))))) == seen(typed)


@pytest.mark.parametrize(
    "ordinary",
    [
        "Peers don't do that, do they?",
        "R&D: 3 < 4 (about ~5)",
        "a_b_c, 50% – “yes”",
        "Ring 0300 123 (day)",
        ":-)",
    ],
)
def test_ordinary_words_stay_untouched(ordinary: str) -> None:
    assert paragraphs((Span(ordinary),)) == ordinary


def test_a_mention_is_never_one() -> None:
    assert "<at>" not in paragraphs((Span("<at>Priya</at>"),))
    assert paragraphs((Span("<"), Span("at>"))) == "<\u200bat>"


def test_dates_are_not_worked_out() -> None:
    assert "{{" not in paragraphs((Span("{{DATE(2017-02-14T06:00:00Z)}}"),))
    assert "{{" not in words("{{TIME(2017-02-14T06:00:00Z)}}")


def test_telephones_know_brackets_without_backslashes() -> None:
    assert paragraphs((Span("[x](https://evil.example)"),)) == "[x]\u200b(https://evil.example)"


def test_a_new_line_is_a_paragraph_and_a_space_in_a_list() -> None:
    assert paragraphs((Span("one\n  two\r\n\r\nthree"),)) == "one\n\ntwo\n\nthree"
    assert line((Span("one\ntwo"),)) == "one two"


def test_a_number_in_a_text_is_one_that_a_phone_dials() -> None:
    assert paragraphs((Span("988", href="tel:988"),)) == "[988](tel:988)"


@pytest.mark.parametrize(
    "href", ["javascript:x", "//evil.example", "tel:1", "https://a b", "https://a|b", "HTTP:x"]
)
def test_an_address_that_leads_elsewhere_is_only_words(href: str) -> None:
    assert paragraphs((Span("here", href=href),)) == "here"


def test_a_label_is_never_empty() -> None:
    assert words(" ") == "…"
