"""The headline's line over time, and what it says for those who can't see it."""

from datetime import date

from bot.conversation.message import Chart, Point
from bot.digest.words import agree, ends, month, sentence
from bot.pulse.disclosure import AtEnd, Figures, Hidden
from bot.pulse.report import History, Telling

_LEAST_POINTS = 2


def trend(history: History) -> Chart | None:
    """Percent who agree, by the day on which the questions closed. None before there is a line to draw.

    A wave in which the group was hidden is left out; what is only known as "90% or more" is drawn from
    there to the end of the scale.
    """
    shown = [telling for telling in history.tellings if not isinstance(telling.told, Hidden)]
    if len(shown) < _LEAST_POINTS:
        return None
    latest = shown[-1]
    points = tuple(_point(telling, latest.closed_on) for telling in shown)
    return Chart("How many in 100 agree", points, (0, 100), _alt(shown[0], latest))


def _point(telling: Telling, seen_from: date) -> Point:
    label = _short(telling.closed_on, seen_from)
    match telling.told:
        case Figures(share):
            return Point(label, round(share.value * 100), round(share.low * 100), round(share.high * 100))
        case AtEnd(percent):
            end, is_more = int(percent.partition("%")[0]), percent.endswith("more")
            return Point(label, end, end if is_more else 0, 100 if is_more else end)
        case Hidden():
            raise ValueError("a hidden wave has no point")


def _short(day: date, seen_from: date) -> str:
    return f"{day.day} {day:%b}" if day.year == seen_from.year else f"{day.day} {day:%b %Y}"


def _alt(first: Telling, latest: Telling) -> str:
    """What the picture says: where it began, where it is, how sure that is, and whether it has changed."""
    began, ended = (month(telling.closed_on, latest.closed_on) for telling in (first, latest))
    if began == ended:
        when = [f"on {telling.closed_on.day} {telling.closed_on:%B}" for telling in (first, latest)]
    else:
        when = [f"in {began}", f"in {ended}"]
    from_, to = (agree(telling.told).removesuffix(" agree") for telling in (first, latest))
    sure = f", now probably between {ends(latest.told)}" if isinstance(latest.told, Figures) else ""
    verdict = f" {sentence(latest.verdict)}" if latest.verdict else ""
    return f"From {from_} {when[0]} to {to} {when[1]}{sure}.{verdict}"
