"""The one series with a verdict: the headline, wave by wave, in every group it may be judged in."""

from collections.abc import Mapping, Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.pulse.disclosure import Figures, Hidden, Publication
from bot.pulse.disclosure import Told as WhatIsTold
from bot.pulse.results import asked_before, cells_of, counts_of, read_told, told_of
from bot.pulse.statistics import Counts
from bot.pulse.tables import Asked, Wave
from bot.pulse.verdict import Changed, Verdict, verdict
from bot.themes import Audience


async def verdicts(session: AsyncSession, wave: Wave, asked: Asked, found: Publication) -> Mapping[str, str]:
    """In words, by group. None for an item that isn't the headline, nor where too few answered."""
    if asked.position or wave.audience is not Audience.EVERYONE:
        return {}
    earlier = [await _judged(session, past) for past in await asked_before(session, wave, asked.item_id)]
    counts = await counts_of(session, wave.id, asked.item_id)
    judged = {}
    for key, told in found.groups:
        if _may_be_judged(told):
            series = [past[key] for past in earlier if key in past]
            found_now = verdict([*series, _total(counts, cells_of(asked.tree, key))])
            judged[key] = _in_words(found_now, told)
    return judged


def _in_words(judged: Verdict, told: WhatIsTold) -> str:
    """How far it moved is said only beside figures: with those of earlier waves it would give a mean away."""
    if isinstance(judged, Changed) and not isinstance(told, Figures):
        return judged.without_size()
    return judged.in_words()


async def _judged(session: AsyncSession, asked: Asked) -> dict[str, Counts]:
    """What was counted then in each group in which enough answered."""
    counts = await counts_of(session, asked.wave_id, asked.item_id)
    told = await told_of(session, asked.wave_id, asked.item_id)
    keys = [key for key, row in told.items() if _may_be_judged(read_told(row.told))]
    return {key: _total(counts, cells_of(asked.tree, key)) for key in keys}


def _may_be_judged(told: WhatIsTold) -> bool:
    return not isinstance(told, Hidden) or told.may_have_verdict


def _total(counts: Mapping[str, Counts], cells: Sequence[str]) -> Counts:
    columns = zip(*(counts.get(cell, (0, 0, 0, 0, 0)) for cell in cells), strict=True)
    one, two, three, four, five = (sum(column) for column in columns)
    return (one, two, three, four, five)
