"""Gathers what all readers of a digest share: its waves, the next wave's date and each group's report."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.themes import Audience
from bot.delivery.calendar.schedules import Timetable
from bot.features.digest.next_wave import NextWave, coming
from bot.features.pulse.models import Wave
from bot.features.pulse.reports.report import Report, report_of
from bot.features.pulse.waves.groups import ASKED_FROM
from bot.features.pulse.waves.invitations import eligible
from bot.features.pulse.waves.results import PUBLISHED
from bot.features.pulse.waves.waves import A_QUARTER, Items
from bot.people.identity.organisations import Organisation
from bot.publishing.noise_keys import noise_layers_of
from bot.publishing.noise_layers import NoiseLayers
from bot.store.database import Database
from bot.store.sealing import Seal


@dataclass(slots=True)
class Edition:
    """`waves` has the numbers of the reported waves. `is_weekly`: scheduled, not requested by a person.

    `asks_peers` is False if there are too few peer workers to ask them anything.
    """

    database: Database
    organisation: Organisation
    items: Items
    day: date
    now: datetime
    waves: Collection[int]
    coming: NextWave
    asks_peers: bool
    layers: NoiseLayers
    is_weekly: bool = False
    _reports: dict[str, Report] = field(default_factory=dict)

    async def report(self, group: str) -> Report:
        """Cached, because many people get the same report."""
        if group not in self._reports:
            async with self.database.read() as session:
                report = await report_of(session, self.organisation, group, self.items, self.day)
            self._reports[group] = report
        return self._reports[group]


async def weekly(
    database: Database,
    timetable: Timetable,
    organisation: Organisation,
    items: Items,
    seal: Seal,
    day: date,
    now: datetime,
    waves: Collection[int],
    platforms: Collection[str] = (),
) -> Edition:
    """Made again for the same day and moment, it says the same."""
    next_ = await coming(database, timetable, organisation, day, now, platforms)
    async with database.read() as session:
        peers = await eligible(session, organisation.id, day, Audience.PEER_WORKER, platforms)
    enough = len(peers) >= ASKED_FROM
    layers = await noise_layers_of(database, organisation.id, seal, day)
    return Edition(database, organisation, items, day, now, waves, next_, enough, layers, is_weekly=True)


async def on_demand(
    database: Database,
    timetable: Timetable,
    organisation: Organisation,
    items: Items,
    seal: Seal,
    now: datetime,
    platforms: Collection[str] = (),
) -> Edition:
    """The edition on each audience's latest wave in the last quarter; for everyone's, also an older wave."""
    day = now.astimezone(ZoneInfo(organisation.time_zone)).date()
    async with database.read() as session:
        waves = await _latest(session, organisation.id, now)
    made = await weekly(database, timetable, organisation, items, seal, day, now, waves, platforms)
    made.is_weekly = False
    return made


async def _latest(session: AsyncSession, organisation_id: str, now: datetime) -> set[int]:
    published = (Wave.organisation_id == organisation_id, Wave.state.in_(PUBLISHED))
    is_recent = (Wave.audience == Audience.EVERYONE) | (Wave.closes_at >= now - A_QUARTER)
    statement = select(func.max(Wave.number)).where(*published, is_recent).group_by(Wave.audience)
    return set(await session.scalars(statement))
