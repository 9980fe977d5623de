"""The report as a page: all that was told, nothing else, and everything in words as well."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from bot.knowledge.library import Library, load
from bot.platforms.web.report import report_page
from bot.platforms.web.standalone import SEALED
from bot.pulse.report import Report, Telling
from bot.themes import Audience
from tests.pulse.reports import CHANGED, FEW, NEARLY_ALL, figures, history, sixteen_waves, telling
from tests.pulse.town import HEADLINE

from .conftest import words_of

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def cards() -> Library:
    return load(Path("content"))


@pytest.fixture(scope="module")
def page(cards: Library) -> str:
    return report_page(sixteen_waves(), cards, ON)


def team(cards: Library, *tellings: Telling, **changes: object) -> str:
    """Of a team whose only item is the headline."""
    shown = replace(
        sixteen_waves("Willow ward", "willow"),
        headline=history(HEADLINE, *tellings),
        others=(),
        **changes,  # type: ignore[arg-type]
    )
    return report_page(shown, cards, ON)


class Tags(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def test_it_says_what_was_told_in_words_people_use(page: str) -> None:
    words = words_of(page)
    for said in (
        "Probably between 63 and 87 in 100 agree. Of those who answered, 77% do.",
        "48 answers from 64 people asked (75%).",
        "Change: up by about 0.4 points out of 5 since the first 6 rounds.",
        "90% or more agree.",
        "Read with caution: fewer than half of those asked answered.",
        "Reeves et al. 2024, theme 1",
        "More in the card “What a peer worker is and does”",
        "nobody has validated them",
        "8 answers or more",
        "22 November 2026",
        "23 November 2026",
        "asked of peer workers",
        "2 groups: Fewer than 8 people answered here",
        "Inpatient services no clear change",
    ):
        assert said in words, said


def test_a_hidden_wave_has_its_reason_and_no_figure(cards: Library) -> None:
    page = team(cards, telling(1, figures(1, 1, 2, 8, 3, invited=20)), telling(2, CHANGED), telling(3, FEW))
    (latest, hidden, _) = re.findall(r'<tr role="row">\s*<th role="rowheader".*?</tr>', page, re.DOTALL)
    assert words_of(latest) == "24 May 2026 not shown (2)"
    assert words_of(hidden) == "10 May 2026 not shown (1)"
    assert "Not shown (1): Since its figures were last shown" in words_of(page)
    assert "Not shown (2): Fewer than 8" in words_of(page)


def test_at_an_end_there_is_neither_interval_nor_mean(cards: Library) -> None:
    page = team(cards, telling(1, NEARLY_ALL))
    assert "90% or more not given not given 41 of 64 64%" in words_of(page)
    assert 'class="range"' not in page


def test_a_teams_report_says_nothing_of_other_groups(cards: Library) -> None:
    words = words_of(team(cards, telling(1, FEW), hidden=(FEW, FEW), divisions=()))
    assert "What is not shown" not in words
    assert "division" not in words


def test_a_group_counted_with_others_is_told_so(cards: Library) -> None:
    assert "counted together with others" in words_of(
        report_page(replace(sixteen_waves(), headline=None), cards, ON)
    )


def test_before_the_first_wave_it_says_when_there_will_be_figures(cards: Library) -> None:
    words = words_of(report_page(Report("organisation", "Harbour"), cards, ON))
    assert "There are no figures yet" in words
    assert "The question asked every time" not in words


def test_every_chart_has_words_and_a_table_beside_it(page: str) -> None:
    pictures = [attributes for tag, attributes in Tags(page).found if tag == "svg"]
    assert len(pictures) == 5
    assert all(picture["role"] == "img" and picture["aria-label"] for picture in pictures)
    assert page.count("<table") == 5


def test_two_waves_of_an_item_for_different_people_have_headings_of_their_own(cards: Library) -> None:
    everyone, peers = (
        history("regular-learning", telling(1, FEW), audience=audience)
        for audience in (Audience.EVERYONE, Audience.PEER_WORKER)
    )
    ids = [
        attributes["id"]
        for _, attributes in Tags(
            report_page(replace(sixteen_waves(), others=(everyone, peers)), cards, ON)
        ).found
        if "id" in attributes
    ]
    assert len(ids) == len(set(ids))


def test_headings_go_down_one_step_at_a_time(page: str) -> None:
    levels = [int(tag[1]) for tag, _ in Tags(page).found if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_it_needs_nothing_but_itself(page: str) -> None:
    """So that it can be saved: no script, and nothing to fetch."""
    for tag, attributes in Tags(page).found:
        assert tag not in ("script", "img", "iframe", "object", "embed", "form")
        assert "style" not in attributes
        assert not [name for name in attributes if name.startswith("on") or name == "src"]
        assert tag != "link" or attributes["href"] == "data:,"
    assert not re.search(r"@import|url\(", page)


def test_its_style_is_the_one_that_is_allowed(page: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    hashed = b64encode(sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{hashed}'" in SEALED["Content-Security-Policy"]
