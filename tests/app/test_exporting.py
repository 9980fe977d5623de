"""What an organisation takes along can be read again, and tells of nobody what is theirs to tell."""

import asyncio
import csv
from io import StringIO
from pathlib import Path

import pytest
from pydantic import SecretStr
from typer.testing import CliRunner

from bot.app.assembly import open_database
from bot.commands.cli import app
from bot.commands.people_import import import_people
from bot.core.settings import Settings
from bot.people.identity.lookup import people_called
from bot.people.identity.organisations import Organisation
from bot.people.identity.peer_declaration import declare_peer
from bot.store.sealing import new_key
from tests import real_time

LIST = """\
name,email,team,parent_team,starts_on,left_on,time_zone,region,platform,workspace,user
Amara Okafor,amara@harbour.example,Willow ward,Inpatient,2024-03-01,,,ENG,slack,T1,U1
Tom Brennan,tom@harbour.example,Community,,,,Europe/Dublin,,,,
"""


@pytest.fixture
async def settings(tmp_path: Path) -> Settings:
    """Two people, of whom one has declared to be a peer worker."""
    settings = Settings(_env_file=None, var=tmp_path / "var", master_key=SecretStr(new_key()))
    database = await open_database(settings)
    organisation = Organisation(
        name="Harbour", country="GB", time_zone="Europe/London", contact="Ring Priya."
    )
    async with database.write() as session:
        session.add(organisation)
    (tmp_path / "list.csv").write_text(LIST)
    await import_people(database, organisation, tmp_path / "list.csv", real_time.now(), apply=True)
    async with database.write() as session:
        (amara,) = await people_called(session, "Amara Okafor")
        await declare_peer(session, amara.id, real_time.now())
    await database.close()
    return settings


async def do(settings: Settings, *command: str) -> tuple[int, str]:
    result = await asyncio.to_thread(CliRunner().invoke, app, command, obj=settings)
    return result.exit_code, result.output


async def test_the_list_of_people_can_be_imported_again(settings: Settings, tmp_path: Path) -> None:
    code, _ = await do(settings, "export", str(tmp_path / "away"))
    assert code == 0
    written = (tmp_path / "away" / "people.csv").read_text("utf-8-sig")
    assert list(csv.DictReader(StringIO(written))) == list(csv.DictReader(StringIO(LIST)))
    _, said = await do(settings, "people", "import", str(tmp_path / "away" / "people.csv"))
    assert "0 added, 0 changed" in said


async def test_nothing_of_it_says_who_is_a_peer_worker(settings: Settings, tmp_path: Path) -> None:
    await do(settings, "export", str(tmp_path / "away"))
    for file in (tmp_path / "away").iterdir():
        assert "peer" not in file.read_text("utf-8-sig").lower(), file.name


async def test_that_it_was_done_stands_in_the_audit(settings: Settings, tmp_path: Path) -> None:
    await do(settings, "export", str(tmp_path / "away"))
    assert "the list of people" in (tmp_path / "away" / "audit.csv").read_text("utf-8-sig")


async def test_a_folder_that_is_there_is_left_as_it_is(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "away").mkdir()
    code, said = await do(settings, "export", str(tmp_path / "away"))
    assert (code, "is there already" in said) == (2, True)
    assert list((tmp_path / "away").iterdir()) == []
