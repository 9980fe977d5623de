"""What an import refuses, and how it says so: by line, with how to mend it, and with nothing half-done."""

from pathlib import Path

import pytest

from bot.commands.people_import import import_people
from tests.people.directory.imports import file, run
from tests.people.village import NOW, Village

__all__ = ["file"]


FAULTS = {
    "no name": (",a@h.example,", 2, "no name"),
    "nobody": ("Amara,,", 2, "neither an e-mail nor an account"),
    "no e-mail": ("Amara,amara at home,", 2, "is no e-mail"),
    "a date": ("Amara,a@h.example,31.01.2027", 2, "2027-01-31"),
    "twice": ("Amara,a@h.example,\nAmara,A@h.example,", 3, "on line 2 already"),
    "after a cell of two lines": ('"Amara\nOkafor",a@h.example,\nTom,,', 4, "neither"),
    "too many cells": ("Amara,a@h.example,,more", 2, "4 cells for 3 columns"),
}


@pytest.mark.parametrize(("lines", "line", "said"), FAULTS.values(), ids=FAULTS)
async def test_faults_say_their_line_and_how_to_mend_them(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str], lines: str, line: int, said: str
) -> None:
    good = "\nHelen,helen@h.example,\n"
    assert await run(village, file, f"name,email,starts_on\n{lines}{good}") == 1
    out = capsys.readouterr().out
    assert f"people.csv:{line}: " in out
    assert said in out
    assert await village.people() == {}, "nothing is half done"


@pytest.mark.parametrize(
    "table",
    [
        "sep=;\nname;email\nAmara;a@h.example\n",
        "name,email,,\nAmara,a@h.example,,\nHelen,helen@h.example\n",
        "\ufeffname,email\r\nAmara\u00a0Okafor,a@h.example\r\n",
    ],
)
async def test_what_spreadsheets_add_is_no_fault(village: Village, file: Path, table: str) -> None:
    assert await run(village, file, table) == 0


MORE_FAULTS = {
    "half an account": (
        "name,email,platform,workspace,user",
        "Amara,a@h.example,slack,,U1",
        "half an account",
    ),
    "another platform": ("name,platform,workspace,user", "Amara,irc,T1,U1", "slack or teams"),
    "a time zone": ("name,email,time_zone", "Amara,a@h.example,London", "Europe/London"),
    "a region": ("name,email,region", "Amara,a@h.example,BY", "ENG"),
    "a team without name": ("name,email,team,parent_team", "Amara,a@h.example,,Inpatient", "without a team"),
    "two parents": (
        "name,email,team,parent_team",
        "Amara,a@h.example,Willow,North\nTom,t@h.example,Willow,South",
        "below North on line 2",
    ),
    "a circle": (
        "name,email,team,parent_team",
        "Amara,a@h.example,North,South\nTom,t@h.example,South,North",
        "in a circle: North, South",
    ),
    "above itself": ("name,email,team,parent_team", "Amara,a@h.example,North,north", "in a circle"),
    "left too early": (
        "name,email,starts_on,left_on",
        "A,a@h.example,2026-02-01,2026-01-01",
        "before they started",
    ),
    "an unknown column": ("name,email,shoe_size", "Amara,a@h.example,39", "no column is called 'shoe_size'"),
    "a column twice": ("name,email,email", "Amara,a@h.example,b@h.example", "there twice"),
    "no name": ("email", "a@h.example", "column name is missing"),
    "nothing to recognise by": ("name,team", "Amara,Willow", "Add the column email"),
}


@pytest.mark.parametrize(("heading", "lines", "said"), MORE_FAULTS.values(), ids=MORE_FAULTS)
async def test_nothing_is_done_while_there_are_faults(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str], heading: str, lines: str, said: str
) -> None:
    assert await run(village, file, f"{heading}\n{lines}\n", leavers=True) == 1
    assert said in capsys.readouterr().out
    assert await village.people() == {}
    assert await village.teams() == {}


@pytest.mark.parametrize(
    "column",
    [
        "peer",
        "is_peer_worker",
        "Peer Worker",
        "lived experience",
        "LivedExperience",
        "role",
        "job title",
        "Position",
    ],
)
async def test_columns_that_could_say_who_is_a_peer_worker_are_refused(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str], column: str
) -> None:
    assert await run(village, file, f"name,email,{column}\nJo,jo@h.example,yes\n") == 1
    assert "own to tell" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is empty"),
        (b'name,email\n"Amara,a@h.example\n', "quotation mark"),
        ("name,email\nMüller,m@h.example\n".encode("cp1252"), "CSV UTF-8"),
    ],
    ids=["empty", "an open quotation mark", "another encoding"],
)
async def test_what_is_no_list_at_all_ends_with_2(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str], text: bytes, said: str
) -> None:
    assert await run(village, file, text) == 2
    assert said in capsys.readouterr().err


async def test_a_file_that_is_not_there_ends_with_2(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await import_people(village.database, village.organisation, file, NOW) == 2
    assert "Check the name" in capsys.readouterr().err
