"""Reports as leaders have them after a while, without a database."""

from datetime import date, timedelta

from bot.core.themes import Audience
from bot.features.pulse.published_result import PublishedResult, TooFew
from bot.features.pulse.reports.report import History, Report, WaveResult
from bot.features.pulse.verdict import Changed, NoClearChange, TooEarly, Verdict
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


def wave_result(wave: int, result: PublishedResult, verdict: Verdict | None = None) -> WaveResult:
    return WaveResult(wave, FIRST + timedelta(weeks=2 * (wave - 1)), result, verdict)


def history(item: str, *wave_results: WaveResult, audience: Audience = Audience.EVERYONE) -> History:
    return History(ITEMS[item], audience, wave_results)


def sixteen_waves(name: str = "Harbour Mental Health", group: str = ORGANISATION) -> Report:
    """Everything that can be told: a rise, a gap, an end, a low response, small groups, a role's own wave."""
    results: list[PublishedResult] = [
        figures(45 + wave, invited=64 if wave != 9 else 120) for wave in range(1, 17)
    ]
    results[4], results[15] = FEW, figures(77, give=10)
    headline = [wave_result(wave, each, _verdict(wave)) for wave, each in enumerate(results, 1)]
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
    ("Inpatient services", NoClearChange()),
    ("Community services", Changed(14, is_up=True)),
)


def _verdict(wave: int) -> Verdict:
    if wave < 7:
        return TooEarly(7 - wave)
    return Changed(14, is_up=True) if wave == 16 else NoClearChange()


def _others() -> tuple[History, ...]:
    return (
        history(
            "regular-learning",
            wave_result(4, figures(22, 37)),
            wave_result(10, FEW),
            wave_result(16, NEARLY_NONE),
        ),
        history("asked-before-changes", wave_result(16, figures(28, 32, 110))),
        history("concerns-are-acted-on", wave_result(9, figures(38, 37)), wave_result(15, NEARLY_ALL)),
        history(
            "training-for-my-skills",
            wave_result(14, figures(55, 18, 24, give=38, likely=Range(0.5, 0.3, 0.7))),
            audience=Audience.PEER_WORKER,
        ),
        history("clear-purpose", wave_result(13, FEW), audience=Audience.LEADER),
    )
