"""One figure, one rendering: digest, results, report, picture and table tell the same of one question.

Each rendering is read back into claims: how many agree, between what, how many answered, whether it changed.
"""

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from html import unescape
from io import StringIO
from pathlib import Path

import pytest

from bot.conversation.message import Chart, Message
from bot.conversation.plain_text import plain
from bot.features.asking.cards.library import Library, load
from bot.features.digest.views.digest import digest
from bot.features.digest.views.staff_results import results
from bot.features.pulse.published_result import PublishedResult
from bot.features.pulse.reports.report import Report
from bot.features.pulse.verdict import Changed, NoClearChange, Verdict
from bot.features.pulse.views.export import as_csv
from bot.features.pulse.views.verdict_text import verdict_in_words
from bot.platforms.web.records.report import report_page
from bot.publishing.intervals import Range
from bot.publishing.publisher import Figures
from tests.features.digest.figures import CLOSED, SMALL, end, figures, gathered, history, news, report
from tests.platforms.test_one_fact import in_browser, on_slack, on_teams

CONTENT = Path("content")
PLATFORMS: dict[str, Callable[[Message], str]] = {"slack": on_slack, "teams": on_teams, "web": in_browser}
_BETWEEN = r"[Bb]etween (\d+)%? and (\d+)"
_CHANGES = r"(?:[Uu]p|[Dd]own) by about \d+ in 100 since the first 6 rounds|[Nn]o clear change"


@dataclass(frozen=True, slots=True)
class Claims:
    """What a rendering says; sets, because a long one says it more than once."""

    shares: frozenset[str]
    ranges: frozenset[tuple[str, str]]
    answers: frozenset[tuple[str, str]]
    changes: frozenset[str]

    @classmethod
    def of(cls, words: str) -> "Claims":
        # How to read figures stands at a report's end, with the numbers of its method.
        said = " ".join(words.partition("Blurred on purpose")[0].split())
        pairs = re.findall(_BETWEEN, said)
        counts = re.findall(r"(\d+) of (\d+)\b", said) + re.findall(r"(\d+) answers from (\d+)", said)
        without_ranges = re.sub(_BETWEEN, "", said)
        shares = re.findall(r"(\d+) in 100 (?:agree|do)\b|about (\d+) in 100\.", without_ranges)
        shares += re.findall(r"([Nn]early (?:all|none))()(?:;| agree)", said)
        return cls(
            frozenset((one or other).lower() for one, other in shares),
            frozenset(pairs),
            frozenset(counts),
            frozenset(change.lower() for change in re.findall(_CHANGES, said)),
        )


CLEAR, UP = "a clear figure", "one that went up"
UNCLEAR, ENDS, POOLED = "one that says little", "one near an end", "one drawn towards the whole"
FACTS: dict[str, tuple[Figures, Verdict]] = {
    CLEAR: (figures(58, 53, 63, 41, 64), NoClearChange()),
    UP: (figures(71, 62, 80, 52, 63), Changed(12, is_up=True)),
    UNCLEAR: (figures(67, 46, 88, 52, 63), Changed(20, is_up=True)),
    ENDS: (end(84, 100, 40, 64), Changed(-3, is_up=False)),
    POOLED: (
        replace(figures(80, 40, 100, 9, 14), likely=Range(0.55, 0.37, 0.73)),
        NoClearChange(),
    ),
}


def expected(told: Figures, verdict: Verdict) -> Claims:
    best = told.best
    value = f"{best.value * 100:.0f}" if best.value is not None else "nearly all"
    low, high = (f"{limit * 100:.0f}" for limit in (best.low, best.high))
    return Claims(
        frozenset({value}),
        frozenset({(low, high)}),
        frozenset({(str(told.answers), str(told.eligible))}),
        frozenset({verdict_in_words(verdict)}),
    )


