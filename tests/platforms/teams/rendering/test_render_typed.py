"""Whatever people type is shown as they typed it, and is never anything else."""

from typing import Any

from hypothesis import example, given, settings
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
)
from bot.platforms.teams.rendering.limits import TooLongForTeams
from bot.platforms.teams.rendering.render import render, render_form
from tests.platforms.teams.contract import checks
from tests.platforms.teams.contract.checks import parts
from tests.platforms.teams.rendering.test_markdown import READER, typed_texts

Json = dict[str, Any]

KINDS = {
    *(
        "AdaptiveCard",
        "TextBlock",
        "Container",
        "FactSet",
        "Image",
        "Input.ChoiceSet",
        "Input.Text",
        "ActionSet",
    ),
    *("Action.Execute", "Action.Submit", "ColumnSet", "Column", "Chart.Line", "Chart.HorizontalBar"),
}
WORDS = {"text", "inline"} | {
    f"{name}_{end}"
    for name in ("paragraph", "strong", "em", "bullet_list", "list_item")
    for end in ("open", "close")
}
long_texts = st.tuples(typed_texts, st.integers(1, 3000), typed_texts).map(lambda t: t[0] * t[1] + t[2])


def everywhere(typed: str) -> tuple[Block, ...]:
    spans = (Span(typed), Span(typed, bold=True, italic=True))
    return (
        Heading(typed),
        Paragraph(spans),
        Paragraph(spans, quiet=True),
        Bullets((Paragraph(spans), Paragraph(spans, quiet=True))),
        Quote(spans),
        Facts(((typed, typed), (typed, typed))),
        Image("https://a.example/b.png", typed),
        Image("/b.png", typed),
        Chart(typed, (Point(typed, 1, 0, 2),), (0, 3), typed),
        Chart(typed, (Point(typed, 1, 0, 2),), (0, 3), typed, "bar"),
        Choice("few", typed, (Option("a", typed), Option("b", typed)), "b"),
        Choice("many", typed, tuple(Option(str(n), typed) for n in range(11)), "3"),
        TextInput("box", typed, typed, typed, multiline=True),
        Buttons((Button(typed, "go", typed), Button(typed, "open", typed))),
        Progress(typed, 1, 2),
    )


def fields(typed: str) -> tuple[Paragraph | Choice | TextInput, ...]:
    return tuple(b for b in everywhere(typed) if isinstance(b, Paragraph | Choice | TextInput))


def rendered(typed: str) -> tuple[Json, Json]:
    form = Form("a", typed, fields(typed), typed, typed)
    message = render(Message(typed, everywhere(typed)), forms={"open"})
    dialog = render_form(form, values={"box": typed}, faults={"box": typed, "": typed}, context=typed)
    return message["attachments"][0]["content"], dialog["card"]["content"]


def read_as_markdown(card: Json) -> list[str]:
    facts = [fact for part in parts(card) for fact in part.get("facts", ())]
    return [
        *(part["text"] for part in parts(card) if part["type"] == "TextBlock"),
        *(fact[key] for fact in facts for key in ("title", "value")),
    ]


@given(typed_texts)
def test_typed_text_is_only_ever_words(typed: str) -> None:
    for card in rendered(typed):
        assert {part["type"] for part in parts(card)} <= KINDS | {"task/fetch"}
        assert "msteams" not in card
        for said in read_as_markdown(card):
            tokens = READER.parse(said)
            assert {t.type for token in tokens for t in (token, *(token.children or ()))} <= WORDS
            assert "<at>" not in said
            assert "{{" not in said


@settings(max_examples=8)
@example(["\x1b"])
@given(st.lists(typed_texts, min_size=20, max_size=20))
def test_whatever_is_typed_makes_cards_that_teams_takes(typed: list[str]) -> None:
    cards = [card for one in typed for card in rendered(one)]
    assert checks.contract().faults(cards) == []


@settings(max_examples=30)
@given(long_texts)
def test_text_of_any_length_fits_or_is_refused(typed: str) -> None:
    try:
        render(Message(typed, everywhere(typed)))
    except TooLongForTeams:
        assert len(typed) > 100
