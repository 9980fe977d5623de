"""Every place that speaks of how confidential answers are says the same, and no place more than holds."""

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from bot.conversation.routes import Say
from bot.features.pulse.personal_data import WITHOUT_NAME
from bot.features.pulse.views import questions
from bot.features.pulse.views.confidentiality import FOOTNOTE, how_confidential
from bot.features.pulse.views.figures_text import what_to_know
from bot.publishing.noise_scales import EPSILON, LEAST_EPSILON
from tests.fakes import words_of
from tests.features.pulse.town import ITEMS, MORNING

TEMPLATES = Path("bot/platforms/web/rendering/templates")


def page(epsilon: Fraction = EPSILON, floor: int = 8) -> str:
    return words_of(Say(how_confidential(floor, epsilon)))


def report(epsilon: Fraction = EPSILON) -> str:
    return " ".join(words for _, words in what_to_know(8, epsilon))


CARD = Path("content/cards/bot/is-the-pulse-anonymous.md").read_text(encoding="utf-8").split("---")[2]
PAPER = Path("deploy/CONFIDENTIALITY.md").read_text(encoding="utf-8")
ASKED = words_of(Say(questions.invitation("w", list(ITEMS.values())[:3], MORNING)))

LONG = {"page": page(), "card": CARD, "paper": PAPER.partition("\n## ")[0]}
SHORT = {"asked": ASKED, "personal data": " ".join(WITHOUT_NAME), "report": report(), "footnote": FOOTNOTE}

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
    r"nobody can ever",
    r"100 ?% (?:safe|secure|confidential)",
    # A single answer hardly shows; some guesses are better with figures than without.
    r"(?:nobody|no ?one|no (?:single )?(?:person|answer))(?:['’]s (?:own )?answers?)?,? (?:ever )?(?:shows|show|can be seen|is visible) in",
    r"nobody['’]s (?:own )?answers? (?:ever )?shows?",
    r"(?:changed|blurred|differ) (?:only )?(?:a little|slightly)",
    r"nobody['’]s answer is known for 95",
    r"(?:never|nobody (?:is|gets)(?: ever)?) 95 ?% sure(?! where)",
)
# These words are right elsewhere: of what we can't do.
OF_CONFIDENTIALITY = (r"impossible",)


def everywhere() -> Iterator[Path]:
    """Every page, template and screen that people read, and the cards about the bot."""
    yield from (Path("README.md"), Path("SECURITY.md"), *Path("deploy").rglob("*.md"))
    yield from TEMPLATES.glob("*.html")
    yield from (path for path in Path("bot").rglob("*.py") if "views" in path.parts or path.stem == "views")
    yield from Path("bot/features").rglob("declarations.py")
    yield from (*Path("content/cards/bot").glob("*.md"), *Path("content/conversation").glob("*.md"))


def as_read(path: Path) -> str:
    """In lower case, a sentence in one piece, as code has it in several."""
    text = re.sub(r'"\s*\n\s*f?"', "", path.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", text.lower())


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
    assert not [claim for claim in (*OVERCLAIMS, *OF_CONFIDENTIALITY) if re.search(claim, text)]


@pytest.mark.parametrize("path", sorted(everywhere()), ids=str)
def test_no_page_template_or_screen_claims_it_either(path: Path) -> None:
    assert not [claim for claim in OVERCLAIMS if re.search(claim, as_read(path))]


def test_a_claim_that_once_slipped_through_is_seen() -> None:
    for claim in (
        "every figure is blurred on purpose, so that nobody's answer shows in it.",
        "every figure has been changed a little by chance",
    ):
        assert [pattern for pattern in OVERCLAIMS if re.search(pattern, claim)]
    assert TEMPLATES / "report.html" in set(everywhere())


def test_the_floor_is_said_as_the_organisation_chose_it() -> None:
    assert "Only where 15 or more people answered" in page(floor=15)


def test_the_blur_is_said_as_the_organisation_chose_it() -> None:
    assert "by about 4 answers, in 80 of 100 cases by no more than 6, and in 95 by no more than 9" in page()
    assert "by about 7 answers, in 80 of 100 cases by no more than 12, and in 95 by no more than 19" in page(
        LEAST_EPSILON
    )
    assert "about 4 answers, and in 95 of 100 cases by no more than 9" in report()
    assert "about 7 answers, and in 95 of 100 cases by no more than 19" in report(LEAST_EPSILON)


def test_epsilon_and_its_limits_are_said_in_plain_words() -> None:
    assert "at most about 2.7 times as likely, or as unlikely: in statistics, an ε of 1." in page()
    assert "at most about 1.6 times as likely, or as unlikely: in statistics, an ε of ½." in page(
        LEAST_EPSILON
    )
    for text in (page(), page(LEAST_EPSILON)):
        assert "1 (2.7 times) as usual and at most; an administrator can make it ½ (1.6 times)" in text
