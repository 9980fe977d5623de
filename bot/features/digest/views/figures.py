"""Puts a pulse item's figures into plain words."""

from collections.abc import Iterable
from datetime import date

from bot.conversation.message import Span
from bot.features.pulse.published_result import PublishedResult, TooFew
from bot.features.pulse.reports.report import History
from bot.features.pulse.statistics import response_rate
from bot.features.pulse.views.ranges import between, how_many, percent
from bot.features.pulse.views.verdict_text import verdict_in_words
from bot.publishing.publisher import Figures

NO_FIGURES = "No figures this time"
TOO_FEW = "Too few people answered."

# A wider range of those who are not sure tells nothing.
_TELLS = 0.25

CAUTION = (
    "Fewer than half of those asked have answered, so read this with caution: "
    "the others may see it differently."
)

POOLED = (
    "Few people answered here, so this range is drawn towards the figure of the larger group: "
    "it is the likelier one, not the team's own."
)

UNVALIDATED = (
    "The questions are our own and nobody has validated them: they show a direction, not a diagnosis."
)


def agree(result: PublishedResult) -> str:
    """ "58 in 100 agree". Nothing if too few answered."""
    return f"{how_many(result.best)} agree" if isinstance(result, Figures) else ""


def headline(history: History) -> tuple[Span, ...]:
    """One sentence: how many agree, the range, how many answered, and any change."""
    latest = history.latest
    if isinstance(latest.result, TooFew):
        return Span(f"{NO_FIGURES}.", bold=True), Span(f" {TOO_FEW}")
    verdict = f" {sentence(verdict_in_words(latest.verdict))}" if latest.verdict else ""
    agreement = agree(latest.result)
    return Span(f"{agreement[0].upper()}{agreement[1:]}", bold=True), Span(
        f"{_surely(latest.result)}.{verdict}"
    )


def item(history: History) -> tuple[Span, ...]:
    """The statement with its figures and the last time's, without a verdict."""
    result = history.latest.result
    quoted = Span(f"“{history.item.text}” ")
    if isinstance(result, TooFew):
        return quoted, Span("Not shown", bold=True), Span(": too few answered it.")
    return quoted, Span(agree(result), bold=True), Span(f"{_surely(result)}.{_before(history)}")


def in_short(history: History) -> tuple[Span, ...]:
    """The statement and how many agree, in one line."""
    result = history.latest.result
    probably = f", probably between {between(result.best)}" if isinstance(result, Figures) else ""
    agreement = Span(agree(result) or "Not shown", bold=True)
    return Span(f"“{history.item.text}” "), agreement, Span(f"{probably}.")


def needs_caution(histories: Iterable[History]) -> bool:
    """Whether of any of them fewer than half who were asked have answered."""
    result = [h.latest.result for h in histories]
    rates = [response_rate(t.answers, t.eligible) for t in result if isinstance(t, Figures)]
    return any(rate.needs_caution for rate in rates if rate)


def is_pooled(histories: Iterable[History]) -> bool:
    """Whether any of them shows a likely range, drawn towards the larger group's figure."""
    return any(isinstance(h.latest.result, Figures) and h.latest.result.likely for h in histories)


def too_few(groups: int) -> str:
    """Empty if all are shown."""
    if not groups:
        return ""
    return f"{'One group is' if groups == 1 else f'{groups} groups are'} not shown: too few people answered there."


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def month(of: date, seen_from: date) -> str:
    """With the year if it isn't this one."""
    return f"{of:%B}" if of.year == seen_from.year else f"{of:%B %Y}"


def _surely(result: Figures) -> str:
    tells = result.not_sure is not None and result.not_sure.width < _TELLS
    not_sure = (
        f"; about {percent(result.not_sure.middle)} in 100 not sure" if result.not_sure and tells else ""
    )
    return (
        f", probably between {between(result.best)}{not_sure}; {result.answers} of {result.eligible} answered"
    )


def _before(history: History) -> str:
    before = history.before
    if before is None:
        return " Asked for the first time."
    when = month(before.closed_on, history.latest.closed_on)
    if isinstance(before.result, TooFew):
        return f" Last time, in {when}, it was not shown."
    return f" Last time, in {when}: {how_many(before.result.best)}."
