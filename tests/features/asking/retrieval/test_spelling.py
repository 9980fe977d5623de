"""What is put right before a question is compared with anything."""

import pytest

from bot.features.asking.retrieval.short_forms import written_out
from bot.features.asking.retrieval.spelling import Spelling

OURS = ["peer worker support", "supervision"] * 30 + ["placements"]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("whats a psw", "what's a peer support worker"),
        ("can u tell me, dont they drive?", "can you tell me, don't they drive?"),
        ("Can’t a LEW help?", "Can't a lived experience worker help?"),
        ("pt's notes w/o asking", "patient's notes without asking"),
        ("What does a peer worker do?", "What does a peer worker do?"),
    ],
)
def test_chat_spelling_and_short_forms_are_written_out(typed: str, read: str) -> None:
    assert written_out(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a peerworker", "a peer worker"),
        ("peersupport", "peer support"),
        ("a paer worker", "a peer worker"),
        ("supervison", "supervision"),
        ("notebook", "notebook"),
        ("placements", "placements"),
    ],
)
def test_slips_and_words_run_together_are_mended_and_english_is_left_alone(typed: str, read: str) -> None:
    assert Spelling(OURS).mend(typed) == read
