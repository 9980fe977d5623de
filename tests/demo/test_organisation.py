"""A file makes the demo one's own organisation's."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copyfile

import pytest
from sqlalchemy import select

from bot.core.errors import UserFacingError
from bot.demo.organisation import HARBOUR, read_organisation, remembered
from bot.demo.people import PERSONAS, personas_of, seed
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person
from bot.store.database import Database
from tests.databases import SEAL

EXAMPLE = Path("deploy/demo.yaml")
NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_its_people_and_teams_are_those_of_the_file(tmp_path: Path, migrated_sqlite: Path) -> None:
    file = copyfile(migrated_sqlite, tmp_path / "demo.sqlite")
    database = Database(f"sqlite+aiosqlite:///{file}", seal=SEAL)
    found = read_organisation(EXAMPLE)
    organisation = await seed(database, found, NOW)
    async with database.read() as session:
        teams = set(await session.scalars(select(Team.name)))
        people = list(await session.scalars(select(Person.name)))
    await database.close()
    assert organisation.name == "Example Mental Health Service"
    assert {team.name for team in found.teams} <= teams
    assert len(people) == sum(team.people for team in found.teams) + len(PERSONAS)
    assert {persona.name for persona in personas_of(found)} <= set(people)


def test_it_goes_on_as_what_it_began_as(tmp_path: Path) -> None:
    file = tmp_path / "organisation.json"
    begun = remembered(file, read_organisation(EXAMPLE))
    assert remembered(file, None) == begun
    assert remembered(tmp_path / "none.json", None) == HARBOUR


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("nmae: x", "nmae: Extra inputs are not permitted"),
        ("teams: [{name: A, people: many}]", "teams.0.people"),
        ("personas: {nurse: {name: A, about: b, team: Nowhere}}", "no team is called Nowhere"),
        ("a: [", "is no YAML"),
    ],
)
def test_a_fault_of_the_file_is_named(tmp_path: Path, written: str, said: str) -> None:
    file = tmp_path / "demo.yaml"
    file.write_text(written)
    with pytest.raises(UserFacingError, match=said):
        read_organisation(file)
