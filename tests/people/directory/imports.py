"""A list of people in a file, and importing it as the command does."""

from pathlib import Path

import pytest

from bot.commands.people_import import import_people
from tests.people.village import NOW, Village

TODAY = NOW.date()

TWO = """\
name,email,team,parent_team,starts_on,left_on,time_zone,region,platform,workspace,user
Amara Okafor,Amara@harbour.example,Willow ward,Inpatient,2024-03-01,,,ENG,slack,T1,U1
Tom Brennan,tom@harbour.example,Community,,,,Europe/Dublin,,,,
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


async def run(
    village: Village, file: Path, text: str | bytes, *, apply: bool = True, leavers: bool = False
) -> int:
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return await import_people(
        village.database, village.organisation, file, NOW, apply=apply, leavers=leavers
    )
