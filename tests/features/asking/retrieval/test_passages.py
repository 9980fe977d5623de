"""Finds what a card says on one thing."""

import numpy as np
import pytest

from bot.conversation.message import Paragraph
from bot.features.asking.cards.library import Library
from bot.features.asking.retrieval.passages import Passages, of_cards, texts_of


def words(passages: tuple[Paragraph, ...]) -> str:
    return " ".join("".join(span.text for span in paragraph.spans) for paragraph in passages)


@pytest.mark.parametrize(
    ("card", "question", "says"),
    [
        ("working-together/after-a-death", "can I go to the funeral", "Funeral"),
        ("working-together/after-a-death", "may I have a day off for it", "Time off"),
        (
            "role/talking-about-medication",
            "she told him to stop, whom do we tell",
            "A peer advised stopping?",
        ),
        ("role/boundaries", "is a hug allowed", "no common rule"),
    ],
)
def test_the_passage_on_that_is_found(passages: Passages, card: str, question: str, says: str) -> None:
    near = passages.nearest(card, question)
    assert len(near) <= 2
    assert says in words(near)


def test_nothing_is_shown_where_nothing_is_near(passages: Passages) -> None:
    assert passages.nearest("supervision/good-supervisor", "where do I park my car") == ()


def test_a_point_of_a_list_is_never_shown_without_the_words_before_it(
    passages: Passages, library: Library
) -> None:
    """ "Restrain, search, test" alone would tell people to."""
    near = passages.nearest("role/what-peers-do-not-do", "can we count her in the numbers")
    assert words(near[:1]).startswith("Peer workers do not: restrain")
    assert all(
        not text.startswith("restrain") for text in texts_of([library.card("role/what-peers-do-not-do")])
    )


def test_words_to_say_come_from_what_to_try(passages: Passages, library: Library) -> None:
    near = passages.words_to_say("working-together/stigma-in-the-team", "how do I put it to her")
    tips = texts_of([library.card("working-together/stigma-in-the-team")])
    assert 1 <= len(near) <= 2
    assert all('"' in words((passage,)) for passage in near)
    assert all(words((passage,)) in tips for passage in near)


def test_a_card_that_is_not_there_has_none(passages: Passages) -> None:
    assert passages.nearest("role/no-such-card", "may she") == ()
    assert passages.words_to_say("role/no-such-card", "may she") == ()


def test_an_organisations_own_card_has_passages(passages: Passages, library: Library) -> None:
    own = library.card("role/boundaries")
    without = Passages(passages.encoder, {})
    assert words(without.with_cards([own]).nearest(own.id, "is a hug allowed")) == words(
        passages.nearest(own.id, "is a hug allowed")
    )


def test_each_passage_has_the_vector_of_its_own_words(passages: Passages, library: Library) -> None:
    """Of a file on disk, the rows belong to the texts of this content."""
    assert passages.encoder
    card = library.card("role/boundaries")
    vectors = passages.encoder.encode(texts_of([card])).astype(np.float16)
    cached = passages.of_cards[card.id]
    assert np.allclose(cached.vectors.astype(float), vectors.astype(float), atol=0.02)
    assert of_cards([card], vectors)[card.id].paragraphs == cached.paragraphs
