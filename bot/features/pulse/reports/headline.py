"""Computes for each group, wave by wave, whether the headline item has changed."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.themes import Audience
from bot.features.pulse.models import Asked, Wave
from bot.features.pulse.published_result import PublishedResult, TooFew, result_from_json
from bot.features.pulse.verdict import Observed, Verdict, verdict
from bot.features.pulse.waves.results import earlier_results
from bot.publishing.publisher import Figures


async def verdicts(
    session: AsyncSession, wave: Wave, wave_item: Asked, results: Mapping[str, PublishedResult]
) -> Mapping[str, Verdict]:
    """Verdicts by group. None for items other than the headline, and where too few answered."""
    if wave_item.position or wave.audience is not Audience.EVERYONE:
        return {}
    series: dict[str, list[Observed | None]] = {}
    for past in await earlier_results(session, wave, wave_item.item_id):
        earlier = result_from_json(past.told)
        observed = _observed(earlier) if isinstance(earlier, Figures) else None
        series.setdefault(past.group_key, []).append(observed)
    return {
        key: verdict([*series.get(key, ()), _observed(now)])
        for key, now in results.items()
        if not isinstance(now, TooFew)
    }


def _observed(figures: Figures) -> Observed:
    return Observed(figures.signal, figures.answers, figures.eligible)
