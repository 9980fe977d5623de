"""What a turn refers to after an offer or a refusal."""

from dataclasses import replace

import pytest

from bot.app.content import Content
from bot.conversation.plain_text import plain
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation.last_said import LastSaid, Topic
from bot.features.asking.conversation.thresholds import is_the_peers_secret
from bot.features.asking.retrieval.finding import RefusalKind, SearchFinding, SearchOutcome
from bot.features.asking.understanding.rewriting import affirmed
from bot.features.asking.understanding.turn import Stage, Turn
from bot.features.asking.understanding.understanding import Understanding
from bot.features.asking.views.card_parts import brief
from bot.features.asking.views.not_ours import not_ours
from tests.nearly_answered import nearly_answered

TEA = "they keep asking me to make the tea and cover reception"
ADJUSTMENTS = "resources/reasonable-adjustments"
CONCERNS = ("readiness/staff-concerns-and-feelings", "readiness/other-stakeholders")


def read(content: Content, text: str, last: LastSaid) -> Turn:
    return Understanding(content.conversation.recogniser).read(text, last, content.evidence)


def refused(question: str, earlier: str = "") -> LastSaid:
    return LastSaid(Topic.REFUSAL, question=question, earlier=earlier)


def found(turn: Turn) -> SearchFinding:
    assert turn.finding is not None
    return turn.finding


def test_an_offer_or_refusal_keeps_the_card_that_was_shown_before() -> None:
    shown = LastSaid(Topic.CARD, card=ADJUSTMENTS, line="Here it is.")
    offer = LastSaid(Topic.OFFER, offered=CONCERNS).after(shown)
    assert offer.cards == (*CONCERNS, ADJUSTMENTS)
    assert refused("is it the law").after(offer).cards == (ADJUSTMENTS,)
    assert offer.line == "Here it is."


def test_after_a_question_that_nobody_answered_a_follow_up_is_read_with_it(content: Content) -> None:
    alone = read(content, "how do I say no", LastSaid())
    turn = read(content, "how do I say no", refused(TEA))
    assert found(alone).best != found(turn).best == "role/what-peers-do-not-do"
    assert turn.stage is Stage.FOLLOW_UP
    assert found(turn).outcome is SearchOutcome.OFFER


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("what's the wifi password", "and upstairs?"),
        ("the printer is broken", "who fixes it"),
        ("who cleans the kitchen", "what about nights"),
    ],
)
def test_what_is_not_ours_stays_so(content: Content, before: str, text: str) -> None:
    assert found(read(content, text, refused(before))).outcome is SearchOutcome.UNKNOWN


def test_a_whole_question_after_a_refusal_is_answered_by_itself(content: Content) -> None:
    turn = read(content, "who should supervise a peer worker", refused(TEA))
    assert turn.stage is Stage.SEARCH


def test_after_a_refusal_the_card_shown_before_is_still_meant(content: Content) -> None:
    last = refused("does it cover agency staff")
    assert found(read(content, "and in Scotland?", last)).best != ADJUSTMENTS
    last = refused("does it cover agency staff", ADJUSTMENTS)
    assert found(read(content, "and in Scotland?", last)).best == ADJUSTMENTS


def test_a_refusal_of_what_looks_like_ours_names_its_card(content: Content) -> None:
    question, _ = nearly_answered(content.evidence.finder)
    finding = content.evidence.finder.find(question)
    assert finding.outcome is SearchOutcome.UNKNOWN
    library = content.evidence.library
    message = not_ours(finding, question, library, content.conversation.not_ours, "Northbank")
    assert f"{library.card(finding.ranked[0][0]).title}: " in plain(message)


def test_a_refusal_names_no_card_that_is_not_clearly_the_nearest(evidence: CardSnapshot) -> None:
    question, _ = nearly_answered(evidence.finder)
    finding = evidence.finder.find(question)
    assert not replace(finding, lead=finding.margin - 10).possible


@pytest.mark.parametrize(
    "question", ["what's the capital of Peru", "my laptop won't start", "who left the fridge open"]
)
def test_a_refusal_of_anything_else_names_none(evidence: CardSnapshot, question: str) -> None:
    finding = evidence.finder.find(question)
    assert finding.outcome is SearchOutcome.UNKNOWN
    assert finding.refusal_kind is RefusalKind.ELSEWHERE
    assert not finding.possible


@pytest.fixture
def evidence(content: Content) -> CardSnapshot:
    return content.evidence


