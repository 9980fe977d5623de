"""Summarises a group's report for a board: overall, strongest and weakest items, a line per item."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot.features.pulse.reports.report import History, Report
from bot.features.pulse.views.one_sentence import NO_FIGURES, one_sentence
from bot.features.pulse.views.ranges import between, how_many, percent
from bot.publishing.publisher import Figures

_ENDS = 2


@dataclass(frozen=True, slots=True)
class GlanceLine:
    """The latest result of a question. Shares in percent; `low` and `high` are None if not published."""

    item_id: str
    statement: str
    asked_of: str
    on: date
    words: str
    answers: str = ""
    low: int | None = None
    high: int | None = None
    middle: int | None = None


@dataclass(frozen=True, slots=True)
class Glance:
    """`strongest` and `weakest` are of all published results, and their ranges don't overlap. Empty otherwise."""

    sentence: str
    lines: tuple[GlanceLine, ...]
    strongest: tuple[GlanceLine, ...] = ()
    weakest: tuple[GlanceLine, ...] = ()


def at_a_glance(report: Report) -> Glance:
    lines = tuple(_line(history) for history in report.histories)
    known = sorted((x for x in lines if x.middle is not None), key=lambda x: (x.middle or 0, x.item_id))
    ends = min(_ENDS, len(known) // 2)
    while ends and not _are_apart(known[:ends], known[-ends:]):
        ends -= 1
    sentence = one_sentence(report.name, report.headline) if report.headline else NO_FIGURES
    return Glance(sentence, lines, _first(list(reversed(known)), ends), _first(known, ends))


def _are_apart(weakest: Sequence[GlanceLine], strongest: Sequence[GlanceLine]) -> bool:
    """Whether no range of the weakest overlaps a range of the strongest."""
    return max(line.high or 0 for line in weakest) < min(line.low or 0 for line in strongest)


def _first(lines: Sequence[GlanceLine], count: int) -> tuple[GlanceLine, ...]:
    return tuple(lines[:count])


def _line(history: History) -> GlanceLine:
    latest, audience = history.latest, str(history.audience)
    result = latest.result
    if not isinstance(result, Figures):
        return GlanceLine(history.item.id, history.item.text, audience, latest.closed_on, "not shown")
    best = result.best
    end = f"{how_many(best)}, " if best.value is None else ""
    return GlanceLine(
        history.item.id,
        history.item.text,
        audience,
        latest.closed_on,
        f"{end}between {between(best)}",
        f"{result.answers} of {result.eligible}",
        percent(best.low),
        percent(best.high),
        percent(best.middle),
    )
