import json
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.commands.people_import import import_people
from bot.people.access.roles import Role, roles_of
from bot.people.directory.people_sheet import COLUMNS
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Account
from tests.people.directory.imports import TODAY, TWO, file, run
from tests.people.test_first_contact import NURSE
from tests.people.village import NOW, Village

__all__ = ["file"]


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
        met = await get_or_create_person(session, NURSE, village.organisation, now=NOW)
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
    assert (await village.people())["Tom Brennan"].left_on is None, "a person in the list is back"
    async with village.database.read() as session:
        assert await roles_of(session, [tom]) == {tom: {Role.STAFF}}, "but not with their old roles"


async def test_nobody_leaves_whom_the_list_could_not_have_named(village: Village, file: Path) -> None:
    async with village.database.write() as session:
        await get_or_create_person(session, NURSE, village.organisation, name="Met in chat", now=NOW)
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
