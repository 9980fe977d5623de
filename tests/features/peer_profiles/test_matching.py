"""Whom a sentence finds among peer workers, by what these wrote."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.content import wish_reader
from bot.features.asking.encoder.opening import general_encoder
from bot.features.asking.retrieval.short_text_scorer import ShortTextScorer
from bot.features.peer_profiles.matching import Match, matches
from bot.features.peer_profiles.models import PeerProfile
from bot.features.peer_profiles.search_query import parse_query
from bot.features.peer_profiles.searchable import packed, words_of

NOW = datetime(2026, 11, 24, tzinfo=UTC)
WISHES = wish_reader(Path("content"))
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


def everyone(encoder: ShortTextScorer) -> list[PeerProfile]:
    made = []
    for name, (expertise, languages, settings, ways, days) in PEOPLE.items():
        profile = PeerProfile(person_id=name, name=name, expertise=expertise, languages=languages)
        profile.settings, profile.ways, profile.days, profile.changed_at = settings, ways, days, NOW
        profile.encoder, profile.vectors = encoder.name, packed(encoder.encode(words_of(profile)))
        made.append(profile)
    return made


@pytest.fixture(scope="module")
def few() -> ShortTextScorer:
    return ShortTextScorer(general_encoder())


def found(sentence: str, few: ShortTextScorer) -> list[Match]:
    return matches(everyone(few), WISHES.read(sentence), few, WISHES.vocabulary)


@pytest.mark.parametrize("sentence", FINDS)
def test_a_sentence_finds_who_fits_best(sentence: str, few: ShortTextScorer) -> None:
    assert found(sentence, few)[0].profile.name == FINDS[sentence]


@pytest.mark.parametrize("sentence", NOBODY)
def test_what_nobody_wrote_finds_nobody(sentence: str, few: ShortTextScorer) -> None:
    assert found(sentence, few) == []


def test_who_fits_in_part_comes_after_and_says_what_is_missing(few: ShortTextScorer) -> None:
    first, second, *_ = found("someone who speaks Polish and knows about voices", few)
    assert [item.words for item in first.met] == ["Polish", "hearing voices"]
    assert (second.profile.name, second.unmet) == ("Dana", ("voices",))


def test_vectors_of_another_encoder_are_made_again(few: ShortTextScorer) -> None:
    (ania, *_) = everyone(few)
    ania.encoder, ania.vectors = "an older one", b"\0\0\0\0"
    (match,) = matches([ania], WISHES.read("voices"), few, WISHES.vocabulary)
    assert match.met[0].words == "hearing voices"


def read(sentence: str) -> list[tuple[str, set[str]]]:
    return [(wish.words, set(wish.languages)) for wish in parse_query(sentence, WISHES.vocabulary)]


def test_a_sentence_is_read_one_thing_at_a_time() -> None:
    polish, urdu, punjabi = ({name} for name in ("Polish", "Urdu", "Punjabi"))
    assert read("Someone who speaks Polish and knows about voices?") == [
        ("Polish", polish),
        ("voices", set()),
    ]
    assert read("speaks Urdu or Punjabi") == [("Urdu", urdu), ("Punjabi", punjabi)]
    assert read("Punjabi-speaking carer") == [("Punjabi", punjabi), ("carer", set())]
    assert read("find a peer worker") == []


def test_slips_in_the_words_around_a_wish_are_no_wish() -> None:
    wishes = WISHES.read("sum1 who speeks polsh n hears voises")
    assert [wish.words for wish in wishes] == ["Polish", "hears voices"]


def shown(asked_for: str, few: ShortTextScorer, **entry: str) -> list[Match]:
    profile = PeerProfile(person_id="one", name="One", changed_at=NOW)
    for column in ("expertise", "languages", "settings", "ways", "days"):
        setattr(profile, column, entry.get(column, ""))
    profile.encoder, profile.vectors = few.name, packed(few.encode(words_of(profile)))
    return matches([profile], WISHES.read(asked_for), few, WISHES.vocabulary)


@pytest.mark.parametrize(
    ("asked_for", "languages"),
    [
        ("Farsi speaker", "Persian, English"),
        ("BSL", "British Sign Language"),
        ("sign language", "BSL, English"),
        ("speaks Chinese", "Cantonese"),
        ("a Mandarin speaker", "Chinese"),
        ("someone who speeks polsh", "Polski"),
        ("wer spricht Deutsch?", "German"),
    ],
)
def test_a_language_is_known_by_its_names(asked_for: str, languages: str, few: ShortTextScorer) -> None:
    assert shown(asked_for, few, languages=languages)


@pytest.mark.parametrize(
    ("asked_for", "languages"),
    [
        ("speaks Mandarin", "Chinese (Cantonese)"),
        ("Somali", "Swahili, English"),
        ("Urdu", "Hindi"),
        ("speaks Klingon", "English, Polish"),
    ],
)
def test_no_language_is_taken_for_another(asked_for: str, languages: str, few: ShortTextScorer) -> None:
    assert shown(asked_for, few, languages=languages) == []


@pytest.mark.parametrize(
    ("asked_for", "expertise", "is_found"),
    [
        ("dads", "becoming a father", True),
        ("a dad", "being a mother with psychosis", False),
        ("sectioned", "being held under the Mental Health Act", True),
        ("on a section", "filling in a section of a form", False),
        ("ECT", "electroconvulsive therapy", True),
        ("hoarding", "hearing voices", False),
        ("sum1 who cut themselves n stopped", "self-harm", True),
        ("self-harm", "self-employment", False),
    ],
)
def test_words_that_mean_the_same_are_one(
    asked_for: str, expertise: str, is_found: bool, few: ShortTextScorer
) -> None:
    assert bool(shown(asked_for, few, expertise=expertise)) is is_found


def test_who_lacks_the_language_is_shown_for_what_they_surely_know_alone(few: ShortTextScorer) -> None:
    entry = {"expertise": "hearing voices", "settings": "community team", "languages": "Greek"}
    (match,) = shown("speaks Italian and knows about voices", few, **entry)
    assert match.unmet == ("Italian",)
    assert shown("Italian-speaking worker for our community clinic", few, **entry) == []
