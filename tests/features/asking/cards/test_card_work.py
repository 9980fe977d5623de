"""What an author is told about a card."""

from datetime import date

from bot.evaluation.card_work import confusions, draft, effect_of
from bot.evaluation.real_questions import RealQuestion
from bot.features.asking.retrieval.search import Finder

CARD = "role/what-is-a-peer-worker"
ASKED = "what does a peer worker do?"


def _real(text: str, *gold: str) -> RealQuestion:
    return RealQuestion(text, text, "in", frozenset(gold), frozenset())


def test_a_card_wins_takes_and_loses_questions(finder: Finder) -> None:
    wanted_elsewhere = "what does a peer worker do then?"
    missed = "can a peer worker keep a present"
    questions = [_real(ASKED, CARD), _real(wanted_elsewhere, "role/boundaries"), _real(missed, CARD)]
    effect = effect_of(CARD, finder, questions)
    assert (effect.won, effect.taken, effect.lost) == ((ASKED,), (wanted_elsewhere,), (missed,))


def test_confusions_name_two_cards_and_come_with_the_most_first(finder: Finder) -> None:
    pairs = confusions(finder, most=5)
    assert [count for _, _, count in pairs] == sorted((count for _, _, count in pairs), reverse=True)
    assert all(own != other for own, other, _ in pairs)


def test_a_draft_is_reviewed_within_a_year_even_on_a_leap_day() -> None:
    assert "review_by: 2029-02-28" in draft("Boundaries", date(2028, 2, 29))
