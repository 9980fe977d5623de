"""Whatever a keyboard, a phone or a platform makes of words, they arrive in one spelling."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.conversation.inbound_text import LONGEST, folded_name, inbound_text, is_plain, without_marks

_ANYTHING = some.text(some.characters(codec=None, categories=None))


@given(_ANYTHING)
def test_anything_becomes_text_that_can_be_stored_and_sent(typed: str) -> None:
    ready = inbound_text(typed)
    assert ready.encode("utf-8").decode("utf-8") == ready
    letters = set(ready) - {"\n", "\t"}
    assert not {unicodedata.category(letter) for letter in letters} & {"Cc", "Cs", "Cn"}
    assert "\x00" not in ready
    assert len(ready) <= LONGEST


@given(_ANYTHING)
def test_what_is_ready_stays_as_it_is(typed: str) -> None:
    once = inbound_text(typed)
    assert inbound_text(once) == once


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("I can\u2019t go on \ud83d", "I can't go on"),
        ("what\u00a0does a\u2003peer do", "what does a peer do"),
        ("pe\u200ber \u202eworker\u202c", "peer worker"),
        ("Zoe\u0308", "Zo\u00eb"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("\x00hello\uffff\ufeff", "hello"),
        ("\u201cwhy\u201d", '"why"'),
        ("\U0001f469\u200d\U0001f52c", "\U0001f469\u200d\U0001f52c"),
    ],
)
def test_the_words_are_kept_and_their_dress_is_not(typed: str, meant: str) -> None:
    assert inbound_text(typed) == meant


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("O\u2019Brien", "O'Brien"),
        ("Anne\u2011Marie  Smith", "anne-marie smith"),
        ("Cafe\u0301 team", "CAF\u00c9\u00a0TEAM"),
        ("\uff37illow Ward", "willow ward"),
    ],
)
def test_two_spellings_of_one_name_are_one(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other)


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("*what* is a _peer_ `worker`", "what is a peer worker"),
        ("*_both_* and ~~gone~~", "both and gone"),
        ("snake_case, 3*4*5 and a ~ alone", "snake_case, 3*4*5 and a ~ alone"),
    ],
)
def test_marks_of_style_are_no_part_of_the_words(marked: str, bare: str) -> None:
    assert without_marks(marked) == bare


@pytest.mark.parametrize("word", ["", "a b", "where?\nthere", "grüße", "७", "x" * 30])
def test_a_value_that_a_client_carries_back_is_plain(word: str) -> None:
    assert is_plain(word, 30)


@pytest.mark.parametrize("word", ["\ud800", "a\0b", "\x1b[0m", "x" * 31])
def test_what_no_button_of_ours_carries_is_not(word: str) -> None:
    assert not is_plain(word, 30)
