"""What whole policies and guidance taught: wrapped lines, quotations over lines, names that own, and lists of words."""

import pytest

from tests.features.word_check.flagging import WORDS, flagged


@pytest.mark.parametrize(
    "text",
    [
        "Capacity may change with the patient's mental state.",
        "Ask for the client’s mental health history first.",
        "Mrs Lee's mental capacity was never in doubt.",
    ],
)
def test_what_somebody_has_is_not_what_somebody_is(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The patient's mental again.", "The patient's mental"),
        ("The client’s lazy, so we stopped.", "The client’s lazy"),
        ("Mrs Lee's crazy tonight.", "Mrs Lee's crazy"),
        ("He's mental health's worst case.", "He's mental"),
    ],
)
def test_what_somebody_is_said_to_be_in_short_is_flagged(text: str, words: str) -> None:
    assert flagged(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "“He told me on the first evening that I would always be a\njunkie, and that was that.” – Ada",
        '"They wrote in my notes that I was a schizophrenic who would\nnever work." (Ada)',
        "“" + "I sat there and nobody came. " * 20 + "They called me a junkie.” – Ada",
    ],
)
def test_a_quotation_may_go_over_lines_and_be_long(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "“Ada was here\n\nThe junkies came back.”",
        'Ask for the OARS" sheet.\nThe junkies have "it".',
        'A pipe of 12" and the junkies and 5" more.',
    ],
)
def test_a_sign_that_opens_no_quotation_hides_nothing(text: str) -> None:
    assert flagged(text) == ["junkies"]


def test_a_sentence_goes_on_in_the_next_line_of_a_wrapped_text() -> None:
    text = "The house behind the station on the hill was built for the mentally\n   ill and have nowhere else to go."
    (finding,) = WORDS.check(text)
    assert finding.words == "the mentally ill"
    assert "\n" not in finding.sentence and finding.sentence.endswith("nowhere else to go.")
    assert all(better.endswith("nowhere else to go.") and "  " not in better for better in finding.better)


def test_what_makes_a_wrapped_sentence_right_may_stand_in_its_other_line() -> None:
    text = "Many people still believe that a person with that diagnosis may switch to\nbizarre behaviour at any time."
    assert flagged(text) == []


def test_short_lines_and_items_stand_by_themselves() -> None:
    assert flagged("never say these things\nhe is a junkie\nthe junkies came") == ["junkie", "junkies"]


@pytest.mark.parametrize(
    "text",
    [
        "It is a common misconception that schizophrenics are dangerous.",
        "Society often thinks that people with that diagnosis are lazy people.",
        "## Words to avoid\n\n- Junkies\n- The mentally ill\n  and psychos\n",
        "Please do not write:\n* committed suicide\n* schizophrenics",
        "Myths and facts\n1. Schizophrenics are violent\n2. Addicts never change",
    ],
)
def test_beliefs_and_lists_of_words_that_a_text_puts_right_are_left_alone(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("She believes that he is a junkie.", "junkie"),
        ("## Words to avoid\n\n- Psychos\n\n## Today\n\n- The junkies came", "junkies"),
        ("How to avoid relapse:\n- Junkies meet at six", "Junkies"),
    ],
)
def test_the_writers_own_belief_and_what_follows_such_a_list_are_flagged(text: str, words: str) -> None:
    assert flagged(text) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Plans are updated as children progress or needs change.",
        "The law protects groups like children and older people.",
        "As children get older, they decide more.",
    ],
)
def test_children_who_are_children_are_left_alone(text: str) -> None:
    assert flagged(text) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The residents are treated as children.", "treated as children"),
        ("On pay day they are like children again.", "like children"),
        ("Staff treat the residents as children here.", "treat the residents as children"),
    ],
)
def test_adults_spoken_of_as_children_are_flagged(text: str, words: str) -> None:
    assert flagged(text) == [words]
