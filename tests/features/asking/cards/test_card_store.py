from datetime import UTC, date, datetime

import numpy as np
import pytest

from bot.features.asking.cards.card_store import CardSnapshot, CardStore
from bot.features.asking.cards.library import Library
from bot.features.asking.cards.local_cards import LocalCard
from bot.features.asking.encoder.encoding import Vectors
from bot.features.asking.encoder.ngrams import Ngrams
from bot.features.asking.retrieval.finding import SearchOutcome
from bot.features.asking.retrieval.index import Index
from bot.features.asking.retrieval.search import Finder
from bot.store.database import Database

Texts = dict[str, tuple[str, ...]]

OURS: Texts = {
    "a/one": ("what is a peer", "who are peers"),
    "b/two": ("what is supervision", "why supervise"),
}
OUTSIDE: Texts = {"parking": ("where do I park", "who has a parking permit")}
LOCAL: Texts = {"local/x": ("where is the shed", "is there a bike shed"), "local/y": ("who is our lead",)}


def test_an_index_with_further_cards_is_the_index_of_all_of_them() -> None:
    encoder = Ngrams()
    grown = _index(OURS | OUTSIDE, 2, encoder).with_cards(LOCAL, _encoded(LOCAL, encoder))
    whole = _index(OURS | LOCAL | OUTSIDE, 4, encoder)
    assert (grown.targets, grown.cards, grown.texts) == (whole.targets, whole.cards, whole.texts)
    asked = ["is there a shed for bikes", "who supervises peers", "parking permit", "a word nobody used"]
    for one, other in zip(_near(grown, encoder, asked), _near(whole, encoder, asked), strict=True):
        assert np.allclose(one, other, atol=1e-6)


def _index(grouped: Texts, cards: int, encoder: Ngrams) -> Index:
    return Index.of(grouped, cards, _encoded(grouped, encoder))


def _encoded(grouped: Texts, encoder: Ngrams) -> Vectors:
    return encoder.encode([text for texts in grouped.values() for text in texts])


def _near(index: Index, encoder: Ngrams, asked: list[str]) -> tuple[Vectors, ...]:
    near = index.near(asked, encoder.encode(asked))
    return near.best, near.passage, near.lexical


@pytest.fixture
def card_store(library: Library, finder: Finder) -> CardStore:
    return CardStore(CardSnapshot(library, finder), Database("sqlite+aiosqlite:///:memory:"), "harbour")


def local(title: str, *questions: str, beside: str = "", card_id: str = "local/x") -> LocalCard:
    given = {"id": card_id, "organisation_id": "harbour", "card_id": card_id, "written_by": "sam"}
    card = LocalCard(**given, title=title, questions=list(questions), body="So.", source="Policy 7")
    card.beside, card.review_by = beside, date(2027, 5, 24)
    card.written_at = card.decided_at = datetime(2026, 11, 24, tzinfo=UTC)
    return card


def test_its_own_question_finds_a_local_card_however_little_it_sounds_like_ours(
    card_store: CardStore,
) -> None:
    snapshot = card_store.with_cards([local("Where to park a bicycle", "Is there a bike shed?")])
    assert card_store.evidence.finder.find("Is there a bike shed?").outcome is SearchOutcome.UNKNOWN
    found = snapshot.finder.find("is there a bike shed")
    assert (found.outcome, found.answer) == (SearchOutcome.ANSWER, "local/x")


def test_what_is_not_ours_stays_so_beside_a_local_card(card_store: CardStore, library: Library) -> None:
    """All that are about bicycles, which the card would take, and every fifth of the others."""
    snapshot = card_store.with_cards([local("Where to park a bicycle", "Is there a bike shed?")])
    for boundary in library.boundaries.values():
        bicycles = [question for question in boundary.questions if "bike" in question or "cycl" in question]
        for question in (*bicycles, *boundary.questions[::5]):
            if card_store.evidence.finder.find(question).outcome is SearchOutcome.UNKNOWN:
                assert snapshot.finder.find(question).outcome is SearchOutcome.UNKNOWN, question


def test_a_card_and_the_one_beside_it_are_no_rivals(card_store: CardStore, library: Library) -> None:
    beside = "working-together/refer-to-a-peer"
    first, second, third, *others = library.card(beside).meta.questions
    snapshot = card_store.with_cards([local("Referring here", first, second, third, beside=beside)])
    for question in others:
        before, now = card_store.evidence.finder.find(question), snapshot.finder.find(question)
        if before.outcome is SearchOutcome.ANSWER and before.best == beside:
            assert (now.outcome, now.answer in (beside, "local/x")) == (SearchOutcome.ANSWER, True), question


def test_the_evidence_that_most_of_its_questions_are_answered_by_stands_beside(card_store: CardStore) -> None:
    asked = ["how do I refer someone to a peer", "referring to peer support", "is there a bike shed"]
    assert card_store.nearest(asked) == "working-together/refer-to-a-peer"
    assert card_store.nearest(["is there a bike shed"]) == ""


def test_without_local_cards_it_is_the_evidence_itself(card_store: CardStore) -> None:
    assert card_store.with_cards([]) is card_store.evidence


def test_a_card_that_a_newer_release_reads_no_more_keeps_nothing_else_away(card_store: CardStore) -> None:
    unreadable = local("Old", "Where is the key?", card_id="local/y")
    unreadable.body = "1. One\n2. Two"
    assert card_store.with_cards([unreadable]) is card_store.evidence
    snapshot = card_store.with_cards([unreadable, local("Where to park a bicycle", "Is there a bike shed?")])
    assert snapshot.finder.find("is there a bike shed").answer == "local/x"
    assert "local/y" not in snapshot.library.cards
