"""Finding, with the real library and the real encoder."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.features.asking.cards.library import Library
from bot.features.asking.encoder.embedding import Encoder, ModelUnavailable
from bot.features.asking.encoder.ngrams import Ngrams
from bot.features.asking.retrieval import cache
from bot.features.asking.retrieval.calibration import calibrate
from bot.features.asking.retrieval.finding import Reading, RefusalKind, SearchOutcome
from bot.features.asking.retrieval.index import Index
from bot.features.asking.retrieval.lexical import Lexical
from bot.features.asking.retrieval.search import Finder


@pytest.mark.parametrize(
    "question",
    [
        "what does a peer worker do?",
        "waht does a peer wroker do",
        "hi there, sorry to bother you, quick one: what does a peer worker actually do all day? thanks!",
    ],
)
def test_plain_misspelt_and_chatty_questions_find_the_same_card(finder: Finder, question: str) -> None:
    found = finder.find(question)
    assert found.best == "role/what-is-a-peer-worker"
    assert found.outcome is not SearchOutcome.UNKNOWN


@pytest.mark.parametrize(
    "question",
    [
        "What does a peer worker do?",
        "what do peer support workers do",
        "What are peer workers??",
        "whats a peer worker",
        "Who are the peer workers?",
        "What is peer support?",
        "what does a lived experience worker do",
    ],
)
def test_what_everybody_asks_first_is_answered_however_it_is_put(finder: Finder, question: str) -> None:
    found = finder.find(question)
    assert (found.best, found.outcome) == ("role/what-is-a-peer-worker", SearchOutcome.ANSWER)


def test_a_card_is_certain_of_its_own_questions_with_and_without_a_mark(
    library: Library, finder: Finder
) -> None:
    """Every twentieth card's first; a question that two cards list is left to their scores."""
    for card in list(library.cards.values())[::20]:
        plain = card.meta.questions[0].rstrip("?")
        for asked in (plain, f"{plain}?", f"{plain} ?!".upper()):
            assert finder.find(asked).best == card.id, asked


@pytest.mark.parametrize(
    "question",
    [
        "what's the maximum dose of olanzapine",
        "who won the cup final",
        "how do I reset my password",
        "asdf qwer zxcv",
    ],
)
def test_what_is_not_ours_is_not_answered(finder: Finder, question: str) -> None:
    assert finder.find(question).outcome is SearchOutcome.UNKNOWN


def test_a_boundary_says_what_kind_of_question_it_is(finder: Finder) -> None:
    assert finder.find("what's the maximum dose of olanzapine").boundary == "medication"


@pytest.mark.parametrize(
    ("question", "refusal_kind"),
    [
        ("what's the maximum dose of olanzapine", RefusalKind.ELSEWHERE),
        ("who won the cup final", RefusalKind.ELSEWHERE),
        ("how many peer workers are there in our trust", RefusalKind.ORGANISATION),
        ("how many peers do we have", RefusalKind.ORGANISATION),
        ("which band are our own peers on", RefusalKind.ORGANISATION),
        ("what is our sick pay policy", RefusalKind.ORGANISATION),
        ("where do I find this trust's lone working procedure", RefusalKind.ORGANISATION),
    ],
)
def test_a_question_that_is_not_ours_says_whose_it_is(
    finder: Finder, question: str, refusal_kind: RefusalKind
) -> None:
    found = finder.find(question)
    assert (found.outcome, found.refusal_kind) == (SearchOutcome.UNKNOWN, refusal_kind)


def test_what_a_peer_worker_asks_of_their_own_work_need_not_say_so(finder: Finder) -> None:
    found = finder.find("what are the hours")
    assert (found.outcome, found.best, found.reading) == (
        SearchOutcome.ANSWER,
        "resources/hours-shifts-and-home-working",
        Reading.OF_PEERS,
    )
    assert finder.find_as_said("what are the hours").outcome is SearchOutcome.UNKNOWN
    assert finder.find("how do I renew my DBS check?").outcome is SearchOutcome.UNKNOWN


def test_what_another_profession_asks_about_itself_is_not_answered_as_a_peers_question(
    finder: Finder,
) -> None:
    assert finder.find("how much should I earn as a band 5 nurse").outcome is SearchOutcome.UNKNOWN
    assert finder.find("I'm a nurse, can the peer see the notes").outcome is SearchOutcome.ANSWER


def test_a_telephone_number_does_not_change_what_is_asked(finder: Finder) -> None:
    with_number, without = (
        finder.find("should peers write notes? 07700 900123"),
        finder.find("should peers write notes?"),
    )
    assert (with_number.outcome, with_number.ranked) == (without.outcome, without.ranked)


@pytest.mark.parametrize("question", ["is she paid", "is he well paid"])
def test_a_pronoun_that_stands_for_nobody_named_is_read_as_a_peer_worker(
    finder: Finder, question: str
) -> None:
    found = finder.find(question)
    assert (found.outcome, found.reading) == (SearchOutcome.ANSWER, Reading.OF_PEERS)


