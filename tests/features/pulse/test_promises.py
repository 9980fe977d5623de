"""Every place that speaks of how confidential answers are says the same, and no place more than holds."""

import re
from pathlib import Path

import pytest

from bot.conversation.routes import Say
from bot.features.pulse.personal_data import WITHOUT_NAME
from bot.features.pulse.views import questions
from bot.features.pulse.views.confidentiality import FOOTNOTE, how_confidential
from bot.features.pulse.views.figures_text import what_to_know
from tests.fakes import words_of
from tests.features.pulse.town import ITEMS, MORNING

PAGE = words_of(Say(how_confidential()))
CARD = Path("content/cards/bot/is-the-pulse-anonymous.md").read_text(encoding="utf-8").split("---")[2]
README = Path("deploy/CONFIDENTIALITY.md").read_text(encoding="utf-8")
ASKED = words_of(Say(questions.asked("w", list(ITEMS.values())[:3], MORNING)))
REPORT = " ".join(words for _, words in what_to_know(8))

LONG = {"page": PAGE, "card": CARD, "readme": README.partition("\n## ")[0]}
SHORT = {"asked": ASKED, "personal data": " ".join(WITHOUT_NAME), "report": REPORT, "footnote": FOOTNOTE}

# What each place must say in its own words.
CLAIMS = {
    "answers are sealed": r"seal|encrypted",
    "they are destroyed when the questions close": r"destroyed",
    "figures are blurred on purpose": r"blurred on purpose",
    "who could open them before the close": r"master key (?:that is not in the database|and the live database)",
    "the platform and the server see each click": r"see each click",
    "nobody can join a person to an answer after the close": r"nobody can join",
    "confidential, not anonymous": r"not .?anonymous",
}

# What held for an earlier version, or never did.
OVERCLAIMS = (
    r"adds? one to a count|added to a count",
    r"no (?:row|record) (?:ever )?holds",
    r"90% or more",
    r"give away what another",
    r"a few people joined",
    r"completely (?:anonymous|confidential)",
    r"impossible",
    r"nobody can ever",
    r"100 ?% (?:safe|secure|confidential)",
)


@pytest.mark.parametrize("claim", CLAIMS)
@pytest.mark.parametrize("place", LONG)
def test_every_long_text_makes_every_claim(place: str, claim: str) -> None:
    text = re.sub(r"both the", "the", LONG[place].lower())
    assert re.search(CLAIMS[claim], text), f"{place} does not say: {claim}"


@pytest.mark.parametrize("place", SHORT)
def test_every_short_text_says_that_answers_are_sealed_and_what_happens_then(place: str) -> None:
    assert re.search(r"sealed", SHORT[place].lower())
    assert re.search(r"blurred|destroyed", SHORT[place].lower())


@pytest.mark.parametrize("place", [*LONG, *SHORT])
def test_no_text_claims_what_does_not_hold(place: str) -> None:
    text = {**LONG, **SHORT}[place].lower()
    assert not [claim for claim in OVERCLAIMS if re.search(claim, text)]


def test_the_floor_is_said_as_the_organisation_chose_it() -> None:
    assert "Only where 15 or more people answered" in words_of(Say(how_confidential(15)))
