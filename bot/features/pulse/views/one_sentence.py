"""Describes in one sentence without numbers how the headline item stands in a group."""

from bot.features.pulse.reports.report import History
from bot.features.pulse.verdict import Changed, NoClearChange, Verdict
from bot.features.pulse.views.ranges import how_many
from bot.publishing.publisher import Figures

NO_FIGURES = "No figures this time: too few people answered."

# A range this wide around a half cannot say whether most agree.
_SAYS_LITTLE = 0.4

_IN_DOUBT = "too little is known to say whether most agree"


def one_sentence(group: str, headline: History) -> str:
    """Such as "Harbour: most agree with “…”, without a clear change"."""
    if not isinstance(headline.latest.result, Figures):
        return NO_FIGURES
    level = _level(headline.latest.result)
    change = _change(headline.latest.verdict, in_doubt=level == _IN_DOUBT)
    return f"{group}: {level} with “{headline.item.text.rstrip('.')}”{change}."


def _change(judged: Verdict | None, *, in_doubt: bool) -> str:
    match judged:
        case Changed(is_up=is_up):
            more = "more" if is_up else "fewer"
            return (
                f", but {more} do than in earlier rounds" if in_doubt else f", {more} than in earlier rounds"
            )
        case NoClearChange():
            return ", and there is no clear change" if in_doubt else ", without a clear change"
        case _:
            return ""


def _level(figures: Figures) -> str:
    best = figures.best
    if best.low < 0.5 < best.high and best.width > _SAYS_LITTLE:
        return _IN_DOUBT
    if best.value is None:
        return f"{how_many(best)} agree"
    if best.low >= 0.5:
        return "most agree"
    return "fewer than half agree" if best.high <= 0.5 else "about half agree"
