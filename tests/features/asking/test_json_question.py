"""The contract of `ask --json`."""

import json

import pytest

from bot.app.content import Content
from bot.commands.engine import AnswerEngine
from bot.features.asking.understanding.json_question import JsonQuestion, read_line

CARD = "role/sharing-their-story"


@pytest.fixture
def engine(content: Content) -> AnswerEngine:
    return AnswerEngine(content.evidence, content.distress_detector, content.conversation)


def answer(engine: AnswerEngine, question: str, **more: object) -> dict[str, object]:
    (line,) = engine.lines([json.dumps({"question": question, **more})])
    found: dict[str, object] = json.loads(line)
    return found


def test_a_question_keeps_the_fields_that_it_always_had(engine: AnswerEngine) -> None:
    got = answer(engine, "is peer support evidence based")
    assert {
        "question",
        "outcome",
        "cards",
        "scores",
        "boundary",
        "odds",
        "lead",
        "reading",
        "ms",
    } <= got.keys()


def test_conversation_says_which_act_it_was(engine: AnswerEngine) -> None:
    got = answer(engine, "hiya!")
    assert (got["outcome"], got["act"], got["acts"]) == ("conversation", "greeting", ["greeting"])


def test_an_act_about_a_card_names_that_card_first(engine: AnswerEngine) -> None:
    got = answer(engine, "says who?", context=f"card:{CARD}")
    assert got["act"] == "source"
    cards = got["cards"]
    assert isinstance(cards, list)
    assert cards[0] == CARD


def test_two_acts_are_both_named(engine: AnswerEngine) -> None:
    got = answer(engine, "thanks, and who supervises them?", context=f"card:{CARD}")
    assert (got["act"], got["acts"]) == ("thanks+question", ["thanks", "question"])


def test_a_tool_is_named_by_its_word(engine: AnswerEngine) -> None:
    got = answer(engine, "could I see the deliveries")
    assert (got["outcome"], got["command"]) == ("command", "deliveries")


def test_what_is_not_ours_says_whose_it_is(engine: AnswerEngine) -> None:
    got = answer(engine, "what's the maximum dose of olanzapine")
    assert (got["outcome"], got["boundary"], got["whose"]) == ("unknown", "medication", "elsewhere")


def test_the_second_of_an_offer_is_the_second_card(engine: AnswerEngine) -> None:
    got = answer(engine, "the second one", context="offer", offered=["role/boundaries", CARD])
    cards = got["cards"]
    assert isinstance(cards, list)
    assert (got["act"], cards[0]) == ("choose", CARD)


def test_previous_may_be_one_text_or_several() -> None:
    assert read_line('{"question": "why", "previous": "a"}') == JsonQuestion("why", ("a",))
    assert read_line('{"question": "why", "previous": ["a", "b"]}') == JsonQuestion("why", ("a", "b"))
    assert read_line("plain words") == JsonQuestion("plain words")


@pytest.mark.parametrize("line", ['{"q": "x"}', '{"question": "x", "context": "nonsense"}'])
def test_what_cannot_be_read_says_what_is_expected(line: str) -> None:
    with pytest.raises(ValueError, match="question"):
        read_line(line)