def of_one(told: PublishedResult, verdict: Verdict | None) -> Report:
    """A report in which nothing else is told, so that every number in it is of this figure."""
    return report(headline=history(told, verdict=verdict))


def rendered(of: Report, library: Library) -> Iterator[tuple[str, str]]:
    messages = {"digest": digest(gathered(news(of))), "results": results(of, None, {8})}
    for what, message in messages.items():
        yield f"{what}, in words", plain(message)
        yield from ((f"{what}, {name}", draws(message)) for name, draws in PLATFORMS.items())
    page = report_page(of, library, CLOSED)
    yield (
        "report",
        unescape(re.sub(r"<(?:title|style)[^>]*>.*?</(?:title|style)>|<[^>]+>", " ", page, flags=re.S)),
    )
    yield "report's picture", " ".join(unescape(alt) for alt in re.findall(r'aria-label="(On [^"]+)"', page))


@pytest.fixture(scope="module")
def library() -> Library:
    return load(CONTENT)


@pytest.mark.parametrize(("told", "verdict"), FACTS.values(), ids=FACTS)
def test_every_rendering_tells_the_same_figure(told: Figures, verdict: Verdict, library: Library) -> None:
    fact = expected(told, verdict)
    for where, words in rendered(of_one(told, verdict), library):
        claims = Claims.of(words)
        assert claims.shares | fact.shares == fact.shares, where
        assert claims.ranges == fact.ranges, where
        assert claims.answers | fact.answers == fact.answers, where
        assert claims.changes | fact.changes == fact.changes, where
        if "picture" not in where:
            assert claims.answers, f"{where} says how many answered"
        if "results" in where or "digest" in where:
            assert claims.shares, f"{where} says how many agree"
            assert claims.changes, f"{where} says whether it changed"


@pytest.mark.parametrize(("told", "verdict"), FACTS.values(), ids=FACTS)
def test_the_table_has_the_numbers_that_chat_tells(told: Figures, verdict: Verdict) -> None:
    (line,) = csv.DictReader(StringIO(as_csv(of_one(told, verdict)).decode("utf-8-sig")))
    best = "Likely %" if told.likely else "Agree %"
    fact = expected(told, verdict)
    assert {line[best] or line["Instead of figures"]} == fact.shares
    assert {(line[f"{best} low"], line[f"{best} high"])} == fact.ranges
    assert {(line["Answers"], line["Asked"])} == fact.answers
    assert {line["Change"]} == fact.changes


@pytest.mark.parametrize(("told", "verdict"), FACTS.values(), ids=FACTS)
def test_the_picture_in_chat_says_in_words_what_it_draws(told: Figures, verdict: Verdict) -> None:
    earlier = figures(41, 28, 55)
    of = report(headline=history(earlier, told, verdict=verdict))
    (chart,) = [block for block in digest(gathered(news(of))).blocks if isinstance(block, Chart)]
    fact, latest = expected(told, verdict), chart.points[-1]
    drawn = latest.words or f"{latest.value:.0f}"
    assert {drawn} == fact.shares
    assert {(f"{latest.low:.0f}", f"{latest.high:.0f}")} == fact.ranges
    assert drawn in chart.alt
    assert Claims.of(chart.alt).ranges == fact.ranges
    assert Claims.of(chart.alt).changes == fact.changes


def test_a_figure_that_says_little_is_not_said_to_be_one_and_its_change_is_told_apart(
    library: Library,
) -> None:
    told, verdict = FACTS[UNCLEAR]
    said = "too little is known to say whether most agree with"
    for where, words in rendered(of_one(told, verdict), library):
        if "digest" in where or where == "report":
            assert said in words, where
            assert ", but more do than in earlier rounds" in words, where


def test_too_few_is_told_as_too_few_everywhere(library: Library) -> None:
    for where, words in rendered(of_one(SMALL, None), library):
        claims = Claims.of(words)
        assert (claims.shares, claims.answers, claims.changes) == (frozenset(),) * 3, where
