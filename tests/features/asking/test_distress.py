from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.asking.distress import detector
from bot.features.asking.distress.detector import About, DistressDetector, Level
from bot.features.asking.distress.examples import examples
from bot.features.asking.distress.phrases import phrase
from bot.features.asking.distress.report import DistressReport, evaluate_distress, read, report
from bot.features.asking.distress.signs import Signs
from bot.features.asking.distress.signs import load as load_signs

ROOT = Path(__file__).parents[3]
LINES = ROOT / "tests" / "data" / "distress"
PHRASES_ALONE = detector.load(ROOT / "content")


def reported(distress_detector: DistressDetector, name: str) -> DistressReport:
    return report(
        distress_detector, read(LINES / f"{name}positive.yaml"), read(LINES / f"{name}negative.yaml")
    )


@pytest.mark.parametrize(
    ("name", "recall", "false_alarms"),
    [("fresh_", 0.97, 0.01), ("sealed_", 0.98, 0.02), ("held_", 0.95, 0.03)],
)
def test_lines_it_has_not_learned_from_are_recognised(
    distress_detector: DistressDetector, name: str, recall: float, false_alarms: float
) -> None:
    found = reported(distress_detector, name)
    assert found.recall.value >= recall, found.missed
    assert found.false_alarms.value <= false_alarms, found.false


def test_phrases_alone_are_a_fallback_without_the_model() -> None:
    found = reported(PHRASES_ALONE, "fresh_")
    assert found.recall.value >= 0.65, found.missed
    assert found.false_alarms.value <= 0.05, found.false


def test_no_short_example_of_distress_is_an_ordinary_one_too() -> None:
    signs = load_signs(ROOT / "content")
    lines = examples(ROOT / "content").ordinary
    assert [line for line in lines if signs.is_short_cry(signs.read(line))] == []


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
    assert PHRASES_ALONE.classify(line).level is Level.DISTRESS


@pytest.mark.parametrize("line", DISTRESS)
def test_upper_case_either_apostrophe_and_new_lines_change_nothing(line: str) -> None:
    typed = line.upper().replace("'", "’").replace(" ", "\n" if len(line) < 5 else "  ")
    assert PHRASES_ALONE.classify(f"hello\n\n{typed}\r\nthanks").level is Level.DISTRESS


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
def test_work_talk_gets_its_ordinary_answer(distress_detector: DistressDetector, line: str) -> None:
    assert distress_detector.classify(line).level is not Level.DISTRESS


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
    distress_detector: DistressDetector, line: str
) -> None:
    assert distress_detector.classify(line).level is Level.NONE


@pytest.mark.parametrize(
    "line",
    [
        "Alone tonight and scared of myself",
        "And if I hurt myself?",
        "Alone at night, and I want to die?",
    ],
)
def test_a_few_little_words_are_not_passed_over_where_they_may_say_more(
    distress_detector: DistressDetector, line: str
) -> None:
    assert distress_detector.classify(line).level is not Level.NONE


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
    assert PHRASES_ALONE.classify(line).level is Level.DOUBT


@pytest.mark.parametrize(
    "line",
    [
        "tell me more",
        "I want to know more",
        "and what about me",
        "leave it with me then",
        "that's all for me",
        "let it go now",
        "so do it then",
        "no more of these today",
        "I can't do that here",
        "who are you",
    ],
)
def test_a_short_line_without_a_grim_word_never_brings_the_signpost(
    distress_detector: DistressDetector, line: str
) -> None:
    assert distress_detector.classify(line).level is Level.NONE


class Panic:
    """A net that would take anything for distress."""

    def score(self, text: str) -> float:
        return 9.0


class Broken:
    def score(self, text: str) -> float:
        raise RuntimeError("no memory")


class Illegible(Signs):
    def __init__(self) -> None:
        pass

    def read(self, text: str) -> str:
        raise KeyError(text)


def test_the_net_alone_never_decides_on_six_words_without_a_grim_one() -> None:
    panicking = DistressDetector(load_signs(ROOT / "content"), Panic())
    assert panicking.classify("could you show me the menu").level is Level.NONE
    assert panicking.classify("could you show me the whole menu").level is Level.DISTRESS
    assert panicking.classify("could you show me the pain").level is Level.DISTRESS


def test_a_net_that_fails_leaves_the_phrases_and_one_line_for_everybody() -> None:
    broken = DistressDetector(load_signs(ROOT / "content"), Broken())
    assert broken.classify("I want to die").level is Level.DISTRESS
    assert broken.classify("who books the room for the training on Friday").level is Level.DOUBT


def test_phrases_that_fail_bring_the_signpost() -> None:
    assert DistressDetector(Illegible()).classify("who books the room").level is Level.DISTRESS


@pytest.mark.parametrize("odd", ["\ud83d", "\ude00 ", "\x00", "\u200b", "\ufffe"])
def test_half_an_emoji_and_other_odd_letters_change_nothing(
    distress_detector: DistressDetector, odd: str
) -> None:
    assert distress_detector.classify(f"{odd}I want to die{odd}").level is Level.DISTRESS
    assert (
        distress_detector.classify(f"How do I book supervision with my line manager {odd}").level
        is Level.NONE
    )


def test_it_says_whom_it_is_about() -> None:
    assert PHRASES_ALONE.classify("I want to die").about is About.SELF
    assert PHRASES_ALONE.classify("my colleague told me she wants to die").about is About.SOMEBODY_ELSE
    assert PHRASES_ALONE.classify("my husband hits me").is_abuse
    assert not PHRASES_ALONE.classify("I want to die").is_abuse


def test_the_last_line_of_a_very_long_message_is_seen() -> None:
    assert PHRASES_ALONE.classify("The room is booked. " * 1000 + "I want to die").level is Level.DISTRESS


@pytest.mark.parametrize(
    "hostile", ["a" * 20_000, " " * 20_000, "i cut my " * 2300, "I want to " * 2000, "(" * 20_000]
)
def test_twenty_thousand_characters_are_no_trouble(hostile: str) -> None:
    PHRASES_ALONE.classify(hostile)


@given(st.text(max_size=400))
@settings(max_examples=60)
def test_nothing_that_is_typed_makes_it_fail(typed: str) -> None:
    PHRASES_ALONE.classify(typed)


def test_a_phrase_with_a_fault_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="bracket"):
        phrase("(a|b", {})
    with pytest.raises(ValueError, match="no word list <nobody>"):
        phrase("<nobody> says", {})


def test_lines_of_one_sort_are_counted_by_what_they_bring() -> None:
    seen = evaluate_distress(PHRASES_ALONE, ["I want to die", "book a room", "I am not suicidal", "more"])
    assert (seen.alarms.value, seen.doubts.value) == (0.25, 0.25)
    assert seen.by_level[Level.DOUBT] == ("I am not suicidal",)
