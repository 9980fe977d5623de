"""Whoever is given a role, or loses one, hears of it: once for each line of the audit that says so."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.people import shown_roles
from bot.people.audit import Act, Line
from bot.people.finding import teams_by_id
from bot.people.people import Person
from bot.people.roles import Grant, Role, administrators, grants_of

JOB = "role-news"


@dataclass(frozen=True, slots=True)
class RoleNews:
    person_id: str
    message: Message


def schedule_of(line: Line) -> str:
    return f"{JOB}:{line.number}"


async def role_news(session: AsyncSession, schedule: str) -> RoleNews | None:
    """None where it is otherwise again by now. Whoever was joined to somebody is that person now."""
    line = await session.get_one(Line, int(schedule.removeprefix(f"{JOB}:")))
    person = await session.get_one(Person, line.about)
    person_id = person.joined_to or person.id
    said = Grant(person_id=person_id, role=Role(line.details["role"]), team_id=line.details["team"] or None)
    held = {(given.role, given.team_id) for given in await grants_of(session, [person_id])}
    is_held = line.act is Act.GAVE_ROLE
    if is_held is not ((said.role, said.team_id) in held):
        return None
    ask = [one.name for one in await administrators(session) if one.name and one.id != person_id]
    message = shown_roles.news(said, await teams_by_id(session), ask, is_held=is_held)
    return RoleNews(person_id, message)


async def earlier(session: AsyncSession, line: Line) -> list[str]:
    """The schedules of what was to be told before of the same person and role."""
    same = (Line.about == line.about, Line.act.in_((Act.GAVE_ROLE, Act.TOOK_ROLE)), Line.number < line.number)
    found = await session.scalars(select(Line).where(*same).order_by(Line.number))
    return [schedule_of(one) for one in found if one.details == line.details]
