"""Builds the report of one group: all its published results, by item and wave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.natural_order import natural_key
from bot.core.themes import Audience
from bot.features.pulse.items import Item
from bot.features.pulse.models import Asked, PublishedRow, Wave
from bot.features.pulse.published_result import PublishedResult, TooFew, result_from_json
from bot.features.pulse.suggestions import Done, done_in
from bot.features.pulse.verdict import Verdict, verdict_from_json
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.results import PUBLISHED
from bot.features.pulse.waves.waves import Items
from bot.people.identity.organisations import Organisation, Team
from bot.publishing.noise_scales import EPSILON
from bot.publishing.publisher import FLOOR

LOOKS_BACK = timedelta(days=731)


@dataclass(frozen=True, slots=True)
class WaveResult:
    """The published result of one item after one wave. `verdict` is None except for the headline item."""

    wave: int
    closed_on: date
    result: PublishedResult
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class History:
    """An item's published results, oldest first; at least one."""

    item: Item
    audience: Audience
    wave_results: tuple[WaveResult, ...]

    @property
    def latest(self) -> WaveResult:
        return self.wave_results[-1]

    @property
    def before(self) -> WaveResult | None:
        """The result before the latest one."""
        return self.wave_results[-2] if len(self.wave_results) > 1 else None


@dataclass(frozen=True, slots=True)
class Report:
    """`wave` is the number of the latest published wave for everyone, 0 before the first.

    `headline` is None if this group is counted together with others. `too_few` is the number of groups
    with too few answers; `divisions` has each division's verdict by name. `floor` is the minimum of answers
    in that wave, `epsilon` its noise's. Figures up to `blurred_later_until` were first published exactly. `done` lists what the
    group's leaders did about suggestions.
    """

    group: str
    name: str
    wave: int = 0
    closed_on: date | None = None
    headline: History | None = None
    others: tuple[History, ...] = ()
    too_few: int = 0
    divisions: tuple[tuple[str, Verdict], ...] = ()
    floor: int = FLOOR
    epsilon: Fraction = EPSILON
    blurred_later_until: date | None = None
    done: tuple[Done, ...] = ()

    @property
    def is_everyone(self) -> bool:
        return self.group == ORGANISATION

    @property
    def histories(self) -> tuple[History, ...]:
        return (*((self.headline,) if self.headline else ()), *self.others)

    def asked_in(self, wave: int) -> tuple[History, ...]:
        """The wave's items, as worded then."""
        return tuple(h for h in self.histories if h.latest.wave == wave)


async def report_of(
    session: AsyncSession, organisation: Organisation, group: str, items: Items, today: date
) -> Report:
    """The report for a team's id or ORGANISATION, over the last two years.

    Raises LookupError for an unknown team.
    """
    name = organisation.name if group == ORGANISATION else (await session.get_one(Team, group)).name
    latest = await latest_wave(session, organisation.id)
    histories = await _histories(session, organisation, group, items, today - LOOKS_BACK)
    if latest is None:
        return Report(group, name, others=tuple(histories))
    zone = ZoneInfo(organisation.time_zone)
    headline_id = await session.scalar(
        select(Asked.item_id).where(Asked.wave_id == latest.id, Asked.position == 0)
    )
    published_rows = await _published_rows(session, latest.id, headline_id or "")
    return Report(
        group=group,
        name=name,
        wave=latest.number,
        closed_on=latest.closes_at.astimezone(zone).date(),
        headline=next((h for h in histories if h.item.id == headline_id), None),
        others=tuple(h for h in histories if h.item.id != headline_id),
        too_few=sum(isinstance(result_from_json(row.told), TooFew) for row in published_rows),
        divisions=await _divisions(session, organisation.id, published_rows),
        floor=latest.floor,
        epsilon=Fraction(latest.epsilon, 100),
        blurred_later_until=await _blurred_later_until(session, organisation),
        done=tuple(done for done in await done_in(session, group) if done.item_id in items),
    )


async def latest_wave(session: AsyncSession, organisation_id: str) -> Wave | None:
    """The latest published wave that everyone was asked in."""
    wave: Wave | None = await session.scalar(
        select(Wave)
        .where(Wave.organisation_id == organisation_id, Wave.audience == Audience.EVERYONE)
        .where(Wave.state.in_(PUBLISHED))
        .order_by(Wave.number.desc())
        .limit(1)
    )
    return wave


async def _blurred_later_until(session: AsyncSession, organisation: Organisation) -> date | None:
    last: datetime | None = await session.scalar(
        select(func.max(Wave.closes_at)).where(Wave.organisation_id == organisation.id, Wave.is_blurred_later)
    )
    return last.astimezone(ZoneInfo(organisation.time_zone)).date() if last else None


async def _histories(
    session: AsyncSession, organisation: Organisation, group: str, items: Items, since: date
) -> Sequence[History]:
    """Histories by latest wave, newest first, then in the order of asking."""
    zone = ZoneInfo(organisation.time_zone)
    rows = await session.execute(
        select(PublishedRow, Wave, Asked.position)
        .join(Wave, Wave.id == PublishedRow.wave_id)
        .join(Asked, (Asked.wave_id == PublishedRow.wave_id) & (Asked.item_id == PublishedRow.item_id))
        .where(
            Wave.organisation_id == organisation.id, Wave.opened_on >= since, PublishedRow.group_key == group
        )
        .order_by(Wave.number, Asked.position)
    )
    results: dict[tuple[str, Audience], list[WaveResult]] = {}
    order: dict[tuple[str, Audience], tuple[int, int]] = {}
    for row, wave, position in rows:
        key = (row.item_id, wave.audience)
        day = wave.closes_at.astimezone(zone).date()
        results.setdefault(key, []).append(
            WaveResult(wave.number, day, result_from_json(row.told), verdict_from_json(row.judged))
        )
        order[key] = (-wave.number, position)
    return [
        History(items[item_id], audience, tuple(results[item_id, audience]))
        for item_id, audience in sorted(results, key=lambda key: order[key])
        if item_id in items
    ]


async def _published_rows(session: AsyncSession, wave_id: str, item_id: str) -> Sequence[PublishedRow]:
    rows = await session.scalars(
        select(PublishedRow)
        .where(PublishedRow.wave_id == wave_id, PublishedRow.item_id == item_id)
        .order_by(PublishedRow.group_key)
    )
    return rows.all()


async def _divisions(
    session: AsyncSession, organisation_id: str, published_rows: Sequence[PublishedRow]
) -> tuple[tuple[str, Verdict], ...]:
    """Divisions with a verdict. Excludes the teams below them, which their director must not compare."""
    top = (Team.organisation_id == organisation_id, Team.parent_id.is_(None))
    verdicts = {row.group_key: verdict_from_json(row.judged) for row in published_rows}
    teams = await session.execute(select(Team.id, Team.name).where(*top))
    by_name = sorted(teams, key=lambda team: natural_key(team.name))
    return tuple((name, judged) for id_, name in by_name if (judged := verdicts.get(id_)))
