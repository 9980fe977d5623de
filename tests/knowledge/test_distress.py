from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge import distress
from bot.knowledge.distress import About, Level, Watch
from bot.knowledge.distress_phrases import phrase
from bot.knowledge.distress_report import Report, read, report
from bot.knowledge.embedding import Encoder

ROOT = Path(__file__).parents[2]
LINES = ROOT / "tests" / "data" / "distress"
PHRASES_ALONE = distress.load(ROOT / "content")


@pytest.fixture(scope="session")
def watch() -> Watch:
    return distress.load(ROOT / "content", Encoder())


def reported(watch: Watch, name: str) -> Report:
    return report(watch, read(LINES / f"{name}positive.yaml"), read(LINES / f"{name}negative.yaml"))


def test_lines_it_has_learned_from_are_recognised(watch: Watch) -> None:
    found = reported(watch, "")
    assert found.recall.value >= 0.99, found.missed
    assert found.false_alarms.value <= 0.01, found.false


def test_lines_it_has_not_learned_from_are_recognised(watch: Watch) -> None:
    found = reported(watch, "fresh_")
    assert found.recall.value >= 0.97, found.missed
    assert found.false_alarms.value <= 0.03, found.false


def test_phrases_alone_are_a_fallback_without_the_model() -> None:
    found = reported(PHRASES_ALONE, "")
    assert found.recall.value >= 0.88, found.missed
    assert found.false_alarms.value <= 0.01, found.false


DISTRESS = [
    "I want to die",
    "I've got the pills lined up",
    "OD'd last night",
    "I'm going to hang myself",
    "she is standing on the bridge and says she will jump",
    "I keep a blade in my bag",
    "my colleague told me she wants to kill herself",
    "a client just told me he's going to kill himself",
    "my husband hits me",
    "I'm frightened I might hurt my baby",
    "A staff member on our ward is hurting patients",
    "Is there a card on sick leave? I keep thinking about taking my life",
    "feeling suicdal tonight",
]


@pytest.mark.parametrize("line", DISTRESS)
def test_distress_is_seen_by_phrases_alone(line: str) -> None:
    assert PHRASES_ALONE.look(line).level is Level.DISTRESS


@pytest.mark.parametrize("line", DISTRESS)
def test_upper_case_either_apostrophe_and_new_lines_change_nothing(line: str) -> None:
    typed = line.upper().replace("'", "’").replace(" ", "\n" if len(line) < 5 else "  ")
    assert PHRASES_ALONE.look(f"hello\n\n{typed}\r\nthanks").level is Level.DISTRESS


@pytest.mark.parametrize(
    "line",
    [
        "suicide-prevention training moved to Tuesday",
        "what does a peer do if a client is suicidal",
        "this rota is killing me",
        "I could murder a coffee",
        "my laptop died",
        "end it with a summary and a link",
        "harm reduction approach in peer work",
        "dying to know who got the champion role",
        "How do I book supervision?",
    ],
)
def test_work_talk_gets_its_ordinary_answer(watch: Watch, line: str) -> None:
    assert watch.look(line).level is not Level.DISTRESS


@pytest.mark.parametrize(
    "line",
    [
        "And at night?",
        "At night?",
        "And on my own?",
        "And for me?",
        "And late at night?",
        "Every night?",
    ],
)
def test_a_question_that_only_goes_on_from_the_one_before_gets_its_ordinary_answer(
    watch: Watch, line: str
) -> None:
    assert watch.look(line).level is Level.NONE


@pytest.mark.parametrize(
    "line",
    [
        "I'm alone tonight.",
        "And I'm alone tonight",
        "And if I'm not here?",
        "Alone at night, and I want to die?",
    ],
)
def test_a_few_little_words_are_not_passed_over_where_they_may_say_more(watch: Watch, line: str) -> None:
    assert watch.look(line).level is not Level.NONE


@pytest.mark.parametrize(
    "line",
    [
        "what if a client tells me they want to die",
        'role play script: "I want to kill myself", please proofread',
        "I attempted suicide ten years ago, can I apply as a peer?",
        "I am not suicidal",
    ],
)
def test_where_it_may_be_either_one_line_goes_below_the_answer(line: str) -> None:
    assert PHRASES_ALONE.look(line).level is Level.DOUBT


def test_it_says_whom_it_is_about() -> None:
    assert PHRASES_ALONE.look("I want to die").about is About.SELF
    assert PHRASES_ALONE.look("my colleague told me she wants to die").about is About.SOMEBODY_ELSE
    assert PHRASES_ALONE.look("my husband hits me").is_abuse
    assert not PHRASES_ALONE.look("I want to die").is_abuse


def test_the_last_line_of_a_very_long_message_is_seen() -> None:
    assert PHRASES_ALONE.look("The room is booked. " * 1000 + "I want to die").level is Level.DISTRESS


@pytest.mark.parametrize(
    "hostile", ["a" * 20_000, " " * 20_000, "i cut my " * 2300, "I want to " * 2000, "(" * 20_000]
)
def test_twenty_thousand_characters_are_no_trouble(hostile: str) -> None:
    PHRASES_ALONE.look(hostile)


@given(st.text(max_size=400))
@settings(deadline=None, max_examples=60)
def test_nothing_that_is_typed_makes_it_fail(typed: str) -> None:
    PHRASES_ALONE.look(typed)


def test_a_phrase_with_a_fault_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="bracket"):
        phrase("(a|b", {})
    with pytest.raises(ValueError, match="no word list <nobody>"):
        phrase("<nobody> says", {})
