"""Whom a sentence finds among peer workers, by what these wrote."""

from datetime import UTC, datetime

import pytest

from bot.features.asking.retrieval.cache import best_encoder
from bot.features.asking.retrieval.few import Few
from bot.features.peer_profiles.matching import Match, Wish, matches, wishes_in
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.searchable import packed, words_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
PEOPLE = {
    "Ania": ("hearing voices, going back to work", "English, Polish", "Rowan ward", "in person", "Monday"),
    "Bilal": ("losing someone to suicide; housing and benefits", "Urdu, English", "", "by phone", ""),
    "Cleo": ("depression after having a baby", "Spanish", "community team", "in a group", "Thursday"),
    "Dana": ("eating disorders", "Polish", "", "in person, by phone", "Tuesday and Friday"),
    "Eli": ("alcohol and other drugs, being in hospital under section", "English", "Willow ward", "", ""),
}
FINDS = {
    "someone who speaks Polish and knows about voices": "Ania",
    "somebody who has heard voices": "Ania",
    "a peer worker who speaks Polish and knows about anorexia": "Dana",
    "Polish-speaking, eating disorder": "Dana",
    "who speaks Urdu?": "Bilal",
    "someone to talk to about benefits": "Bilal",
    "I need somebody who knows about postnatal depression": "Cleo",
    "a peer who runs a group": "Cleo",
    "drinking": "Eli",
    "someone who was detained in hospital": "Eli",
    "getting back to work": "Ania",
    "someone on Willow ward": "Eli",
}
NOBODY = ("someone who speaks Arabic", "does anyone speak Portuguese", "cricket", "quantum physics")


def everyone(encoder: Few) -> list[PeerProfile]:
    made = []
    for name, (expertise, languages, settings, ways, days) in PEOPLE.items():
        profile = PeerProfile(person_id=name, name=name, expertise=expertise, languages=languages)
        profile.settings, profile.ways, profile.days, profile.changed_at = settings, ways, days, NOW
        profile.encoder, profile.vectors = encoder.name, packed(encoder.encode(words_of(profile)))
        made.append(profile)
    return made


@pytest.fixture(scope="module")
def few() -> Few:
    return Few(best_encoder())


def found(sentence: str, few: Few) -> list[Match]:
    return matches(everyone(few), wishes_in(sentence), few)


@pytest.mark.parametrize("sentence", FINDS)
def test_a_sentence_finds_who_fits_best(sentence: str, few: Few) -> None:
    assert found(sentence, few)[0].profile.name == FINDS[sentence]


@pytest.mark.parametrize("sentence", NOBODY)
def test_what_nobody_wrote_finds_nobody(sentence: str, few: Few) -> None:
    assert found(sentence, few) == []


def test_who_fits_in_part_comes_after_and_says_what_is_missing(few: Few) -> None:
    first, second, *_ = found("someone who speaks Polish and knows about voices", few)
    assert [item.words for item in first.met] == ["Polish", "hearing voices"]
    assert (second.profile.name, second.unmet) == ("Dana", ("voices",))


def test_vectors_of_another_encoder_are_made_again(few: Few) -> None:
    (ania, *_) = everyone(few)
    ania.encoder, ania.vectors = "an older one", b"\0\0\0\0"
    (match,) = matches([ania], wishes_in("voices"), few)
    assert match.met[0].words == "hearing voices"


def test_a_sentence_is_read_one_thing_at_a_time() -> None:
    assert wishes_in("Someone who speaks Polish and knows about voices?") == (
        Wish("polish", is_language=True),
        Wish("voices", is_language=False),
    )
    assert wishes_in("speaks Urdu or Punjabi") == (Wish("urdu", True), Wish("punjabi", True))
    assert wishes_in("find a peer worker") == ()
