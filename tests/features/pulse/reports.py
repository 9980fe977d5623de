"""Reports as leaders have them after a while, without a database."""

from datetime import date, timedelta

from bot.core.themes import Audience
from bot.features.pulse.reports.report import History, Report, Telling
from bot.features.pulse.told import Told as WhatIsTold
from bot.features.pulse.told import TooFew
from bot.features.pulse.verdict import Changed, NoClearChange, TooEarly
from bot.features.pulse.waves.groups import ORGANISATION
from bot.publishing.intervals import Range, near_ends
from bot.publishing.publisher import Figures
from bot.publishing.signals import Signal
from tests.features.pulse.town import HEADLINE, ITEMS

FIRST = date(2026, 4, 26)
FEW = TooFew()


def figures(
    percent: int, answers: int = 48, invited: int = 64, *, give: int = 13, likely: Range | None = None
) -> Figures:
    """So many in 100, give or take."""
    share = percent / 100
    agree = near_ends(share, share - give / 100, share + give / 100, answers)
    not_sure = Range(0.12, 0.05, 0.2)
    return Figures(agree, answers, invited, Signal(share, 0.001, 0.0001, "d"), likely, not_sure)


NEARLY_ALL = figures(97, 41)
NEARLY_NONE = figures(4, 33)


def telling(wave: int, told: WhatIsTold, verdict: str = "") -> Telling:
    return Telling(wave, FIRST + timedelta(weeks=2 * (wave - 1)), told, verdict)


def history(item: str, *tellings: Telling, audience: Audience = Audience.EVERYONE) -> History:
    return History(ITEMS[item], audience, tellings)


def sixteen_waves(name: str = "Harbour Mental Health", group: str = ORGANISATION) -> Report:
    """Everything that can be told: a rise, a gap, an end, a low response, small groups, a role's own wave."""
    told: list[WhatIsTold] = [figures(45 + wave, invited=64 if wave != 9 else 120) for wave in range(1, 17)]
    told[4], told[15] = FEW, figures(77, give=10)
    headline = [telling(wave, each, _verdict(wave)) for wave, each in enumerate(told, 1)]
    closed = headline[-1].closed_on
    return Report(
        group=group,
        name=name,
        wave=16,
        closed_on=closed,
        headline=history(HEADLINE, *headline),
        others=_others(),
        too_few=2 if group == ORGANISATION else 0,
        divisions=_DIVISIONS if group == ORGANISATION else (),
    )


_DIVISIONS = (
    ("Inpatient services", NoClearChange().in_words()),
    ("Community services", Changed(14, is_up=True).in_words()),
)


def _verdict(wave: int) -> str:
    if wave < 7:
        return TooEarly(7 - wave).in_words()
    return (Changed(14, is_up=True) if wave == 16 else NoClearChange()).in_words()


def _others() -> tuple[History, ...]:
    return (
        history(
            "regular-learning",
            telling(4, figures(22, 37)),
            telling(10, FEW),
            telling(16, NEARLY_NONE),
        ),
        history("asked-before-changes", telling(16, figures(28, 32, 110))),
        history("concerns-are-acted-on", telling(9, figures(38, 37)), telling(15, NEARLY_ALL)),
        history(
            "training-for-my-skills",
            telling(14, figures(55, 18, 24, give=38, likely=Range(0.5, 0.3, 0.7))),
            audience=Audience.PEER_WORKER,
        ),
        history("clear-purpose", telling(13, FEW), audience=Audience.LEADER),
    )
