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

from bot.core.themes import Audience
from bot.features.asking.cards.library import Library, load
from bot.features.pulse.reports.report import Report, WaveResult
from bot.features.pulse.suggestions import Done
from bot.features.pulse.views.at_a_glance import at_a_glance
from bot.platforms.web.records.report import report_page
from bot.platforms.web.rendering.standalone import SEALED
from bot.publishing.intervals import Range
from bot.publishing.publisher import Figures
from tests.features.pulse.reports import FEW, NEARLY_ALL, figures, history, sixteen_waves, wave_result
from tests.features.pulse.town import HEADLINE, ITEMS

from .conftest import words_of

ON = date(2026, 11, 23)


@pytest.fixture(scope="module")
def cards() -> Library:
    return load(Path("content"))


@pytest.fixture(scope="module")
def page(cards: Library) -> str:
    return report_page(sixteen_waves(), cards, ON)


def team(cards: Library, *wave_results: WaveResult, **changes: object) -> str:
    """Of a team whose only item is the headline."""
    shown = replace(
        sixteen_waves("Willow ward", "willow"),
        headline=history(HEADLINE, *wave_results),
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
        "Probably between 67 and 87 in 100 agree. Of those who answered, about 77 in 100 do.",
        "48 answers from 64 people asked (75%).",
        "Change: up by about 14 in 100 since the first 6 rounds.",
        "That is nearly all; no exact figure is given there.",
        "Read with caution: fewer than half of those asked answered.",
        "Reeves et al. 2024, theme 1",
        "More in the card “What a peer worker is and does”",
        "nobody has validated them",
        "fewer than 8 people answered",
        "22 November 2026",
        "23 November 2026",
        "asked of peer workers",
        "In 2 groups fewer than 8 people answered.",
        "Inpatient services no clear change",
    ):
        assert said in words, said


def test_a_wave_with_too_few_answers_has_no_figure(cards: Library) -> None:
    page = team(cards, wave_result(1, figures(60, 16, 20)), wave_result(2, FEW))
    (latest, _) = re.findall(r'<tr role="row">\s*<th role="rowheader".*?</tr>', page, re.DOTALL)
    assert words_of(latest) == "10 May 2026 not shown: too few answered"


def test_near_an_end_there_is_a_range_and_no_share(cards: Library) -> None:
    page = team(cards, wave_result(1, NEARLY_ALL))
    assert "nearly all 84% and 100% 41 of 64 64%" in words_of(page)


def test_a_small_teams_likely_range_is_shown_and_said_to_be_one(cards: Library) -> None:
    page = team(cards, wave_result(1, figures(60, 9, 14, give=45, likely=Range(0.55, 0.37, 0.73))))
    assert "37% to 73%" in words_of(page)
    assert "drawn towards the larger group's figure" in words_of(page)


def test_of_figures_that_were_exact_at_first_it_says_so(cards: Library) -> None:
    page = report_page(replace(sixteen_waves(), blurred_later_until=date(2026, 5, 3)), cards, ON)
    assert "Figures up to 3 May 2026 were told exactly when they came out." in words_of(page)


def test_a_teams_report_says_nothing_of_other_groups(cards: Library) -> None:
    words = words_of(team(cards, wave_result(1, FEW), too_few=2, divisions=()))
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
    pictures = [attributes for tag, attributes in Tags(page).found if tag == "svg" and "role" in attributes]
    assert len(pictures) == 5
    assert all(picture["role"] == "img" and picture["aria-label"] for picture in pictures)
    assert page.count("<table") == 6


def test_two_waves_of_an_item_for_different_people_have_headings_of_their_own(cards: Library) -> None:
    everyone, peers = (
        history("regular-learning", wave_result(1, FEW), audience=audience)
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


def test_a_board_reads_the_sentence_the_ends_and_what_it_cannot_tell_first(page: str) -> None:
    board = words_of(page[page.index('class="board"') : page.index('id="glance"')])
    assert (
        "most agree with “I understand what the job of a peer worker here covers”, more than in earlier rounds."
        in board
    )
    assert board.index("Where agreement is lowest") < board.index("Where it is highest")
    assert "Nothing here compares teams or people." in board


def test_no_question_is_both_lowest_and_highest() -> None:
    for count in range(1, 6):
        asked = [
            history(item, wave_result(16, figures(10 + 20 * n, give=5)))
            for n, item in enumerate(list(ITEMS)[:count])
        ]
        glance = at_a_glance(replace(sixteen_waves(), headline=None, others=tuple(asked)))
        assert not set(glance.strongest) & set(glance.weakest)
        assert len(glance.strongest) == len(glance.weakest) == min(2, count // 2)


def ends_of(*told: Figures) -> tuple[list[str], list[str]]:
    asked = [history(item, wave_result(16, each)) for item, each in zip(list(ITEMS), told, strict=False)]
    glance = at_a_glance(replace(sixteen_waves(), headline=None, others=tuple(asked)))
    return [line.words for line in glance.weakest], [line.words for line in glance.strongest]


def test_the_ends_are_of_all_results_that_are_shown_and_only_where_their_ranges_lie_apart() -> None:
    """A wide range of high values is still higher than a narrow one of low values."""
    wide, narrow, middle = (
        replace(figures(n), agree=Range(n / 100, *at))
        for n, at in ((67, (0.43, 0.90)), (20, (0.10, 0.30)), (33, (0.21, 0.44)))
    )
    assert ends_of(wide, middle, narrow) == (["between 10 and 30"], ["between 43 and 90"])
    assert ends_of(middle, narrow) == ([], []), "they overlap"


def test_what_was_done_is_marked_in_the_report_and_said_to_prove_nothing(cards: Library) -> None:
    report = sixteen_waves()
    assert report.headline
    done = (Done(HEADLINE, report.headline.wave_results[9].closed_on),)
    shown = report_page(replace(report, done=done), cards, ON)
    assert shown.count('class="marking"') == 1
    assert "the mark proves nothing" in words_of(shown)
    assert 'class="marking"' not in report_page(report, cards, ON)
