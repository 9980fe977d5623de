"""How an answer to a real question is judged."""

from dataclasses import replace
from pathlib import Path

from bot.evaluation.real_questions import RealQuestion, Result, read
from bot.features.asking.cards.library import Library
from bot.features.asking.retrieval.finding import Reading, RefusalKind, SearchFinding, SearchOutcome

RANKED = (("a/one", 1.0), ("a/two", 0.5), ("a/three", 0.4), ("a/four", 0.3))
ANSWERED = SearchFinding(SearchOutcome.ANSWER, RANKED, None, 3.0, 0.0, 0.5, 0.2, Reading.ALONE, "x")
OFFERED = replace(ANSWERED, outcome=SearchOutcome.OFFER)
REFUSED = replace(ANSWERED, outcome=SearchOutcome.UNKNOWN, refusal_kind=RefusalKind.UNWRITTEN)


def _asked(*gold: str, scope: str = "in", partial: str = "") -> RealQuestion:
    return RealQuestion("A1", "x", scope, frozenset(gold), frozenset([partial]))


def test_a_direct_answer_is_right_in_part_or_wrong() -> None:
    assert _asked("a/one").judged(ANSWERED) is Result.RIGHT
    assert _asked("a/two", partial="a/one").judged(ANSWERED) is Result.PARTLY
    assert _asked("a/two").judged(ANSWERED) is Result.WRONG


def test_an_offer_counts_where_the_right_card_is_among_three() -> None:
    assert _asked("a/three").judged(OFFERED) is Result.OFFERED
    assert _asked("a/four").judged(OFFERED) is Result.NONE_OFFERED


def test_what_only_the_organisation_knows_must_not_be_called_somebody_elses() -> None:
    assert (
        _asked(scope="local").judged(replace(REFUSED, refusal_kind=RefusalKind.ORGANISATION)) is Result.TOLD
    )
    assert (
        _asked(scope="local").judged(replace(REFUSED, refusal_kind=RefusalKind.ELSEWHERE)) is Result.NOT_TOLD
    )
    assert _asked(scope="out").judged(OFFERED) is Result.NOT_TOLD


def test_a_card_that_was_missing_counts_once_it_is_written(tmp_path: Path, library: Library) -> None:
    file, labels = tmp_path / "asked.tsv", tmp_path / "labels.tsv"
    row = "A1\tx\tin\t\t\trole/not-written-yet\n" + "A2\ty\tin\t\t\trole/boundaries\n"
    file.write_text("id\tquestion\tscope\tgold\tpartial\tnew\n" + row)
    labels.write_text("id\tgold\nA1\t+role/what-is-a-peer-worker\n")
    first, second = read(file, library, labels)
    assert first.gold == {"role/what-is-a-peer-worker"}
    assert second.gold == {"role/boundaries"}
