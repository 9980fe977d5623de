from datetime import timedelta

import pytest

from bot.core.themes import Audience, Theme
from bot.features.pulse.published_result import PublishedResult
from bot.features.pulse.reports.report import Report
from bot.features.pulse.weak_themes import scores, weakest
from tests.features.digest.figures import CLOSED, SMALL, end, figures, history, report

SIXTY, FORTY = figures(60, 45, 73), figures(40, 27, 55)
EDUCATION, READINESS, CLARITY = "regular-learning", "asked-before-changes", "know-when-to-involve"


def told(*items: tuple[str, PublishedResult]) -> Report:
    return report(*(history(one, item=item) for item, one in items))


def test_a_theme_scores_the_mean_of_its_items_as_they_were_told_last() -> None:
    found = report(history(FORTY, SIXTY), history(FORTY, item=EDUCATION), history(FORTY, item=READINESS))
    assert scores(found, CLOSED) == {Theme.EDUCATION: pytest.approx(0.5), Theme.READINESS: 0.4}


def test_what_is_hidden_too_old_or_asked_of_some_alone_does_not_count() -> None:
    peers = history(FORTY, item="fair-terms", audience=Audience.PEER_WORKER)
    found = report(history(SMALL), peers, history(FORTY, item=READINESS))
    assert scores(found, CLOSED) == {Theme.READINESS: 0.4}
    assert scores(found, CLOSED + timedelta(weeks=26)) == {Theme.READINESS: 0.4}
    assert scores(found, CLOSED + timedelta(weeks=26, days=1)) == {}


def test_the_ends_count_as_the_middle_of_their_range() -> None:
    ends = end(80, 100), end(0, 20)
    found = told((EDUCATION, ends[0]), (READINESS, ends[1]))
    assert scores(found, CLOSED) == {Theme.EDUCATION: 0.9, Theme.READINESS: 0.1}


def test_the_two_with_the_least_agreement_are_weakest() -> None:
    least = end(0, 20)
    found = told((EDUCATION, SIXTY), (READINESS, FORTY), (CLARITY, least))
    assert weakest(found, CLOSED) == (Theme.ROLE_CLARITY, Theme.READINESS)


def test_of_two_themes_none_is_weak() -> None:
    assert weakest(told((EDUCATION, SIXTY), (READINESS, FORTY)), CLOSED) == ()
