"""What the search finds of whole entries that were written without sight of its rule."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.content import wish_reader
from bot.features.asking.encoder.opening import general_encoder
from bot.features.asking.retrieval.short_text_scorer import ShortTextScorer
from bot.features.peer_profiles.matching import matches
from bot.features.peer_profiles.models import WRITTEN, PeerProfile
from bot.features.peer_profiles.searchable import packed, words_of

COLUMNS = ("expertise", "languages", "settings", "ways")
REGISTERS = ("terse", "chatty", "phone", "worried clinician", "manager")
LINES = Path("tests/data/peer_search/held_out.tsv").read_text(encoding="utf-8").splitlines()
WISHES = wish_reader(Path("content"))
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]

# Of 30 that fit, and of 30 that don't.
FOUND, WRONG = 30, 0


def is_found(few: ShortTextScorer, asked_for: str, entry: dict[str, str]) -> bool:
    profile = PeerProfile(person_id="ania", changed_at=datetime(2026, 11, 24, tzinfo=UTC))
    for column in WRITTEN:
        setattr(profile, column, entry.get(column, ""))
    profile.encoder, profile.vectors = few.name, packed(few.encode(words_of(profile)))
    return bool(matches([profile], WISHES.read(asked_for), few, WISHES.vocabulary))


def test_the_search_finds_what_fits_and_little_else_of_what_it_was_not_made_with() -> None:
    few = ShortTextScorer(general_encoder())
    shown = [
        (fits, asked_for)
        for _, fits, asked_for, *entry in PAIRS
        if is_found(few, asked_for, dict(zip(COLUMNS, entry, strict=True)))
    ]
    assert sum(fits == "yes" for fits, _ in shown) >= FOUND, shown
    assert sum(fits == "no" for fits, _ in shown) <= WRONG, shown


@pytest.mark.parametrize("register", REGISTERS)
def test_half_of_each_register_fits(register: str) -> None:
    assert [fits for said, fits, *_ in PAIRS if said == register].count("yes") == 6
    assert [fits for said, fits, *_ in PAIRS if said == register].count("no") == 6


def test_pairs_that_were_written_later_are_told_apart_as_well() -> None:
    few = ShortTextScorer(general_encoder())
    lines = Path("tests/data/peer_search/fresh.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    shown = {
        (fits, asked_for): is_found(few, asked_for, dict(zip((*COLUMNS, "days"), entry, strict=True)))
        for fits, asked_for, *entry in rows
    }
    assert len(rows) == 60
    assert [asked_for for (fits, asked_for), found in shown.items() if fits == "yes" and not found] == []
    assert [asked_for for (fits, asked_for), found in shown.items() if fits == "no" and found] == []
