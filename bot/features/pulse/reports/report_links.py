"""Creates links to reports and files for leaders of groups, and resolves opened links."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import Clock
from bot.core.natural_order import natural_key
from bot.features.pulse.reports.report import Report, report_of
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.waves import Items
from bot.people.access.roles import Role, grants_of
from bot.people.audit.acts import EXPORTED
from bot.people.audit.audit_log import record
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Person
from bot.people.records.one_time_links import FileFormat, Holder, Refusal, open_on, peek_on_device
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Taken:
    report: Report
    on: date


async def led_by(session: AsyncSession, person_id: str) -> dict[str, str]:
    """Groups that the person leads, by name: the whole organisation first, then the teams assigned to them.

    Excludes the teams below, whose figures belong to those teams' leaders. Leavers lead no group.
    """
    person = await session.get(Person, person_id)
    if person is None or person.left_on:
        return {}
    held = [grant.team_id for grant in await grants_of(session, [person_id]) if grant.role is Role.LEADER]
    whole = (await session.get_one(Organisation, person.organisation_id)).name
    teams = await session.execute(select(Team.id, Team.name).where(Team.id.in_([id_ for id_ in held if id_])))
    by_name = sorted(teams.all(), key=lambda team: natural_key(team.name))
    return ({ORGANISATION: whole} if None in held else {}) | dict(by_name)


@dataclass(frozen=True, slots=True)
class ReportLinks:
    """Resolves links. The person for whom a link was made must still lead the group."""

    database: Database
    organisation: Organisation
    items: Items
    clock: Clock

    async def offer(self, token: str, device: str) -> str | Refusal:
        """The group's name. Does not consume the link."""
        async with self.database.read() as session:
            holder = await peek_on_device(session, token, device, self.clock.now())
            if isinstance(holder, Refusal):
                return holder
            if not holder.group:
                return Refusal.UNKNOWN
            return (await led_by(session, holder.person_id)).get(holder.group, Refusal.NOT_LEADING)

    async def open(self, token: str, format_: FileFormat, device: str) -> Holder | Refusal:
        """Binds the link to this device for a limited time. Writes an audit entry the first time."""
        now = self.clock.now()
        async with self.database.write() as session:
            opened = await open_on(session, token, format_, device, now)
            if isinstance(opened, Refusal):
                return opened
            holder = opened.holder
            if holder.group not in await led_by(session, holder.person_id):
                await session.rollback()
                return Refusal.NOT_LEADING
            if opened.is_first:
                details = {"what": "the pulse's figures", "group": holder.group, "file": format_}
                await record(session, holder.person_id, EXPORTED, now, **details)
            return holder

    async def take(self, token: str, format_: FileFormat, device: str) -> Taken | Refusal:
        """The report to put into a file. Repeatable on the device that opened the link."""
        holder = await self.open(token, format_, device)
        if isinstance(holder, Refusal):
            return holder
        today = self._today(self.clock.now())
        async with self.database.read() as session:
            return Taken(await report_of(session, self.organisation, holder.group, self.items, today), today)

    def _today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.organisation.time_zone)).date()
