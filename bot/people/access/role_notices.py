"""Reads a role given or taken from a line of the audit, for the notice to its holder."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.schedule_key import ScheduleKey
from bot.people.access.roles import Grant, Role, administrators, grants_of
from bot.people.audit.acts import GAVE_ROLE, TOOK_ROLE
from bot.people.audit.audit_log import AuditLine
from bot.people.identity.lookup import teams_by_id
from bot.people.identity.people import Person

JOB = "role-news"


@dataclass(frozen=True, slots=True)
class RoleNews:
    """`teams` are names by id; `administrators` are the names of those to ask."""

    person_id: str
    grant: Grant
    teams: Mapping[str, str]
    administrators: Sequence[str]
    is_held: bool


def schedule_of(line: AuditLine) -> str:
    return str(ScheduleKey.of(JOB, line.number))


async def role_news(session: AsyncSession, schedule: str) -> RoleNews | None:
    """None if the change was undone meanwhile. For merged people, the notice goes to the one who remains."""
    line = await session.get_one(AuditLine, int(ScheduleKey.parse(schedule).about))
    person = await session.get_one(Person, line.about)
    person_id = person.joined_to or person.id
    grant = Grant(person_id=person_id, role=Role(line.details["role"]), team_id=line.details["team"] or None)
    held = {(given.role, given.team_id) for given in await grants_of(session, [person_id])}
    is_held = line.act is GAVE_ROLE
    if is_held is not ((grant.role, grant.team_id) in held):
        return None
    ask = [
        administrator.name
        for administrator in await administrators(session)
        if administrator.name and administrator.id != person_id
    ]
    return RoleNews(person_id, grant, await teams_by_id(session), ask, is_held)


async def earlier(session: AsyncSession, line: AuditLine) -> list[str]:
    """Schedules of earlier, unsent notices on the same person and role."""
    same = (
        AuditLine.about == line.about,
        AuditLine.act.in_((GAVE_ROLE, TOOK_ROLE)),
        AuditLine.number < line.number,
    )
    lines = await session.scalars(select(AuditLine).where(*same).order_by(AuditLine.number))
    return [schedule_of(line_before) for line_before in lines if line_before.details == line.details]
