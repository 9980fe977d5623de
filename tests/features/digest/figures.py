"""Reports with made-up figures."""

from datetime import date, timedelta
from pathlib import Path

from bot.conversation.message import Message
from bot.conversation.routes import Say
from bot.core.themes import Audience
from bot.features.digest.next_wave import NextWave
from bot.features.digest.parts import Gathered, Section, ToTry
from bot.features.pulse.items import load
from bot.features.pulse.published_result import PublishedResult, TooFew
from bot.features.pulse.reports.report import History, Report, WaveResult
from bot.features.pulse.suggestions import Done, SuggestionOutcome
from bot.features.pulse.verdict import NoClearChange, Verdict
from bot.features.pulse.waves.groups import ORGANISATION
from bot.publishing.intervals import Range
from bot.publishing.publisher import Figures
from bot.publishing.signals import Signal
from tests.fakes import words_of

ITEMS = {item.id: item for item in load(Path("content/pulse/items.yaml"))}
HEADLINE = "know-the-role"
CLOSED = date(2026, 11, 29)

SMALL = TooFew()


def figures(percent: int, low: int, high: int, answers: int = 41, invited: int = 64) -> Figures:
    share = percent / 100
    return Figures(Range(share, low / 100, high / 100), answers, invited, Signal(share, 0.001, 0.0001, "d"))


def end(low: int, high: int, answers: int = 40, invited: int = 64) -> Figures:
    """Near an end: no value, only a range."""
    signal = Signal((low + high) / 200, 0.001, 0.0001, "d")
    return Figures(Range(None, low / 100, high / 100), answers, invited, signal)


NOW = figures(58, 43, 72)


def history(
    *results: PublishedResult,
    item: str = HEADLINE,
    verdict: Verdict | None = None,
    audience: Audience = Audience.EVERYONE,
    wave: int = 8,
    weeks: int = 2,
) -> History:
    """Oldest first, so many weeks apart; the last was in this wave and closed on CLOSED."""
    ages = range(len(results) - 1, -1, -1)
    wave_results = tuple(
        WaveResult(wave - age, CLOSED - timedelta(weeks=weeks * age), result, verdict)
        for age, result in zip(ages, results, strict=True)
    )
    return History(ITEMS[item], audience, wave_results)


def report(
    *others: History,
    headline: History | None = None,
    group: str = ORGANISATION,
    name: str = "Harbour",
    too_few: int = 0,
    divisions: tuple[tuple[str, Verdict], ...] = (),
    done: tuple[Done, ...] = (),
) -> Report:
    return Report(group, name, 8, CLOSED, headline, others, too_few, divisions, done=done)


def to_try(
    *,
    is_asked: bool = False,
    is_borrowed: bool = False,
    outcome: SuggestionOutcome = SuggestionOutcome.OPEN,
    owner: str = "",
    due_on: date | None = None,
) -> ToTry:
    return ToTry(
        "s1",
        ITEMS["know-when-to-involve"],
        "Harbour",
        is_borrowed=is_borrowed,
        is_asked=is_asked,
        outcome=outcome,
        owner=owner,
        due_on=due_on,
    )


MONDAY = date(2026, 11, 30)
NEXT = NextWave(next_on=date(2026, 12, 8))
LINE = history(figures(41, 28, 55), NOW, verdict=NoClearChange())
ITEM = history(figures(47, 33, 61), item="know-when-to-involve")
HARBOUR = report(ITEM, headline=LINE)
PEERS = history(
    figures(38, 21, 58, answers=17, invited=22), item="fair-terms", audience=Audience.PEER_WORKER, wave=9
)


def news(of: Report, reached: int = 0) -> Section:
    return Section(of, of.asked_in(8), reached, is_news=True)


def gathered(*sections: Section, to_try: ToTry | None = None, **more: object) -> Gathered:
    return Gathered(MONDAY, sections, to_try, **{"coming": NEXT, **more})  # type: ignore[arg-type]


def sentences(message: Message) -> list[str]:
    """Line by line."""
    return words_of(Say(message)).splitlines()
