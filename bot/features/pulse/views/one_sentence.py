"""Describes in one sentence without numbers how the headline item stands in a group."""

from bot.features.pulse.reports.report import History
from bot.features.pulse.views.ranges import how_many
from bot.publishing.publisher import Figures

NO_FIGURES = "No figures this time: too few people answered."

# A range this wide around a half cannot say whether most agree.
_SAYS_LITTLE = 0.4

_CHANGES = {"up": ", more than at first", "down": ", fewer than at first", "no": ", without a clear change"}
_CHANGES_IN_DOUBT = {
    "up": ", but more do than at first",
    "down": ", but fewer do than at first",
    "no": ", and there is no clear change",
}
_IN_DOUBT = "too little is known to say whether most agree"


def one_sentence(group: str, headline: History) -> str:
    """Such as "Harbour: most agree with “…”, without a clear change"."""
    if not isinstance(headline.latest.result, Figures):
        return NO_FIGURES
    level = _level(headline.latest.result)
    changes = _CHANGES_IN_DOUBT if level == _IN_DOUBT else _CHANGES
    change = changes.get(headline.latest.verdict.partition(" ")[0], "")
    return f"{group}: {level} with “{headline.item.text.rstrip('.')}”{change}."


def _level(figures: Figures) -> str:
    best = figures.best
    if best.value is None:
        return f"{how_many(best)} agree"
    if best.low >= 0.5:
        return "most agree"
    if best.high <= 0.5:
        return "fewer than half agree"
    return _IN_DOUBT if best.width > _SAYS_LITTLE else "about half agree"
