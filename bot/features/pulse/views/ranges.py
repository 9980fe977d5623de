"""A share and its range in words: "58 in 100", "nearly all"; never implies fewer than three dissenters."""

from bot.publishing.intervals import Range


def how_many(range_: Range) -> str:
    """The share in words: "58 in 100", "nearly all", "nearly none"."""
    if range_.value is not None:
        return f"{percent(range_.value)} in 100"
    return "nearly all" if range_.high == 1.0 else "nearly none"


def between(range_: Range) -> str:
    """The range's limits in words: "43 and 72"."""
    return f"{percent(range_.low)} and {percent(range_.high)}"


def percent(share: float) -> int:
    return round(share * 100)
