"""Words that mean the same here."""

import pytest

from bot.features.asking.retrieval.lexical import words
from bot.features.asking.retrieval.synonyms import merged


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("can a peer support specialist see a consumer's notes", "can a peer see a client's notes"),
        ("do lived experience workers earn a wage", "do peer pay a pay"),
        ("a consumer worker and her clients", "a peer and her client"),
        ("job descriptions", "role description"),
        ("patience and payment", "patience and payment"),
    ],
)
def test_synonyms_become_one(typed: str, read: str) -> None:
    assert merged(typed) == read


def test_two_names_of_one_role_share_all_their_words() -> None:
    assert words("What does a recovery coach do?") == words("what does a PSW do")
