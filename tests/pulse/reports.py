"""Reports as leaders have them after a while, without a database."""

from datetime import date, timedelta

from bot.pulse.disclosure import AtEnd, Figures, Hidden, Reason
from bot.pulse.disclosure import Told as WhatIsTold
from bot.pulse.groups import ORGANISATION
from bot.pulse.report import History, Report, Telling
from bot.pulse.statistics import mean, share_favourable
from bot.pulse.verdict import Changed, NoClearChange, TooEarly
from bot.themes import Audience
from tests.pulse.town import HEADLINE, ITEMS

FIRST = date(2026, 4, 26)
FEW = Hidden(Reason.SMALL, Reason.SMALL.value.format(floor=8))
CHANGED = Hidden(Reason.TURNOVER, Reason.TURNOVER.value)
NEARLY_ALL = AtEnd("90% or more", 41, 64)
NEARLY_NONE = AtEnd("10% or less", 33, 64)


def figures(*counts: int, invited: int = 64) -> Figures:
    """From how many chose each of the points 1 to 5."""
    return Figures(share_favourable(counts).rounded(2), mean(counts).rounded(1), sum(counts), invited)


def telling(wave: int, told: WhatIsTold, verdict: str = "") -> Telling:
    return Telling(wave, FIRST + timedelta(weeks=2 * (wave - 1)), told, verdict)


def history(item: str, *tellings: Telling, audience: Audience = Audience.EVERYONE) -> History:
    return History(ITEMS[item], audience, tellings)


def sixteen_waves(name: str = "Harbour Mental Health", group: str = ORGANISATION) -> Report:
    """Everything that can be told: a rise, a gap, an end, a low response, hidden groups, a role's own wave."""
    told: list[WhatIsTold] = [
        figures(4, 9, 9, 14, 4 + wave, invited=64 if wave != 9 else 120) for wave in range(1, 17)
    ]
    told[4], told[15] = CHANGED, figures(1, 4, 6, 24, 13)
    headline = [telling(wave, each, _verdict(wave)) for wave, each in enumerate(told, 1)]
    closed = headline[-1].closed_on
    return Report(
        group=group,
        name=name,
        wave=16,
        closed_on=closed,
        headline=history(HEADLINE, *headline),
        others=_others(),
        hidden=(FEW, FEW, CHANGED) if group == ORGANISATION else (),
        divisions=_DIVISIONS if group == ORGANISATION else (),
    )


_DIVISIONS = (
    ("Inpatient services", NoClearChange().in_words()),
    ("Community services", Changed(0.4).in_words()),
)


def _verdict(wave: int) -> str:
    if wave < 7:
        return TooEarly(7 - wave).in_words()
    return (Changed(0.4) if wave == 16 else NoClearChange()).in_words()


def _others() -> tuple[History, ...]:
    return (
        history(
            "regular-learning",
            telling(4, figures(9, 12, 8, 6, 2)),
            telling(10, FEW),
            telling(16, NEARLY_NONE),
        ),
        history("asked-before-changes", telling(16, figures(3, 8, 12, 8, 1, invited=110))),
        history("concerns-are-acted-on", telling(9, figures(3, 8, 12, 8, 6)), telling(15, NEARLY_ALL)),
        history(
            "training-for-my-skills",
            telling(14, figures(1, 3, 4, 7, 3, invited=24)),
            audience=Audience.PEER_WORKER,
        ),
        history("clear-purpose", telling(13, FEW), audience=Audience.LEADER),
    )
