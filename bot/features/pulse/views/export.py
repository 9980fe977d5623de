"""Exports a group's report as a table, and the table as CSV. Adds nothing to the report."""

import csv
from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from datetime import date
from io import StringIO
from typing import Any

from bot.core.spreadsheet import escape_formula
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import History, Report, WaveResult
from bot.features.pulse.statistics import response_rate
from bot.features.pulse.views.figures_text import (
    CAUTION,
    asked_of,
    theme_in_words,
)
from bot.features.pulse.views.ranges import how_many, percent
from bot.features.pulse.views.verdict_text import verdict_in_words
from bot.publishing.intervals import Range

TOO_FEW = "Too few people answered."

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True)
class ExportRow:
    """An item after one wave. Shares and rates in whole percent; None if not published.

    `instead` is the text shown instead of a figure: "nearly all", or that too few answered. `likely`, with its range, is the
    figure shrunk towards the larger group's: the one that chat tells.
    """

    group: str
    wave: int
    closed_on: date
    item: str
    theme: str
    reference: str
    asked_of: str
    answers: int | None = None
    invited: int | None = None
    response: int | None = None
    agree: int | None = None
    agree_low: int | None = None
    agree_high: int | None = None
    likely: int | None = None
    likely_low: int | None = None
    likely_high: int | None = None
    not_sure_low: int | None = None
    not_sure_high: int | None = None
    instead: str = ""
    caution: str = ""
    change: str = ""


# Heading, width in characters, number format, and a note where the heading alone is unclear.
COLUMNS = (
    ("Group", 20, "@", "whose answers these are"),
    ("Round", 7, "0", "the number of the round of questions"),
    ("Closed on", 12, "yyyy-mm-dd", "the day on which the last answers were counted"),
    ("Question", 42, "@", ""),
    ("Theme", 13, "@", "where the review has it"),
    ("Reference", 17, "@", ""),
    ("Asked of", 11, "@", "everyone, or those with this role"),
    ("Answers", 9, "0", "how many answered, those who were not sure among them"),
    ("Asked", 8, "0", "how many were asked"),
    ("Response %", 10, "0", "answers of those asked; only where eight or more were"),
    ("Agree %", 9, "0", "agree or strongly agree, of the answers; blurred on purpose"),
    ("Agree % low", 8, "0", "lower end of the 95% range"),
    ("Agree % high", 8, "0", "upper end of the 95% range"),
    ("Likely %", 8, "0", "the figure that chat tells, drawn towards the larger group's; where few answered"),
    ("Likely % low", 8, "0", "lower end, drawn towards the larger group's figure; where few answered"),
    ("Likely % high", 8, "0", "upper end of that range"),
    ("Not sure % low", 9, "0", "lower end of the 95% range of “not sure, or doesn't apply”"),
    ("Not sure % high", 9, "0", "upper end of that range"),
    ("Instead of figures", 30, "@", "“nearly all” and “nearly none”, or that too few answered"),
    ("Caution", 18, "@", ""),
    ("Change", 22, "@", "only for the question that is asked every time"),
)


def rows(report: Report) -> Sequence[ExportRow]:
    """Oldest wave first; within a wave, the headline item first."""
    export_rows = [
        row(report.name, history, wave_result)
        for history in report.histories
        for wave_result in history.wave_results
    ]
    return sorted(export_rows, key=lambda each: each.wave)


def row(group: str, history: History, wave_result: WaveResult) -> ExportRow:
    item, result = history.item, wave_result.result
    known = ExportRow(
        group=group,
        wave=wave_result.wave,
        closed_on=wave_result.closed_on,
        item=item.text,
        theme=theme_in_words(item.theme),
        reference=item.reference,
        asked_of=asked_of(history.audience),
        change=verdict_in_words(wave_result.verdict),
    )
    if isinstance(result, TooFew):
        return replace(known, instead=TOO_FEW)
    rate = response_rate(result.answers, result.eligible)
    return replace(
        known,
        answers=result.answers,
        invited=result.eligible,
        response=percent(rate.share) if rate else None,
        caution=CAUTION if rate and rate.needs_caution else "",
        agree=None if result.agree.value is None else percent(result.agree.value),
        agree_low=percent(result.agree.low),
        agree_high=percent(result.agree.high),
        instead=how_many(result.agree) if result.agree.value is None else "",
        likely=percent(result.likely.value) if result.likely and result.likely.value is not None else None,
        **_ends("likely", result.likely),
        **_ends("not_sure", result.not_sure),
    )


def _ends(name: str, range_: Range | None) -> dict[str, Any]:
    if range_ is None:
        return {}
    return {f"{name}_low": percent(range_.low), f"{name}_high": percent(range_.high)}


def as_csv(report: Report) -> bytes:
    """CSV with a byte order mark, without which Excel assumes another encoding."""
    written = StringIO(newline="")
    writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(heading for heading, *_ in COLUMNS)
    for each in rows(report):
        writer.writerow(_plain(value) for value in astuple(each))
    return written.getvalue().encode("utf-8-sig")


def _plain(value: Value) -> Value:
    return escape_formula(value) if isinstance(value, str) else value
