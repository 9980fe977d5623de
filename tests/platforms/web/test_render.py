"""Every block as HTML, and typed text as nothing but text."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Chart,
    Choice,
    Divider,
    Facts,
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
from bot.platforms.web.rendering.fields import control_id
from bot.platforms.web.rendering.place import MessagePosition
from bot.platforms.web.rendering.render import render, render_fields

HERE = MessagePosition("e1")


def shown(*blocks: Block, place: MessagePosition = HERE) -> str:
    return str(render(Message("summary", blocks), place))


class Tags(HTMLParser):
    """The elements and attribute names of some HTML, in order, with what a reader sees."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[str] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [value or "" for _, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Heading("Notes"), "<h3>Notes</h3>"),
        (
            Paragraph((Span("a "), Span("b", bold=True), Span("c", italic=True))),
            "<p>a <strong>b</strong><em>c</em></p>",
        ),
        (text("Sources", quiet=True), '<p class="quiet">Sources</p>'),
        (Bullets((text("one"), text("two"))), "<ul><li>one</li>\n<li>two</li></ul>"),
        (Quote((Span("We asked."),)), "<blockquote><p>We asked.</p></blockquote>"),
        (Facts((("Answered", "23"),)), '<dl class="facts"><div><dt>Answered</dt><dd>23</dd></div></dl>'),
        (
            Facts((("You get", "Short tips, announcements, and results of the questions"),)),
            '<dl class="facts"><div class="long"><dt>You get</dt>'
            "<dd>Short tips, announcements, and results of the questions</dd></div></dl>",
        ),
        (
            Image("https://a.example/b.png", "A ward"),
            '<p class="picture"><img src="https://a.example/b.png" alt="A ward"></p>',
        ),
        (Divider(), "<hr>"),
        (
            Buttons((Button("Sign up", "link", href="https://a.example/?b=1&c"),)),
            '<div class="buttons"><a href="https://a.example/?b=1&amp;c" target="_blank" '
            'rel="noopener noreferrer">Sign up</a></div>',
        ),
    ],
)
def test_a_plain_block_becomes_the_element_made_for_it(block: Block, expected: str) -> None:
    assert shown(block) == expected


def test_a_message_without_blocks_shows_its_summary() -> None:
    assert render(Message("Noted."), HERE) == "<p>Noted.</p>"


def test_up_to_seven_answers_are_radio_buttons_and_more_are_a_list() -> None:
    seven, eight = (Choice("c", "Which?", tuple(Option(str(i), f"No {i}") for i in range(n))) for n in (7, 8))
    assert shown(seven).count('type="radio"') == 7
    assert shown(eight).count("<option") == 9  # with "Please choose"
    assert "radio" not in shown(eight)


def test_the_initial_answer_is_chosen_and_what_was_typed_wins_over_it() -> None:
    choice = Choice("c", "Which?", (Option("a", "A"), Option("b", "B")), initial="a")
    assert 'value="a" checked' in shown(choice)
    assert 'value="b" checked' in shown(choice, place=MessagePosition("e1", values={"c": "b"}))


def test_a_box_has_a_label_of_its_own_a_hint_and_says_when_it_is_optional() -> None:
    html = shown(TextInput("why", "Why?", hint="No names.", optional=True))
    assert '<label for="e1-why">Why? <span class="optional">(optional)</span></label>' in html
    assert 'aria-describedby="e1-why-hint"' in html


def test_a_fault_stands_beside_its_field_and_is_tied_to_it() -> None:
    place = MessagePosition("f1", values={"why": "too long"}, faults={"why": "Shorter, please."})
    html = str(render_fields((TextInput("why", "Why?", hint="Ten words."),), place))
    assert '<p class="fault" id="f1-why-fault">Shorter, please.</p>' in html
    assert 'aria-describedby="f1-why-hint f1-why-fault"' in html
    assert "aria-invalid=true" in html
    assert 'value="too long"' in html


