"""The encoder's tuning: differences to the public model's weights, and the questions that it never used."""

import numpy as np

from bot.features.asking.cards.library import Library
from bot.features.asking.encoder.embedding import Encoder
from bot.features.asking.encoder.tuned_weights import SEARCH, Tuning, is_held_out
from bot.features.asking.retrieval.search import Finder


def test_weights_are_added_where_they_stand_and_nowhere_else() -> None:
    tuning = Tuning(np.array([2, 5]), np.array([2, 1]), np.array([1, -1, 127], dtype=np.int8), "search")
    assert tuning.applied(bytes([9, 9, 255, 0, 9, 200, 9])) == bytes([9, 9, 0, 255, 9, 71, 9])


def test_another_tuning_has_another_name() -> None:
    one, other = (
        Tuning(np.array([0]), np.array([1]), np.array([n], dtype=np.int8), "search") for n in (1, 2)
    )
    assert one.name != other.name


def test_the_shipped_tuning_looks_at_what_is_asked_not_at_the_words_around_it() -> None:
    """Two ways to ask about pay that share no word, and a question in the first one's words about something else."""
    texts = "what do peer workers earn", "is a recovery coach well paid", "what do peer workers do all day"
    asked, alike, other = Encoder().encode(texts)
    assert asked @ alike < asked @ other
    asked, alike, other = Encoder(tuning=Tuning.read(SEARCH)).encode(texts)
    assert asked @ alike > asked @ other


def test_thresholds_come_from_questions_that_the_tuning_never_used(finder: Finder, library: Library) -> None:
    share = np.mean([is_held_out(text) for card in library.cards.values() for text in card.meta.questions])
    assert 0.2 < share < 0.3
    assert is_held_out("who pays for supervision") == is_held_out("who pays for supervision")
