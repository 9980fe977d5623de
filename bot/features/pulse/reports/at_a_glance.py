"""Summarises a group's report for a board: overall, strongest and weakest items, a line per item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.features.pulse.reports.report import History, Report
from bot.features.pulse.suggestions import SURE_WITHIN
from bot.features.pulse.views.one_sentence import NO_FIGURES, one_sentence
from bot.features.pulse.views.ranges import between, how_many, percent
from bot.publishing.publisher import Figures

_ENDS = 2


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """The latest result of a question. Shares in percent; `low` and `high` are None where not published."""

    item_id: str
    statement: str
    asked_of: str
    on: date
    words: str
    answers: str = ""
    low: int | None = None
    high: int | None = None
    middle: int | None = None

    @property
    def is_sure(self) -> bool:
        return self.low is not None and self.high is not None and self.high - self.low <= SURE_WITHIN * 100


@dataclass(frozen=True, slots=True)
class Glance:
    """`strongest` and `weakest` are among the sufficiently precise results, and never the same item."""

    sentence: str
    lines: tuple[GlanceLine, ...]
    strongest: tuple[GlanceLine, ...] = ()
    weakest: tuple[GlanceLine, ...] = ()


def at_a_glance(report: Report) -> Glance:
    lines = tuple(_line(history) for history in report.histories)
    sure = sorted((line for line in lines if line.is_sure), key=lambda line: (line.middle or 0, line.item_id))
    ends = min(_ENDS, len(sure) // 2)
    sentence = one_sentence(report.name, report.headline) if report.headline else NO_FIGURES
    return Glance(sentence, lines, _first(list(reversed(sure)), ends), _first(sure, ends))


def _first(lines: Sequence[GlanceLine], count: int) -> tuple[GlanceLine, ...]:
    return tuple(lines[:count])


def _line(history: History) -> GlanceLine:
    latest, audience = history.latest, str(history.audience)
    told = latest.told
    if not isinstance(told, Figures):
        return GlanceLine(history.item.id, history.item.text, audience, latest.closed_on, "not shown")
    best = told.best
    end = f"{how_many(best)}, " if best.value is None else ""
    return GlanceLine(
        history.item.id,
        history.item.text,
        audience,
        latest.closed_on,
        f"{end}between {between(best)}",
        f"{told.answers} of {told.eligible}",
        percent(best.low),
        percent(best.high),
        percent(best.middle),
    )
