"""How many sentences the check of words finds that strangers to its entries wrote, and how flags are counted."""

from pathlib import Path

import pytest

from bot.evaluation.words import Judgement, judgements_in, measure, recall, report
from tests.features.word_check.flagging import WORDS

DATA = Path("tests/data/language")


@pytest.mark.parametrize("name", ["fresh_used.tsv", "fresh_held_out.tsv"])
def test_nine_of_ten_sentences_written_without_sight_of_the_entries_are_found(name: str) -> None:
    """Both were written before the entries were read. The first was then used to mend them."""
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    found = recall(WORDS, lines)
    assert found.of == 60
    assert found.hits / found.of >= 0.9


def test_sixty_more_written_without_sight_of_the_entries_are_told_apart() -> None:
    """At first 26 of 30 were found and 3 of 30 flagged without need; the entries and rules were mended by them."""
    lines = (DATA / "fresh_both_ways.tsv").read_text(encoding="utf-8").splitlines()[1:]
    flagged = [
        (judgement, bool(WORDS.check(sentence)))
        for judgement, sentence in (line.split("\t") for line in lines)
    ]
    assert flagged.count(("flag", True)) == 30
    assert flagged.count(("leave", True)) <= 1


def test_flags_on_pages_are_counted_by_a_readers_judgement(tmp_path: Path) -> None:
    pages, judged = tmp_path / "pages", tmp_path / "judged.tsv"
    pages.mkdir()
    (pages / "one.txt").write_text("A junkie broke in. " + "word " * 497)
    (pages / "two.txt").write_text("She committed suicide. The psychos came. " + "word " * 493)
    judged.write_text("page\twords\tjudgement\none\tJunkie\tright\ntwo\tpsychos\twrong\n")
    counted = measure(WORDS, pages, judgements_in(judged))
    assert (counted.count, counted.words) == (2, 1000)
    assert [counted.per_thousand(which) for which in (Judgement.RIGHT, Judgement.WRONG, None)] == [1, 1, 1]
    assert report(counted)[-1].endswith("right 1.00, WRONG 1.00, not judged 1.00")
    assert any("She committed suicide." in line and "NOT JUDGED" in line for line in report(counted))


def test_a_judgement_is_right_or_wrong(tmp_path: Path) -> None:
    path = tmp_path / "judged.tsv"
    path.write_text("page\twords\tjudgement\none\tjunkie\tmaybe\n")
    with pytest.raises(ValueError, match="maybe"):
        judgements_in(path)


def test_the_judgements_that_stand_here_are_of_pages_that_are_named() -> None:
    rows = (DATA / "pages.tsv").read_text(encoding="utf-8").splitlines()[3:]
    named = {row.split("\t")[1] for row in rows}
    assert {page for page, _ in judgements_in(DATA / "judgements.tsv")} <= named
    assert len(named) >= 40
