"""Several words in one phrase, and words that their sentence denies or says of something else."""

from pathlib import Path

import pytest

from bot.features.word_check.check import Words
from bot.features.word_check.entries import load

WORDS = Words(load(Path("content")))


def flagged(text: str) -> list[str]:
    return [found.words for found in WORDS.check(text)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He is my brother, not a junkie.", "junkie"),
        ("She was not compliant with her depot.", "compliant with her"),
    ],
)
def test_what_still_names_or_blames_somebody_is_flagged_though_it_is_denied(text: str, words: str) -> None:
    assert flagged(text) == [words]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("He is a schizophrenic and non-compliant.", ["a schizophrenic", "non-compliant"]),
        (
            "She is schizophrenic, aggressive and manipulative.",
            ["She is schizophrenic", "aggressive", "manipulative"],
        ),
        ("The patient was loud, very demanding, and hostile.", ["very demanding", "hostile"]),
        ("Mr Lee is new here but lazy again.", ["lazy"]),
        (
            "Two schizophrenics, an addict and a borderline wait.",
            ["schizophrenics", "an addict", "a borderline"],
        ),
        (
            "She's an addict and non-compliant with medication.",
            ["an addict", "non-compliant with medication"],
        ),
    ],
)
def test_each_of_several_words_in_one_phrase_is_flagged(text: str, words: list[str]) -> None:
    assert flagged(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "She is patient and runs a demanding, aggressive market.",
        "The site is accessible and compliant with the standard.",
        "He is on leave, and the new policy is compliant.",
        "She is our manager and the work is demanding.",
    ],
)
def test_what_is_said_of_something_else_in_the_same_sentence_is_left_alone(text: str) -> None:
    assert flagged(text) == []


def test_the_better_way_goes_on_from_what_stands_before_it() -> None:
    _, second = WORDS.check("He is a schizophrenic and non-compliant.")
    assert second.better[0] == "He is a schizophrenic and not taking up what was offered."
