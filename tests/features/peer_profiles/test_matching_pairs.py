"""What the search finds of pairs that were written apart from it: half to choose the rule by, half to report."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.content import wish_reader
from bot.features.asking.encoder.opening import general_encoder
from bot.features.asking.retrieval.short_text_scorer import ShortTextScorer
from bot.features.peer_profiles.matching import matches
from bot.features.peer_profiles.models import WRITTEN, PeerProfile
from bot.features.peer_profiles.searchable import packed, words_of

LINES = Path("tests/data/peer_search/pairs.tsv").read_text(encoding="utf-8").splitlines()
WISHES = wish_reader(Path("content"))
PAIRS = [line.split("\t") for line in LINES if not line.startswith("#")]

# Found of those that fit, and found of those that don't, of 36 and 36, and of 30 and 30.
MEASURED = {"choose": (35, 0), "report": (27, 0)}


def is_found(few: ShortTextScorer, asked_for: str, column: str, says: str) -> bool:
    profile = PeerProfile(person_id="ania", changed_at=datetime(2026, 11, 24, tzinfo=UTC))
    for each in WRITTEN:
        setattr(profile, each, says if each == column else "")
    profile.encoder, profile.vectors = few.name, packed(few.encode(words_of(profile)))
    return bool(matches([profile], WISHES.read(asked_for), few, WISHES.vocabulary))


@pytest.mark.parametrize("half", MEASURED)
def test_the_search_finds_what_fits_and_little_else(half: str) -> None:
    few = ShortTextScorer(general_encoder())
    found = {
        fits: sum(is_found(few, *rest) for h, f, *rest in PAIRS if (h, f) == (half, fits))
        for fits in ("yes", "no")
    }
    least, most = MEASURED[half]
    assert found["yes"] >= least
    assert found["no"] <= most


def test_half_of_each_half_fits() -> None:
    kinds = [(half, fits) for half, fits, *_ in PAIRS]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        ("choose", "yes"): 36,
        ("choose", "no"): 36,
        ("report", "yes"): 30,
        ("report", "no"): 30,
    }
