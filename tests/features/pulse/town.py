"""An organisation in a database, whose people are asked and answer."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from bot.core.themes import Audience
from bot.features.pulse.ballots.ballot import BallotOutcome, cast
from bot.features.pulse.items import load
from bot.features.pulse.models import Wave
from bot.features.pulse.waves.closing import close, close_due
from bot.features.pulse.waves.waves import Items, open_wave
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Account, Person
from bot.store.database import Database
from bot.store.sealing import Seal, new_key
from tests.databases import SEAL

ITEMS: Items = {item.id: item for item in load(Path("content/pulse/items.yaml"))}
HEADLINE = "know-the-role"
TUESDAY = date(2026, 11, 24)
MORNING = datetime(2026, 11, 24, 10, tzinfo=UTC)


@dataclass
class Town:
    """`people` has the ids of those in each team, by its name."""

    database: Database
    organisation: Organisation
    people: dict[str, list[str]]
    seal: Seal = field(default_factory=lambda: Seal([new_key()]))

    async def opens(self, number: int = 1, audience: Audience = Audience.EVERYONE) -> Wave:
        """The nth fortnight's."""
        day = TUESDAY + timedelta(weeks=2 * (number - 1))
        async with self.database.write() as session:
            wave = await open_wave(
                session,
                self.organisation,
                ITEMS,
                self.seal,
                slot=f"{audience}:{day}",
                day=day,
                audience=audience,
            )
        assert wave
        return wave

    async def answers(self, wave: Wave, person: str, points: Mapping[str, int]) -> BallotOutcome:
        async with self.database.write() as session:
            now = wave.closes_at - timedelta(days=1)
            return await cast(session, self.seal, wave.id, person, points, now)

    async def answer_together(self, wave: Wave, ballots: Mapping[str, int]) -> None:
        """Each a point for the headline, one transaction for all: a test has not as much time as a fortnight."""
        async with self.database.write() as session:
            for person, point in ballots.items():
                now = wave.closes_at - timedelta(days=1)
                outcome = await cast(session, self.seal, wave.id, person, {HEADLINE: point}, now)
                assert outcome is BallotOutcome.COUNTED

    async def leave(self, *people: str) -> None:
        async with self.database.write() as session:
            await session.execute(update(Person).where(Person.id.in_(people)).values(left_on=TUESDAY))

    async def closes(self, wave: Wave) -> None:
        await close_due(self.database, self.seal, self.organisation.id, wave.closes_at)

    async def closes_alone(self, wave: Wave) -> None:
        await close(self.database, self.seal, wave.id)


@asynccontextmanager
async def town(url: str, **sizes: int) -> AsyncIterator[Town]:
    """Teams of these sizes; a name such as "north_a" is a team below "north", which has nobody itself."""
    database = Database(url, seal=SEAL)
    organisation = Organisation(name="Harbour", country="GB", time_zone="Europe/London")
    async with database.write() as session:
        session.add(organisation)
    people = await settle(database, organisation, **sizes)
    yield Town(database, organisation, people)
    await database.close()


async def settle(database: Database, organisation: Organisation, **sizes: int) -> dict[str, list[str]]:
    """Teams of these sizes with people who have an account each; their ids by team."""
    people: dict[str, list[str]] = {}
    async with database.write() as session:
        for name, size in sizes.items():
            above, _, _ = name.rpartition("_")
            if above and await session.get(Team, above) is None:
                session.add(Team(id=above, organisation_id=organisation.id, name=above))
                await session.flush()
            session.add(Team(id=name, organisation_id=organisation.id, name=name, parent_id=above or None))
            await session.flush()
            people[name] = [f"{name}-{n}" for n in range(size)]
            for id_ in people[name]:
                session.add(Person(id=id_, organisation_id=organisation.id, name=id_, team_id=name))
                await session.flush()
                session.add(Account(person_id=id_, platform="web", workspace="demo", user=id_))
    return people
