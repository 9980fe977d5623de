"""A few people and teams, by name."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.people.access.roles import Role, grant
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Person
from bot.store.database import Database
from tests.delivery.times import utc

NOW = utc("2026-11-24 10:00")


@dataclass
class Village:
    """A person's id is their name in small letters; so is a team's."""

    database: Database
    organisation: Organisation

    async def moves_in(self, session: AsyncSession, *names: str) -> None:
        home = self.organisation.id
        for name in names:
            email = f"{name.lower()}@harbour.example"
            session.add(Person(id=name.lower(), organisation_id=home, name=name, email=email))
        await session.flush()

    async def founds(self, session: AsyncSession, name: str, above: str | None = None) -> None:
        session.add(Team(id=name.lower(), organisation_id=self.organisation.id, name=name, parent_id=above))
        await session.flush()

    async def gives(self, session: AsyncSession, person: str, role: Role, team: str | None = None) -> None:
        await grant(session, person, role, team, granted_by=None, now=NOW)

    async def people(self) -> dict[str, Person]:
        async with self.database.read() as session:
            people = await session.scalars(select(Person).order_by(Person.name))
            return {person.name: person for person in people}

    async def teams(self) -> dict[str, Team]:
        async with self.database.read() as session:
            teams = await session.scalars(select(Team).order_by(Team.name))
            return {team.name: team for team in teams}
