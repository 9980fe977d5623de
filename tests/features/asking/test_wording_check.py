"""What a language model wrote is shown only where the cards say it. Each of these is one way of saying more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.features.asking.rephrasing.check import fault_in, passage_of, tidy
from bot.features.asking.rephrasing.outcome import LONGEST_ANSWER, NotRephrasedReason, Sentence
from bot.features.asking.rephrasing.prompt import Sent

CARD = """\
What peers do
A peer worker is a colleague who draws on lived experience. They meet people singly or in groups.
Peer workers don't prescribe medication. In one study of 43 teams, most stayed for a year. Ask at www.peers.example.
Nobody should ask a peer worker to:
- share their notes without consent
- watch over somebody"""
OTHER = "Training\nTraining for peers takes time, and Harbour College offers it."
SENT = Sent("Does Sam Okoro prescribe, or cook lunch?", {"role/peers": CARD, "role/training": OTHER})

A_PEER = "A peer worker is a colleague who draws on lived experience"
NO_PILLS = "Peer workers don't prescribe medication."
STUDY = "In one study of 43 teams, most stayed for a year."
AT = "Ask at www.peers.example."


def checked(text: str, quote: str, card: str = "role/peers") -> NotRephrasedReason | None:
    return fault_in((Sentence(tidy(text), card, tidy(quote)),), SENT)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (A_PEER + ".", A_PEER),
        ("Peer workers are colleagues who draw on their lived experience.", A_PEER),
        ("They don’t prescribe medication.", "Peer workers don’t  prescribe\nmedication"),
        ("In a study of 43 teams most stayed for a year.", STUDY),
        ("Nobody should ask a peer worker to share notes.", "share their notes without consent"),
        ("Ask at www.peers.example.", AT),
    ],
)
def test_what_a_card_says_may_be_said(text: str, quote: str) -> None:
    assert checked(text, quote) is None


@pytest.mark.parametrize(
    ("why", "text", "quote"),
    [
        (
            NotRephrasedReason.WRONG_QUOTE,
            A_PEER + ".",
            "A peer worker is a friend who draws on lived experience",
        ),
        (NotRephrasedReason.WRONG_QUOTE, A_PEER + ".", ""),
        (NotRephrasedReason.WRONG_QUOTE, A_PEER + ".", "peer worker"),
        (NotRephrasedReason.WRONG_QUOTE, "Nobody should share notes.", "are their notes without consent"),
        (NotRephrasedReason.NEW_NUMBER, "In one study of 47 teams, most stayed for a year.", STUDY),
        (NotRephrasedReason.NEW_NUMBER, "In one study of 43% of teams, most stayed for a year.", STUDY),
        (NotRephrasedReason.NEW_NUMBER, "In one study of forty teams, most stayed for a year.", STUDY),
        (NotRephrasedReason.NEW_NUMBER, "In one study of 43 teams, most stayed for ½ a year.", STUDY),
        (
            NotRephrasedReason.NEW_NUMBER,
            "A peer worker is one of 43 colleagues with lived experience.",
            A_PEER,
        ),
        (NotRephrasedReason.NEW_NAME, "Priya is a peer worker who draws on lived experience.", A_PEER),
        (
            NotRephrasedReason.NEW_NAME,
            "A peer worker is a colleague at Seaview who draws on lived experience.",
            A_PEER,
        ),
        (NotRephrasedReason.NEW_NAME, "Sam Okoro is a peer worker who draws on lived experience.", A_PEER),
        (NotRephrasedReason.FROM_QUESTION, "sam is a peer worker who draws on lived experience.", A_PEER),
        (
            NotRephrasedReason.FROM_QUESTION,
            "A peer worker can cook, a colleague with lived experience.",
            A_PEER,
        ),
        (NotRephrasedReason.NEW_ADDRESS, "Ask at www.pears.example.", AT),
        (NotRephrasedReason.NEW_ADDRESS, "Ask a colleague@peers.example.", AT),
        (NotRephrasedReason.NEW_ADDRESS, "Ask at https://peers.", AT),
        (NotRephrasedReason.NEW_ADDRESS, "Ask at peers.example.com.", AT),
        (
            NotRephrasedReason.TURNED_ROUND,
            "Peer workers prescribe medication.",
            "prescribe medication. In one study",
        ),
        (
            NotRephrasedReason.TURNED_ROUND,
            "A peer worker is not a colleague who draws on lived experience.",
            A_PEER,
        ),
        (
            NotRephrasedReason.TURNED_ROUND,
            "A peer worker must be a colleague who draws on lived experience.",
            A_PEER,
        ),
        (NotRephrasedReason.TURNED_ROUND, "Yes, a colleague who draws on lived experience.", A_PEER),
        (
            NotRephrasedReason.TURNED_ROUND,
            "A peer worker has to share notes.",
            "share their notes without consent",
        ),
        (NotRephrasedReason.TURNED_ROUND, "They watch over somebody.", "watch over somebody"),
        (NotRephrasedReason.UNSUPPORTED, "They are unqualified and cost money.", A_PEER),
        (NotRephrasedReason.UNSUPPORTED, "They are.", A_PEER),
        (NotRephrasedReason.UNSUPPORTED, "They meet people in groups.", A_PEER),
        (NotRephrasedReason.UNSUPPORTED, "опытом делится.", A_PEER),
    ],
)
def test_what_it_does_not_say_is_not_said(why: NotRephrasedReason, text: str, quote: str) -> None:
    assert checked(text, quote) is why


def test_a_name_may_stand_in_the_card_it_is_cited_from_and_in_no_other() -> None:
    text, quote = "Training takes time, and Harbour College offers it.", "Harbour College offers it"
    found = Sentence(A_PEER + ".", "role/peers", A_PEER)
    assert fault_in((found, Sentence(text, "role/training", quote)), SENT) is None
    named = "A peer worker at Harbour draws on lived experience."
    assert fault_in((Sentence(named, "role/peers", A_PEER),), SENT) is NotRephrasedReason.NEW_NAME


def test_cards_that_were_not_sent_and_answers_beside_the_card_that_was_found() -> None:
    assert checked(A_PEER + ".", A_PEER, "role/other") is NotRephrasedReason.UNKNOWN_CARD
    assert checked(A_PEER + ".", A_PEER, "") is NotRephrasedReason.UNKNOWN_CARD
    assert (
        checked("Training takes time.", "Training for peers takes time", "role/training")
        is NotRephrasedReason.OTHER_CARD
    )


def test_a_wording_says_something_and_no_more_than_a_card() -> None:
    good = Sentence(A_PEER + ".", "role/peers", A_PEER)
    assert fault_in((), SENT) is NotRephrasedReason.WRONG_LENGTH
    assert fault_in((good,) * 8, SENT) is None
    assert fault_in((good,) * 9, SENT) is NotRephrasedReason.WRONG_LENGTH
    long = Sentence(f"{A_PEER} {'and peer ' * LONGEST_ANSWER}", "role/peers", A_PEER)
    assert fault_in((long,), SENT) is NotRephrasedReason.WRONG_LENGTH


def test_one_bad_sentence_spoils_the_answer() -> None:
    good = Sentence(A_PEER + ".", "role/peers", A_PEER)
    bad = Sentence("Peer workers prescribe medication.", "role/peers", NO_PILLS)
    assert fault_in((good, bad), SENT) is NotRephrasedReason.TURNED_ROUND


@given(st.text(), st.text())
def test_whatever_is_shown_has_its_quote_numbers_and_addresses_in_the_card(text: str, quote: str) -> None:
    """Around anything at all: an honest sentence with something added, an honest quote with something added."""
    said = tidy(f"{A_PEER} {text}")
    if fault_in((Sentence(said, "role/peers", tidy(A_PEER + quote)),), SENT) is None:
        assert passage_of(tidy(A_PEER + quote), CARD)
        assert {c for c in said if c.isdigit()} <= set(CARD)
        assert "@" not in said
        assert "//" not in said


@given(st.sampled_from(CARD.split("\n")[1:4]).flatmap(lambda line: st.sampled_from(line.split(". "))))
def test_any_sentence_of_a_card_may_be_said_as_it_stands(line: str) -> None:
    if len(line.split()) >= 3:
        assert fault_in((Sentence(line, "role/peers", line),), Sent("", {"role/peers": CARD})) is None


@given(st.text(alphabet=st.characters(categories=["Lu", "Ll", "Nd", "Po", "Cf", "Zs"]), max_size=60))
def test_tidying_twice_changes_nothing(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
