"""Where nearly all agree or nearly none: "90% or more" tells nobody's own answer, "100%" tells everyone's."""

from bot.pulse.exposure import Range
from bot.pulse.statistics import Counts, favourable

END_PERCENT = 90
END_PERCENT_BELOW_TEN = 85


def end(points: Counts) -> tuple[int, str] | None:
    """The percentage and the words for it where nearly all agree, or nearly none; else None.

    Among fewer than ten people "90% or more" could only mean everyone, so there it is 85%.
    """
    answers, agreed = sum(points), favourable(points)
    percent = END_PERCENT if answers >= 10 else END_PERCENT_BELOW_TEN
    if 100 * agreed >= percent * answers:
        return percent, f"{percent}% or more"
    if 100 * (answers - agreed) >= percent * answers:
        return 100 - percent, f"{100 - percent}% or less"
    return None


def known(points: Counts) -> Range:
    """What a reader is told of how many agreed."""
    answers, agreed = sum(points), favourable(points)
    match end(points):
        case None:
            return Range(agreed, agreed)
        case percent, _ if percent > 50:
            return Range(-(-percent * answers // 100), answers)
        case percent, _:
            return Range(0, percent * answers // 100)
