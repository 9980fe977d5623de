"""Several words in one phrase, and words that their sentence denies or says of something else."""

import pytest

from tests.features.word_check.flagging import WORDS, flagged


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


@pytest.mark.parametrize(
    "text",
    [
        "Never call people manipulative in the notes.",
        "Nobody on this ward is attention-seeking.",
        "No one was manipulative, whatever the notes say.",
        "She was never attention-seeking; she asked for help.",
        "He introduces himself as an addict in every meeting.",
        "Schizophrenia is a lifelong illness for some and not for others.",
        "Addiction is a brain disease and not a moral failing.",
    ],
)
def test_what_is_denied_not_said_or_said_of_oneself_is_left_alone(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Do not call the ward about that junkie.", "junkie"),
        ("Never an addict again in my team!", "an addict"),
        ("Her sister introduces her as an addict.", "an addict"),
        ("He was told that his is a lifelong illness.", "lifelong illness"),
        ("She has a brain disease, so talking is no use.", "a brain disease"),
        ("A revolving-door client came back.", "revolving-door client"),
        ("The neighbours hear that he is a danger to the public.", "he is a danger to the public"),
        ("Peers are merely patients.", "are merely patients"),
        ("She keeps absconding.", "keeps absconding"),
        ("It takes two of us for managing patients like him.", "managing patients"),
    ],
)
def test_what_is_said_of_somebody_is_flagged_all_the_same(text: str, words: str) -> None:
    assert words in flagged(text)


@pytest.mark.parametrize(
    "text",
    [
        "The hotel has a revolving door, patients say.",
        "Loose tiles are a danger to the public.",
        "These seats are only for patients, and those for visitors.",
        "The risk of absconding is reviewed with the person.",
        "The protocol for managing patients missing from the ward is on page four.",
    ],
)
def test_a_thing_or_a_rule_is_left_alone(text: str) -> None:
    assert flagged(text) == []
