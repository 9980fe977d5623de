"""What is in a ballot can be read with the wave's own private key, and by nothing else."""

import pytest
from cryptography.exceptions import InvalidTag

from bot.features.pulse.sealing.box import (
    Ballot,
    new_key_pair,
    open_ballot,
    open_comment,
    seal_ballot,
    seal_comment,
)

KEYS = new_key_pair()
BALLOT = Ballot("team", {"know-the-role": 4, "asked-for-views": 0})


def test_a_ballot_opens_with_the_waves_private_key() -> None:
    assert open_ballot(KEYS.private, "w", seal_ballot(KEYS.public, "w", BALLOT)) == BALLOT


@pytest.mark.parametrize("private", [KEYS.public, new_key_pair().private], ids=["public", "another"])
def test_no_other_key_opens_it(private: bytes) -> None:
    with pytest.raises(InvalidTag):
        open_ballot(private, "w", seal_ballot(KEYS.public, "w", BALLOT))


def test_a_ballot_of_another_wave_does_not_open() -> None:
    with pytest.raises(InvalidTag):
        open_ballot(KEYS.private, "later", seal_ballot(KEYS.public, "w", BALLOT))


def test_the_same_answers_never_look_the_same_twice() -> None:
    assert seal_ballot(KEYS.public, "w", BALLOT) != seal_ballot(KEYS.public, "w", BALLOT)


def test_all_ballots_are_of_one_length_and_all_comments_too() -> None:
    ballots = [Ballot("", {}), BALLOT, Ballot("t" * 36, {f"item-{n}": 5 for n in range(10)})]
    assert len({len(seal_ballot(KEYS.public, "w", ballot)) for ballot in ballots}) == 1
    assert len({len(seal_comment(KEYS.public, "w", text)) for text in ("", "No.", "ä" * 900)}) == 1


def test_a_comment_comes_out_as_it_went_in() -> None:
    text = "Zeit für Übergabe fehlt.\nSonst gut."
    assert open_comment(KEYS.private, "w", seal_comment(KEYS.public, "w", text)) == text


def test_what_is_too_long_is_refused_rather_than_cut() -> None:
    with pytest.raises(ValueError, match="longer"):
        seal_comment(KEYS.public, "w", "a" * 5000)
