import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.people.declaring import declare_peer
from bot.people.import_command import import_people
from bot.people.joining import meet
from bot.people.people import Account
from bot.people.roles import Role, roles_of
from bot.people.sheet import COLUMNS
from tests.people.test_joining import NURSE
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


async def test_without_apply_nothing_is_changed(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert await run(village, file, TWO, apply=False) == 0
    assert await village.people() == {}
    assert await village.teams() == {}
    said = capsys.readouterr().out
    assert "2 added" in said
    assert "add --apply" in said


async def test_people_teams_and_accounts_are_made(village: Village, file: Path) -> None:
    assert await run(village, file, TWO) == 0
    people, teams = await village.people(), await village.teams()
    amara, tom = people["Amara Okafor"], people["Tom Brennan"]
    assert (amara.email, str(amara.starts_on), amara.region) == ("amara@harbour.example", "2024-03-01", "ENG")
    assert amara.team_id == teams["Willow ward"].id
    assert teams["Willow ward"].parent_id == teams["Inpatient"].id
    assert teams["Community"].parent_id is None
    assert tom.time_zone == "Europe/Dublin"
    async with village.database.read() as session:
        (account,) = (await session.scalars(select(Account))).all()
    assert (account.person_id, account.sender) == (amara.id, NURSE)


async def test_importing_again_changes_nothing(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(village, file, TWO)
    before = {name: person.id for name, person in (await village.people()).items()}
    capsys.readouterr()
    assert await run(village, file, TWO) == 0
    assert "0 added, 0 changed, 0 leaving, 2 unchanged. Done." in capsys.readouterr().out
    assert {name: person.id for name, person in (await village.people()).items()} == before


@pytest.mark.parametrize(
    "text",
    [
        TWO.replace(",", ";").encode(),
        TWO.replace(",", "\t").encode(),
        b"\xef\xbb\xbf" + TWO.replace("\n", "\r\n").encode(),
        TWO.replace("name,", " Name ,", 1).replace("Amara Okafor", '" Amara  Okafor "').encode()
        + b"\n,,,,\n",
    ],
    ids=["semicolons", "tabs", "from Excel on Windows", "spaces and empty lines"],
)
async def test_lists_come_as_spreadsheets_save_them(village: Village, file: Path, text: bytes) -> None:
    assert await run(village, file, text) == 0
    assert set(await village.people()) == {"Amara Okafor", "Tom Brennan"}


async def test_what_changed_is_said_and_done(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(village, file, TWO)
    capsys.readouterr()
    await run(
        village, file, TWO.replace("Community,", "Willow Ward,").replace("Tom Brennan", "Tom Brennan-Li")
    )
    said = " ".join(capsys.readouterr().out.split())
    assert "Tom Brennan-Li" in said
    assert "team: Community" in said
    tom = (await village.people())["Tom Brennan-Li"]
    assert tom.team_id == (await village.teams())["Willow ward"].id
    assert "Willow Ward" not in await village.teams(), "the same team, whatever the case"


async def test_a_column_that_is_left_out_leaves_what_we_know(village: Village, file: Path) -> None:
    await run(village, file, TWO)
    await run(village, file, "name,email\nAmara Okafor,amara@harbour.example\n")
    amara = (await village.people())["Amara Okafor"]
    assert amara.team_id
    assert amara.region == "ENG"


async def test_an_empty_cell_counts_where_the_column_is_there(village: Village, file: Path) -> None:
    await run(village, file, TWO)
    await run(village, file, "name,email,team\nAmara Okafor,amara@harbour.example,\n")
    amara = (await village.people())["Amara Okafor"]
    assert amara.team_id is None


async def test_somebody_met_in_chat_is_recognised_by_their_account(village: Village, file: Path) -> None:
    async with village.database.write() as session:
        met = await meet(session, NURSE, village.organisation, now=NOW)
    await run(village, file, TWO)
    amara = (await village.people())["Amara Okafor"]
    assert (amara.id, amara.email) == (met.id, "amara@harbour.example")


async def test_leavers_are_marked_only_when_asked_and_lose_their_roles(village: Village, file: Path) -> None:
    await run(village, file, TWO)
    tom = (await village.people())["Tom Brennan"].id
    async with village.database.write() as session:
        await village.gives(session, tom, Role.LEADER)
    only_amara = "\n".join(TWO.splitlines()[:2])
    await run(village, file, only_amara)
    assert (await village.people())["Tom Brennan"].left_on is None
    await run(village, file, only_amara, leavers=True)
    assert (await village.people())["Tom Brennan"].left_on == TODAY
    assert (await village.people())["Amara Okafor"].left_on is None
    await run(village, file, TWO)
    assert (await village.people())["Tom Brennan"].left_on is None, "whoever is in the list is back"
    async with village.database.read() as session:
        assert await roles_of(session, [tom]) == {tom: {Role.STAFF}}, "but not with their old roles"


async def test_nobody_leaves_whom_the_list_could_not_have_named(village: Village, file: Path) -> None:
    async with village.database.write() as session:
        await meet(session, NURSE, village.organisation, name="Met in chat", now=NOW)
    await run(village, file, "name,email\nTom Brennan,tom@harbour.example\n", leavers=True)
    assert (await village.people())["Met in chat"].left_on is None
    await run(village, file, TWO.replace("T1,U1", "T1,U9"), leavers=True)
    assert (await village.people())["Met in chat"].left_on == TODAY


async def test_a_last_day_counts_once_it_has_come(village: Village, file: Path) -> None:
    await run(
        village, file, "name,email,left_on\nTom,tom@h.example,2026-12-31\nAmara,a@h.example,2026-11-20\n"
    )
    people = await village.people()
    assert people["Tom"].left_on is None
    assert str(people["Amara"].left_on) == "2026-11-20"


async def test_the_only_administrator_cannot_leave_and_nothing_else_happens(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(village, file, TWO)
    async with village.database.write() as session:
        await village.gives(session, (await village.people())["Tom Brennan"].id, Role.ADMINISTRATOR)
    text = TWO.replace("Tom Brennan,tom@", "Lewis,lewis@")
    assert await run(village, file, text, leavers=True) == 1
    assert "no administrator" in capsys.readouterr().err
    assert set(await village.people()) == {"Amara Okafor", "Tom Brennan"}
    assert (await village.people())["Tom Brennan"].left_on is None


async def test_an_email_never_carries_roles_over_to_another_account(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(village, file, TWO)
    async with village.database.write() as session:
        await village.gives(session, (await village.people())["Amara Okafor"].id, Role.EDITOR)
    assert await run(village, file, TWO.replace("T1,U1", "T1,U666")) == 1
    assert "never carries roles" in capsys.readouterr().out


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


async def test_an_import_neither_shows_nor_touches_what_somebody_declared(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not any("peer" in column for column in COLUMNS)
    await run(village, file, TWO)
    amara = (await village.people())["Amara Okafor"].id
    async with village.database.write() as session:
        await declare_peer(session, amara, NOW)
    capsys.readouterr()
    await run(village, file, TWO.replace("Amara Okafor", "Amara O."), leavers=True)
    assert "peer" not in capsys.readouterr().out
    async with village.database.read() as session:
        assert await roles_of(session, [amara]) == {amara: {Role.STAFF, Role.PEER_WORKER}}


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


async def test_the_plan_fits_80_columns_and_a_name_is_never_markup(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await run(village, file, "name,email\nTom,tom@h.example\n")
    capsys.readouterr()
    long = "[red]" + "Wolfeschlegelsteinhausenbergerdorff" * 3
    people = "".join(f"P{n},p{n}@h.example,\n" for n in range(50))
    text = f"name,email,team\n{long},tom@h.example,{long}\n{people}"
    assert await run(village, file, text, apply=False) == 0
    out = capsys.readouterr().out
    assert "[red]" in out
    assert "and 10 more" in out
    assert max(map(len, out.splitlines())) <= 80


async def test_json_lists_everybody_and_every_fault(
    village: Village, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.write_text(TWO)
    await import_people(village.database, village.organisation, file, NOW, as_json=True)
    told = json.loads(capsys.readouterr().out)
    assert told["applied"] is False
    assert told["counts"] == {"added": 2, "changed": 0, "leaving": 0, "unchanged": 0}
    assert [person["name"] for person in told["people"]] == ["Amara Okafor", "Tom Brennan"]
    assert {team["name"] for team in told["teams"]} == {"Willow ward", "Inpatient", "Community"}
    file.write_text("name,email\n,\nTom,\n")
    assert await import_people(village.database, village.organisation, file, NOW, as_json=True) == 1
    assert json.loads(capsys.readouterr().out)["faults"][0]["line"] == 3