OBSERVED = "they've put the peer worker on the observation rota"


def offered(question: str, *cards: str) -> LastSaid:
    return LastSaid(Topic.OFFER, offered=cards, question=question, opened_by=question)


def test_after_an_offer_what_says_little_is_read_with_the_question(content: Content) -> None:
    last = offered(OBSERVED, "role/what-peers-do-not-do", "role/compulsory-treatment-and-restraint")
    turn = read(content, "how can she say no to that", last)
    assert found(read(content, "how can she say no to that", LastSaid())).best != "role/what-peers-do-not-do"
    assert found(turn).best == "role/what-peers-do-not-do"
    assert turn.stage is Stage.FOLLOW_UP


def test_what_says_little_leaves_the_question_before_open(content: Content) -> None:
    last = offered(OBSERVED, "role/what-peers-do-not-do", "role/compulsory-treatment-and-restraint")
    assert read(content, "how can she say no to that", last).opened_by == OBSERVED
    assert read(content, "which training do new peer workers get", last).opened_by != OBSERVED


def test_a_card_that_was_turned_down_is_not_shown_again(content: Content) -> None:
    shown = LastSaid(Topic.CARD, card="role/writing-notes", question="may our peer open the files")
    same = read(content, "what about writing notes", shown)
    assert found(same).best == "role/writing-notes"
    turn = read(content, "nah, not about writing notes", shown)
    assert "role/writing-notes" not in [card for card, _ in found(turn).ranked]


def test_no_with_a_place_turns_nothing_down(content: Content) -> None:
    shown = LastSaid(Topic.CARD, card=ADJUSTMENTS, question="can I ask for later starts")
    assert found(read(content, "no, in wales", shown)).best == ADJUSTMENTS


def test_after_peer_work_a_card_about_the_bot_comes_last(content: Content) -> None:
    shown = LastSaid(Topic.CARD, card="role/the-only-peer-worker", question="I'm the only peer worker")
    turn = read(content, "who could I talk to about it then", shown)
    assert not found(turn).best.startswith("bot/")


def test_what_asks_corrects_nothing(content: Content) -> None:
    shown = LastSaid(Topic.CARD, card=ADJUSTMENTS, question="how do I support a peer")
    for line in ("what should I not ask", "I said no and now she is cross"):
        recognised = read(content, line, shown).recognised
        assert recognised is None or recognised.act != "correction"


def test_a_refusal_that_names_a_card_says_its_answer_in_a_sentence(content: Content) -> None:
    library = content.evidence.library
    card = library.card("role/what-peers-do-not-do")
    finding = replace(
        content.evidence.finder.find("who fixes the printer"), ranked=((card.id, 1.0),), lead=9.0
    )
    finding = replace(
        finding, outcome=SearchOutcome.UNKNOWN, refusal_kind=RefusalKind.UNWRITTEN, boundary=None
    )
    openings = content.conversation.not_ours
    message = not_ours(finding, "may a peer worker fill the rota", library, openings, "Northbank")
    assert message.summary in openings["nearest"]
    assert brief(card) in plain(message)
    of_nobody = not_ours(finding, "who fills the rota", library, openings, "Northbank")
    assert of_nobody.summary in openings["possible"]


def test_what_a_peer_worker_sees_is_no_question_about_the_bot() -> None:
    assert is_the_peers_secret("who-sees", "can a peer look at the whole file", Topic.NONE)
    assert not is_the_peers_secret("who-sees", "can a peer see what i ask", Topic.NONE)
    assert not is_the_peers_secret("who-sees", "who can read it", Topic.NONE)


@pytest.mark.parametrize(
    ("turn", "asks"),
    [
        ("nobody is at risk. what do i tell the team", "what do i tell the team"),
        ("no nobody's in danger, he just wants to stay in touch", "he just wants to stay in touch"),
        (
            "none of those. is it ok that he has his breaks with patients",
            "is it ok that he has his breaks with patients",
        ),
        ("my patient relapsing, not the peer worker", "my patient relapsing"),
        ("she's fine now. who should have been told", "who should have been told"),
    ],
)
def test_what_is_denied_is_not_searched_for(turn: str, asks: str) -> None:
    assert affirmed(turn) == asks


@pytest.mark.parametrize(
    "turn", ["not sure how to start, what comes first", "not the rota", "not allowed, or is it", "im fine"]
)
def test_what_denies_nothing_or_says_nothing_else_stays(turn: str) -> None:
    assert affirmed(turn) == turn
