"""Reports with made-up figures."""

from datetime import date, timedelta
from pathlib import Path

from bot.conversation.message import Message
from bot.conversation.routes import Say
from bot.digest.coming import Coming
from bot.digest.told import Gathered, Section, ToTry
from bot.pulse.disclosure import Figures, Hidden, Reason, Told
from bot.pulse.groups import ORGANISATION
from bot.pulse.items import load
from bot.pulse.report import History, Report, Telling
from bot.pulse.statistics import Estimate
from bot.pulse.suggestions import Outcome
from bot.themes import Audience
from tests.fakes import words_of

ITEMS = {item.id: item for item in load(Path("content/pulse/items.yaml"))}
HEADLINE = "know-the-role"
CLOSED = date(2026, 11, 29)

SMALL = Hidden(Reason.SMALL, Reason.SMALL.value.format(floor=8))
TURNOVER = Hidden(Reason.TURNOVER, Reason.TURNOVER.value)


def figures(percent: int, low: int, high: int, answers: int = 41, invited: int = 64) -> Figures:
    share = Estimate(percent / 100, low / 100, high / 100)
    return Figures(share, Estimate(3.4, 3.1, 3.7), answers, invited)


NOW = figures(58, 43, 72)


def history(
    *told: Told,
    item: str = HEADLINE,
    verdict: str = "",
    audience: Audience = Audience.EVERYONE,
    wave: int = 8,
    weeks: int = 2,
) -> History:
    """Oldest first, so many weeks apart; the last was in this wave and closed on CLOSED."""
    ages = range(len(told) - 1, -1, -1)
    tellings = tuple(
        Telling(wave - age, CLOSED - timedelta(weeks=weeks * age), one, verdict)
        for age, one in zip(ages, told, strict=True)
    )
    return History(ITEMS[item], audience, tellings)


def report(
    *others: History,
    headline: History | None = None,
    group: str = ORGANISATION,
    name: str = "Harbour",
    hidden: tuple[Hidden, ...] = (),
    divisions: tuple[tuple[str, str], ...] = (),
) -> Report:
    return Report(group, name, 8, CLOSED, headline, others, hidden, divisions)


def to_try(*, is_asked: bool = False, is_borrowed: bool = False, outcome: Outcome = Outcome.OPEN) -> ToTry:
    item = ITEMS["know-when-to-involve"]
    return ToTry("s1", item, "Harbour", is_borrowed=is_borrowed, is_asked=is_asked, outcome=outcome)


MONDAY = date(2026, 11, 30)
NEXT = Coming(next_on=date(2026, 12, 8))
LINE = history(figures(41, 28, 55), NOW, verdict="no clear change")
ITEM = history(figures(47, 33, 61), item="know-when-to-involve")
HARBOUR = report(ITEM, headline=LINE)
PEERS = history(
    figures(38, 21, 58, answers=17, invited=22), item="fair-terms", audience=Audience.PEER_WORKER, wave=9
)


def news(of: Report, reached: int = 0) -> Section:
    return Section(of, of.asked_in(8), reached, is_news=True)


def gathered(*sections: Section, to_try: ToTry | None = None, **more: object) -> Gathered:
    return Gathered(MONDAY, sections, to_try, **{"coming": NEXT, **more})  # type: ignore[arg-type]


def said(message: Message) -> list[str]:
    """Line by line."""
    return words_of(Say(message)).splitlines()
