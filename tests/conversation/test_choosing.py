"""Part of a name means an option, however it is typed, and never another one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.choosing import FEW, NotOne, chosen, distinct
from bot.conversation.message import Option

WARDS = tuple(Option(f"w{number}", f"Ward {number}") for number in range(1, 31))
TWINS = (*WARDS, Option("a", "Crisis team"), Option("b", "crisis  Team"), Option("c", "O’Hara – day unit"))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("w7", "w7"),
        ("Ward 7", "w7"),
        ("WARD 3", "w3"),
        ("o'hara - day", "c"),
        ("Crisis team (2)", "b"),
        ("  ", ""),
    ],
)
def test_a_value_or_a_name_means_its_option(typed: str, value: str) -> None:
    assert chosen("ward", TWINS, {"ward": typed}) == value


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Crisis", "2 fit: Crisis team (1), crisis  Team (2). Write more of the name."),
        ("nowhere", "None of these has that name. Write part of the name."),
        ("!", "None of these has that name. Write part of the name."),
    ],
)
def test_several_or_none_are_told_at_their_field(typed: str, words: str) -> None:
    with pytest.raises(NotOne) as told:
        chosen("ward", TWINS, {"ward": typed})
    assert (told.value.field, str(told.value)) == ("ward", words)


def test_what_is_gone_from_a_short_list_is_the_handlers_to_refuse() -> None:
    assert chosen("ward", WARDS[:FEW], {"ward": "gone"}) == "gone"


@given(st.lists(st.text(max_size=8), max_size=40))
def test_every_option_can_be_named(labels: list[str]) -> None:
    options = distinct(Option(f"value-{number}-", label) for number, label in enumerate(labels))
    names = [option.label for option in options]
    for option in options:
        if names.count(option.label) == 1 and option.label.strip():
            try:
                assert chosen("f", options, {"f": option.label}) == option.value
            except NotOne as several:
                assert "fit" in str(several) or len(options) > FEW