@pytest.mark.parametrize(
    ("question", "card"),
    [
        ("can she be sacked", "resources/discrimination-at-work"),
        ("how much should I earn", "resources/fair-pay"),
        ("can he ask for a pay rise", "resources/fair-pay"),
    ],
)
def test_what_is_clear_without_naming_peer_work_is_answered_as_said(
    finder: Finder, question: str, card: str
) -> None:
    found = finder.find(question)
    assert (found.outcome, found.best) == (SearchOutcome.ANSWER, card)


@pytest.mark.parametrize(
    "question", ["is she paid, my daughter", "the nurse says she is underpaid", "he's drooling a lot lately"]
)
def test_a_pronoun_that_stands_for_somebody_named_is_not(finder: Finder, question: str) -> None:
    assert finder.find(question).reading is Reading.ALONE


def test_a_thing_named_without_its_subject_is_offered_where_one_card_is_clearly_on_it(finder: Finder) -> None:
    caseload = finder.find("what is the caseload")
    assert (caseload.outcome, caseload.best) == (SearchOutcome.ANSWER, "recruitment/numbers-and-caseloads")
    found = finder.find("what is the sick pay")
    assert (found.outcome, found.best) == (SearchOutcome.OFFER, "resources/leave-and-benefits")
    assert finder.find("what is the pension").possible == "resources/leave-and-benefits"
    assert finder.find("what is the dose").outcome is SearchOutcome.UNKNOWN


def test_the_only_peer_worker_gets_a_card_to_them_and_their_manager_another(finder: Finder) -> None:
    assert finder.find("there's no other peer at my work, only me").best == "role/the-only-peer-worker"
    assert finder.find("should we employ one peer or several").best == "recruitment/more-than-one-peer"


def test_help_with_our_policies_is_no_question_about_what_they_say(finder: Finder) -> None:
    asked, named = "what is our policy on gifts", "can our peers help to write our policies"
    assert finder.find(asked).refusal_kind is RefusalKind.ORGANISATION
    assert finder.find(named).refusal_kind is not RefusalKind.ORGANISATION


def test_what_is_answered_is_nobody_elses(finder: Finder) -> None:
    assert finder.find("what does a peer worker do?").refusal_kind is None


def test_an_offer_ranks_at_least_three_cards(finder: Finder) -> None:
    ranked = [card for card, _ in finder.find("supervision").ranked]
    assert len(ranked) == len(set(ranked)) == 10


def test_the_scope_threshold_decides_between_ours_and_unknown(finder: Finder) -> None:
    found = finder.find("what does a peer worker do?")
    assert (found.odds >= found.scope) == (found.outcome is not SearchOutcome.UNKNOWN)
    assert (found.lead >= found.margin) == (found.outcome is SearchOutcome.ANSWER)


def test_the_index_is_the_same_when_it_comes_from_disk(finder: Finder, library: Library) -> None:
    again = cache.open_finder(library, cache_directory(), finder.encoder)
    question = "can a peer worker be asked to watch a patient"
    assert again.find(question) == finder.find(question)


def test_at_rest_it_finds_the_same_without_what_training_needs(finder: Finder) -> None:
    at_rest = replace(finder, index=finder.index.at_rest())
    assert not at_rest.index.examples.size
    for question in ("can a peer worker be asked to watch a patient", "who won the cup final"):
        assert at_rest.find(question) == finder.find(question)


def cache_directory() -> Path:
    return Path("var/cache")


def test_a_model_with_the_wrong_hash_is_refused(tmp_path: Path) -> None:
    fake = tmp_path / "model.onnx"
    fake.write_bytes(b"something else")
    with pytest.raises(ModelUnavailable, match="not the file"):
        Encoder(fake)


def test_without_the_model_plain_questions_still_find_their_card(library: Library) -> None:
    """A part of the cards, because its calibration has to be made."""
    wanted = "role/what-is-a-peer-worker"
    rooms = (wanted, "working-together/", "supervision/")
    cards = {id_: card for id_, card in library.cards.items() if id_.startswith(rooms)}
    part, encoder = replace(library, cards=cards), Ngrams()
    index = Index.over(part, encoder)
    finder = Finder.over(part, encoder, index, calibrate(index))
    assert finder.find("what does a peer worker do?").best == wanted
    assert finder.find("who won the cup final").outcome is SearchOutcome.UNKNOWN


def test_leaving_a_question_out_scores_as_if_it_had_never_been_there() -> None:
    texts = [["peer notes", "writing records", "peer pay"], ["pay and leave", "holiday leave"]]
    left_out = Lexical.over(texts).scores("peer notes", left_out_of=0)
    assert left_out[0] < Lexical.over(texts).scores("peer notes")[0]
    assert left_out[1] == Lexical.over(texts).scores("peer notes")[1]
    assert Lexical.over([["only this"], ["other"]]).scores("only this", left_out_of=0)[0] == 0


def test_no_example_helps_to_find_itself_when_left_out(finder: Finder) -> None:
    near = finder.index.near_left_out()
    own = near.best[np.arange(len(finder.index.owner)), finder.index.owner]
    assert own.max() < 0.9999


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_anything_typed_gets_a_finding(finder: Finder, text: str) -> None:
    found = finder.find(text)
    assert len(found.ranked) == 10
    assert np.isfinite(found.odds)
