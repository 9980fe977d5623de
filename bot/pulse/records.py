"""What leaders may take away of their groups' figures, and handing it over."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.clock import Clock
from bot.people.audit import Act, note
from bot.people.links import FIGURES, Format, Left, Refusal, look, redeem
from bot.people.organisations import Organisation, Team
from bot.people.people import Person
from bot.people.roles import Role, grants_of
from bot.pulse.groups import ORGANISATION
from bot.pulse.report import Report, report_of
from bot.pulse.waves import Items
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Offered:
    """What a link would still give, of the group by its name."""

    name: str
    formats: tuple[Format, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    report: Report
    on: date


async def led_by(session: AsyncSession, person_id: str) -> dict[str, str]:
    """Names by group: the whole organisation first, then the very teams that were given to them.

    Not the teams below: those figures are for the leaders of these. Leavers lead nothing.
    """
    person = await session.get(Person, person_id)
    if person is None or person.left_on:
        return {}
    held = [grant.team_id for grant in await grants_of(session, [person_id]) if grant.role is Role.LEADER]
    whole = (await session.get_one(Organisation, person.organisation_id)).name
    teams = await session.execute(
        select(Team.id, Team.name).where(Team.id.in_([id_ for id_ in held if id_])).order_by(Team.name)
    )
    return ({ORGANISATION: whole} if None in held else {}) | dict(teams.all())


@dataclass(frozen=True, slots=True)
class Records:
    """Redeems links. Whoever the link was made for must still lead the group."""

    database: Database
    organisation: Organisation
    items: Items
    clock: Clock

    async def offer(self, token: str) -> Offered | Refusal:
        async with self.database.read() as session:
            left = await look(session, token, self.clock.now())
            if not isinstance(left, Left):
                return left
            if not set(left.formats) <= set(FIGURES):
                return Refusal.UNKNOWN
            name = (await led_by(session, left.holder.person_id)).get(left.holder.group)
            return Offered(name, left.formats) if name else Refusal.NOT_LEADING

    async def take(self, token: str, format_: Format) -> Taken | Refusal:
        """In one transaction, so that a failure of ours doesn't use the link up."""
        now = self.clock.now()
        async with self.database.write() as session:
            holder = await redeem(session, token, format_, now)
            if isinstance(holder, Refusal):
                return holder
            if holder.group not in await led_by(session, holder.person_id):
                return Refusal.NOT_LEADING
            details = {"what": "the pulse's figures", "group": holder.group, "file": format_}
            await note(session, holder.person_id, Act.EXPORTED, now, **details)
            today = self._today(now)
            report = await report_of(session, self.organisation, holder.group, self.items, today)
            return Taken(report, today)

    def _today(self, now: datetime) -> date:
        return now.astimezone(ZoneInfo(self.organisation.time_zone)).date()
