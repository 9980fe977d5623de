"""What the library promises to hold: each strategy of the review that lacked support, and whom a line is for."""

from pathlib import Path

import pytest

from bot.app.content_fit import too_long
from bot.features.asking.cards.library import load
from bot.features.asking.distress import signposts
from bot.features.asking.distress.signposts import CrisisLine
from bot.features.asking.views.card_parts import origin

CONTENT = Path(__file__).parents[4] / "content"
LIBRARY = load(CONTENT)
TIPS = [path.read_text(encoding="utf-8") for path in (CONTENT / "tracks").rglob("*.md")]

STRATEGIES = {
    "stable teams through turnover": "readiness/stable-teams",
    "the champion as mentor": "championing/champion-as-mentor",
    "a deliberate strategy that the whole organisation signs": "leadership/whole-organisation-strategy",
    "programme structure": "readiness/programme-structure",
    "other stakeholders' concerns": "readiness/other-stakeholders",
    "best fit in recruitment": "recruitment/best-fit",
    "promotion in advance": "championing/promotion-before-start",
    "formal recognition": "inclusion/formal-recognition",
    "activities against stigma": "inclusion/activities-against-stigma",
}


@pytest.mark.parametrize("card_id", STRATEGIES.values(), ids=STRATEGIES)
def test_each_strategy_has_a_card_and_a_tip_that_leads_to_it(card_id: str) -> None:
    assert card_id in LIBRARY.cards
    assert any(f"\ncard: {card_id}\n" in tip for tip in TIPS)


def lines(country: str) -> tuple[CrisisLine, ...]:
    return signposts.load(CONTENT, country).lines


@pytest.mark.parametrize("country", ["AU", "CA", "GB", "IE", "NZ", "US"])
def test_each_country_has_a_line_by_text_one_for_abuse_and_one_for_anyone(country: str) -> None:
    assert any("text" in line.contact.lower() for line in lines(country))
    assert any(line.about == "abuse" for line in lines(country))
    assert any((line.for_, line.about) == ("anyone", "any") for line in lines(country))


@pytest.mark.parametrize(
    ("country", "whom"),
    [
        ("AU", "men"),
        ("AU", "Aboriginal"),
        ("AU", "deaf"),
        ("AU", "nurses"),
        ("CA", "First Nations"),
        ("CA", "women"),
        ("GB", "men"),
        ("GB", "women"),
        ("GB", "staff"),
        ("GB", "LGBT"),
        ("IE", "men"),
        ("IE", "women"),
        ("IE", "deaf"),
        ("IE", "staff"),
        ("NZ", "deaf"),
        ("NZ", "women"),
        ("US", "Native Americans"),
        ("US", "children"),
        ("US", "doctors"),
    ],
)
def test_lines_for_some_people_say_for_whom_they_are(country: str, whom: str) -> None:
    assert any(whom in line.for_ for line in lines(country))


@pytest.mark.parametrize("country", ["GB", "IE", "NZ", "US"])
def test_sexual_violence_has_a_line_of_its_own(country: str) -> None:
    assert any(line.about == "sexual" for line in lines(country))


def test_quebec_has_lines_in_french() -> None:
    assert any(line.region == "Québec" and "Appelez" in line.contact for line in lines("CA"))


@pytest.mark.parametrize("country", ["AU", "CA", "GB", "IE", "NZ", "US"])
def test_every_number_waits_for_the_organisation_and_names_the_page_where_it_stood(country: str) -> None:
    assert all(line.source and not line.confirmed for line in lines(country))


def test_in_the_us_988_stands_before_911() -> None:
    posts = signposts.load(CONTENT, "US")
    assert posts.emergency.comes_last
    assert "988" in posts.lines[0].name


def test_where_a_card_comes_from_names_the_day_of_its_review_and_claims_no_author() -> None:
    card = LIBRARY.cards["role/boundaries"]
    said = str(origin(card, LIBRARY).blocks[0])
    assert f"last reviewed on {card.meta.reviewed.day} " in said
    assert "eople wrote" not in said


def test_where_a_card_comes_from_says_how_much_of_each_source_was_read() -> None:
    card = LIBRARY.cards["role/values-and-competencies"]
    said = str(origin(card, LIBRARY).blocks[1])
    assert "not the full list of competencies" in said
    assert "not the competence statements" in said


def test_all_references_of_a_card_fit_every_platform() -> None:
    shown = [(Path(card.id), origin(card, LIBRARY)) for card in LIBRARY.cards.values()]
    assert too_long(shown) == []