def test_line_breaks_at_the_start_of_a_typed_text_survive() -> None:
    html = shown(
        TextInput("t", "T", multiline=True), place=MessagePosition("e1", values={"t": "\nsecond line"})
    )
    assert ">\n\nsecond line</textarea>" in html


def test_buttons_are_numbered_through_the_whole_message() -> None:
    html = shown(Buttons((Button("A", "a"),)), Divider(), Buttons((Button("B", "b"), Button("C", "c"))))
    assert [f'value="{i}"' in html for i in range(4)] == [True, True, True, False]
    assert html.count('class="main"') == 1, "a button that stands alone is not highlighted"


def test_one_button_at_most_stands_out() -> None:
    rows = [Buttons((Button(a, "a"), Button(b, "a"))) for a, b in ("AB", "CD")]
    html = shown(*rows)
    assert html.count('class="main"') == 1
    assert html.index('class="main"') < html.index("B<")


def test_buttons_and_boxes_of_a_message_that_is_only_read_cannot_be_used() -> None:
    html = shown(Buttons((Button("A", "a"),)), TextInput("t", "T"), place=MessagePosition("why", inert=True))
    assert html.count(" disabled") == 2


def test_progress_never_claims_more_than_all() -> None:
    html = shown(Progress("Tips", 9, 4))
    assert 'value="4" max="4"' in html
    assert "4 of 4" in html


@pytest.mark.parametrize(
    "href", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "vbscript:x", " javascript:x"]
)
def test_a_link_that_could_run_something_is_shown_as_words(href: str) -> None:
    assert shown(Paragraph((Span("here", href=href),))) == "<p>here</p>"


@pytest.mark.parametrize(
    "url", ["http://a.example/b.png", "//a.example/b.png", "javascript:x", "data:image/svg+xml,x"]
)
def test_a_picture_the_page_would_block_is_described_instead(url: str) -> None:
    assert shown(Image(url, "A ward")) == '<p class="quiet">Picture: A ward</p>'


def test_names_that_differ_have_ids_that_differ() -> None:
    assert len({control_id("e1", name) for name in ("a b", "a_b", "a.b", "a-b", "ab")}) == 5


def everywhere(typed: str) -> tuple[Block, ...]:
    spans = (Span(typed), Span(typed, bold=True, italic=True, href=f"https://a.example/{typed}"))
    return (
        Heading(typed),
        Paragraph(spans),
        Bullets((Paragraph(spans),)),
        Quote(spans),
        Facts(((typed, typed),)),
        Image(f"https://a.example/{typed}", typed),
        Chart(typed, (Point(typed, 1, 0, 2), Point(typed, 2)), (0, 3), typed),
        Chart(typed, (Point(typed, 1, 0, 2),), (0, 3), typed, "bar"),
        Choice(typed, typed, (Option(typed, typed),), typed),
        TextInput(typed, typed, typed, typed),
        TextInput(f"{typed}2", typed, typed, typed, multiline=True),
        Buttons((Button(typed, typed, typed),)),
        Progress(typed, 1, 2),
    )


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    # A long label takes more lines in a chart; how many is no matter of safety.
    return [(tag, attributes) for tag, attributes in Tags(html).found if tag != "text"]


MARKUP = st.sampled_from(
    [
        "<script>",
        "</textarea>",
        "'\"><img src=x onerror=x>",
        "&lt;",
        "{{ 7*7 }}",
        "{}",
        "{0.__class__}",
        "%s",
        "]]>",
        "<!--",
        "\n",
    ]
)


@given(
    st.lists(MARKUP | st.text(min_size=1, max_size=6), min_size=1, max_size=5).map("".join).filter(str.strip)
)
def test_typed_text_never_becomes_markup(typed: str) -> None:
    place = MessagePosition("e1", faults={typed: typed})
    x = "x" * len(typed)  # A longer one may be laid out another way.
    plain = MessagePosition("e1", faults={x: x})
    assert shape(shown(*everywhere(typed), place=place)) == shape(shown(*everywhere(x), place=plain))


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc"))))
def test_typed_text_is_read_as_it_was_typed(typed: str) -> None:
    assert Tags(shown(text(typed))).words == typed
