"""What was told of an item, in words that people use."""

from collections.abc import Iterable
from datetime import date

from bot.conversation.message import Span
from bot.pulse.disclosure import AtEnd, Figures, Hidden, Reason, Told
from bot.pulse.report import History
from bot.pulse.statistics import response_rate

NO_FIGURES = "No figures this time"

CAUTION = (
    "Fewer than half of those asked have answered, so read this with caution: "
    "the others may see it differently."
)

_TOO_FEW = "Too few people answered to show any without giving somebody away."

_IN_SHORT = {
    Reason.SMALL: "too few answered it, or it would give away what another group hides",
    Reason.TURNOVER: "a few people joined or left since it was last shown, and a difference could be theirs",
}

_ROUGHLY = {
    1: "Clearly more agree than {when}.",
    0: "About as many agree as {when}.",
    -1: "Clearly fewer agree than {when}.",
}

UNVALIDATED = (
    "The questions are our own and nobody has validated them: they show a direction, not a diagnosis."
)


def agree(told: Told) -> str:
    """ "58 in 100 agree". Nothing for a group that is hidden."""
    match told:
        case Figures(share):
            return f"{round(share.value * 100)} in 100 agree"
        case AtEnd(label):
            percent, _, side = label.partition("% or ")
            return f"{percent} in 100 or {'more' if side == 'more' else 'fewer'} agree"
        case Hidden():
            return ""


def headline(history: History, *, of_everyone: bool = False) -> tuple[Span, ...]:
    """In one breath: how many agree, how sure that is, how many answered, and whether it has changed."""
    latest = history.latest
    verdict = f" {sentence(latest.verdict)}" if latest.verdict else ""
    if isinstance(latest.told, Hidden):
        why = _TOO_FEW if of_everyone and latest.told.reason is Reason.SMALL else latest.told.why
        return Span(f"{NO_FIGURES}.", bold=True), Span(f" {why}{compared(history)}{verdict}")
    return Span(agree(latest.told), bold=True), Span(f"{_surely(latest.told)}.{verdict}")


def item(history: History) -> tuple[Span, ...]:
    """The statement with its figures and the last time's, without a verdict."""
    latest = history.latest
    said = Span(f"“{history.item.text}” ")
    if isinstance(latest.told, Hidden):
        return (
            said,
            Span("Not shown", bold=True),
            Span(f": {_IN_SHORT[latest.told.reason]}.{compared(history)}"),
        )
    return said, Span(agree(latest.told), bold=True), Span(f"{_surely(latest.told)}.{_before(history)}")


def in_short(history: History) -> tuple[Span, ...]:
    """The statement and how many agree, in one line."""
    told = history.latest.told
    between = f", probably between {ends(told)}" if isinstance(told, Figures) else ""
    said = Span(agree(told) or "Not shown", bold=True)
    return Span(f"“{history.item.text}” "), said, Span(f"{between}.{compared(history)}")


def compared(history: History) -> str:
    """Roughly, with when this group was last shown, where it is hidden for who came and went since."""
    told = history.latest.told
    if not isinstance(told, Hidden) or told.compared is None:
        return ""
    than = next((t.closed_on for t in history.tellings if t.wave == told.compared.wave), None)
    when = f"in {month(than, history.latest.closed_on)}" if than else "then"
    return f" {_ROUGHLY[told.compared.direction].format(when=when)}"


def ends(told: Figures) -> str:
    """ "43 and 72"."""
    return f"{round(told.share.low * 100)} and {round(told.share.high * 100)}"


def needs_caution(histories: Iterable[History]) -> bool:
    """Whether of any of them fewer than half who were asked have answered."""
    shown = [h.latest.told for h in histories]
    rates = [response_rate(t.answers, t.invited) for t in shown if not isinstance(t, Hidden)]
    return any(rate.needs_caution for rate in rates if rate)


def not_shown(hidden: Iterable[Hidden]) -> str:
    """How many groups, and why. Nothing where all are shown."""
    reasons = [found.reason for found in hidden]
    counts = {reason: reasons.count(reason) for reason in Reason if reason in reasons}
    return " ".join(_not_shown(count, reason) for reason, count in counts.items())


def sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def day(of: date) -> str:
    return f"{of:%A} {of.day} {of:%B}"


def month(of: date, seen_from: date) -> str:
    """With the year where it is another one."""
    return f"{of:%B}" if of.year == seen_from.year else f"{of:%B %Y}"


def _surely(told: Figures | AtEnd) -> str:
    answered = f"{told.answers} of {told.invited} answered"
    return f", probably between {ends(told)}; {answered}" if isinstance(told, Figures) else f"; {answered}"


def _before(history: History) -> str:
    before = history.before
    if before is None:
        return " Asked for the first time."
    when = month(before.closed_on, history.latest.closed_on)
    if isinstance(before.told, Hidden):
        return f" Last time, in {when}, it was not shown."
    return f" Last time, in {when}: {agree(before.told).removesuffix(' agree')}."


def _not_shown(count: int, reason: Reason) -> str:
    if reason is Reason.TURNOVER:
        groups, them = ("One group is", "it") if count == 1 else (f"{count} groups are", "them")
        return (
            f"{groups} not shown because a few people joined or left since figures were last shown for {them}, "
            "and a difference could be theirs."
        )
    groups, it = ("One group is", "showing it") if count == 1 else (f"{count} groups are", "showing them")
    return (
        f"{groups} not shown because too few people answered there, or because {it} "
        "would give away what another group hides."
    )
