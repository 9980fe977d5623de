"""`Scope`: the teams for which a person holds a role, with all sub-teams."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.roles import Role, grants_of
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person


@dataclass(frozen=True, slots=True)
class Scope:
    """These teams, or the whole organisation. No teams at all means: nowhere."""

    teams: frozenset[str] = frozenset()
    is_everything: bool = False

    def covers(self, team_id: str | None) -> bool:
        """Somebody without a team belongs to the organisation only."""
        return self.is_everything or team_id in self.teams

    def __bool__(self) -> bool:
        return self.is_everything or bool(self.teams)


async def leads(session: AsyncSession, person_id: str) -> Scope:
    return await scope_of(session, person_id, Role.LEADER)


async def scope_of(session: AsyncSession, person_id: str, role: Role) -> Scope:
    held = [g.team_id for g in await grants_of(session, [person_id]) if g.role is role]
    if None in held:
        return Scope(is_everything=True)
    return Scope(await with_sub_teams(session, [team for team in held if team]))


async def with_sub_teams(session: AsyncSession, team_ids: Collection[str]) -> frozenset[str]:
    """These and all below them."""
    if not team_ids:
        return frozenset()
    parents = dict((await session.execute(select(Team.id, Team.parent_id))).all())
    reached, coming = set(team_ids), set(team_ids)
    while coming:
        coming = {id_ for id_, parent in parents.items() if parent in coming} - reached
        reached |= coming
    return frozenset(reached)


async def with_teams_above(session: AsyncSession, team_id: str | None) -> frozenset[str]:
    """This one, and those that it is a sub-team of. None for no team."""
    parents = dict((await session.execute(select(Team.id, Team.parent_id))).all())
    above: set[str] = set()
    while team_id and team_id not in above:
        above.add(team_id)
        team_id = parents.get(team_id)
    return frozenset(above)


async def people_in(session: AsyncSession, organisation_id: str, team_id: str | None) -> Sequence[str]:
    """Sorted ids of the present people in the team and its sub-teams, or in the organisation without a team."""
    statement = select(Person.id).where(
        Person.organisation_id == organisation_id, Person.left_on.is_(None), Person.is_staff.is_(True)
    )
    if team_id:
        statement = statement.where(Person.team_id.in_(await with_sub_teams(session, [team_id])))
    return (await session.scalars(statement.order_by(Person.id))).all()
