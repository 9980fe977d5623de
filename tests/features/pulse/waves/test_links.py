"""A link gives each format once, to who still leads the group, on both databases."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.core.clock import MovableClock
from bot.features.pulse.reports.report_links import ReportLinks, Taken, led_by
from bot.features.pulse.waves.groups import ORGANISATION
from bot.people.access.roles import Role, grant, revoke
from bot.people.audit.acts import EXPORTED
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person
from bot.people.records.one_time_links import (
    FIGURES,
    LASTS,
    OPEN_FOR,
    FileFormat,
    RecordLink,
    Refusal,
    forget_links,
    make,
)
from tests.databases import Urls
from tests.features.pulse.town import ITEMS, MORNING, Town, town
from tests.people.audit_lines import newest_audit_lines

LEADER = "east-0"
MINE = "what only this device has"


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    """Somebody leads the team in the east."""
    async with town(urls.main, east=3, north_a=2) as found:
        await gives(found, "east")
        yield found


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(MORNING, frozen=True)


@pytest.fixture
def records(harbour: Town, clock: MovableClock) -> ReportLinks:
    return ReportLinks(harbour.database, harbour.organisation, ITEMS, clock)


async def gives(place: Town, team: str | None, person: str = LEADER) -> None:
    async with place.database.write() as session:
        await grant(session, person, Role.LEADER, team, granted_by=None, now=MORNING)


async def link(place: Town, group: str = "east", now: datetime = MORNING) -> str:
    async with place.database.write() as session:
        return await make(session, LEADER, group, now)


async def groups(place: Town, person: str = LEADER) -> dict[str, str]:
    async with place.database.read() as session:
        return await led_by(session, person)


async def test_each_format_opens_again_on_the_device_that_opened_it_first(
    harbour: Town, records: ReportLinks
) -> None:
    token = await link(harbour)
    for format_ in (*FIGURES, *FIGURES):
        taken = await records.take(token, format_, MINE)
        assert isinstance(taken, Taken)
        assert (taken.report.group, taken.on) == ("east", MORNING.date())


async def test_no_other_device_opens_it_then(harbour: Town, records: ReportLinks) -> None:
    token = await link(harbour)
    await records.take(token, FileFormat.REPORT, MINE)
    for device in ("another", ""):
        assert await records.offer(token, device) is Refusal.USED
        assert await records.take(token, FileFormat.REPORT, device) is Refusal.USED
        assert await records.take(token, FileFormat.CSV, device) is Refusal.USED
    assert await records.offer(token, MINE) == "east"


async def test_looking_uses_nothing_up(harbour: Town, records: ReportLinks) -> None:
    token = await link(harbour)
    for device in ("", "a chat service", MINE):
        assert await records.offer(token, device) == "east"
    assert isinstance(await records.take(token, FileFormat.CSV, MINE), Taken)


async def test_of_two_devices_at_the_same_moment_one_opens_it(harbour: Town, records: ReportLinks) -> None:
    token = await link(harbour)
    devices = [f"device {n}" for n in range(6)]
    given = await asyncio.gather(*(records.take(token, FileFormat.XLSX, device) for device in devices))
    assert sum(isinstance(each, Taken) for each in given) == 1
    assert [each for each in given if not isinstance(each, Taken)] == [Refusal.USED] * 5


async def test_it_opens_within_fifteen_minutes_and_for_ten_more(
    harbour: Town, records: ReportLinks, clock: MovableClock
) -> None:
    token, late = await link(harbour), await link(harbour)
    opened = MORNING + LASTS - timedelta(seconds=1)
    clock.move_to(opened)
    assert isinstance(await records.take(token, FileFormat.CSV, MINE), Taken)
    clock.move_to(opened + OPEN_FOR - timedelta(seconds=1))
    assert isinstance(await records.take(token, FileFormat.REPORT, MINE), Taken)
    assert await records.take(late, FileFormat.CSV, MINE) is Refusal.EXPIRED
    assert await records.offer(late, MINE) is Refusal.EXPIRED
    clock.move_to(opened + OPEN_FOR)
    assert await records.take(token, FileFormat.REPORT, MINE) is Refusal.EXPIRED
    assert await records.offer(token, MINE) is Refusal.EXPIRED


@pytest.mark.parametrize("token", ["", "x", "A" * 43])
async def test_a_link_that_never_was_gives_nothing(harbour: Town, records: ReportLinks, token: str) -> None:
    await link(harbour)
    assert await records.offer(token, MINE) is Refusal.UNKNOWN
    assert await records.take(token, FileFormat.CSV, MINE) is Refusal.UNKNOWN


async def test_who_leads_the_group_no_more_gets_nothing(harbour: Town, records: ReportLinks) -> None:
    token = await link(harbour)
    async with harbour.database.write() as session:
        await revoke(session, LEADER, Role.LEADER, "east", by=None, now=MORNING)
    assert await records.offer(token, MINE) is Refusal.NOT_LEADING
    assert await records.take(token, FileFormat.REPORT, MINE) is Refusal.NOT_LEADING


async def test_who_has_left_gets_nothing(harbour: Town, records: ReportLinks) -> None:
    token = await link(harbour)
    async with harbour.database.write() as session:
        await session.execute(update(Person).where(Person.id == LEADER).values(left_on=MORNING.date()))
    assert await records.take(token, FileFormat.REPORT, MINE) is Refusal.NOT_LEADING


@pytest.mark.parametrize("group", [ORGANISATION, "north", "north_a"])
async def test_no_link_reaches_another_group(harbour: Town, records: ReportLinks, group: str) -> None:
    assert await records.take(await link(harbour, group), FileFormat.CSV, MINE) is Refusal.NOT_LEADING


async def test_a_divisions_leader_has_the_division_and_no_team_in_it(harbour: Town) -> None:
    await gives(harbour, "north", "east-1")
    assert await groups(harbour, "east-1") == {"north": "north"}


async def test_who_leads_everything_has_the_organisation_and_no_team(harbour: Town) -> None:
    await gives(harbour, None, "east-1")
    assert await groups(harbour, "east-1") == {ORGANISATION: "Harbour"}
    assert await groups(harbour, "north_a-0") == await groups(harbour, "a stranger") == {}


async def test_who_leads_several_groups_has_each(harbour: Town) -> None:
    await gives(harbour, "north_a")
    await gives(harbour, None)
    assert list(await groups(harbour)) == [ORGANISATION, "east", "north_a"]


async def test_the_database_does_not_know_the_link(harbour: Town) -> None:
    token = await link(harbour)
    async with harbour.database.read() as session:
        rows = (await session.scalars(select(RecordLink))).all()
    assert len({row.digest for row in rows}) == 1
    assert not any(token.encode() in row.digest or token in row.group_key for row in rows)
    assert len(token) == 43
    assert await link(harbour) != token


async def test_old_links_are_forgotten(harbour: Town) -> None:
    await link(harbour, now=MORNING - timedelta(days=1))
    await link(harbour)
    async with harbour.database.write() as session:
        assert await forget_links(session, MORNING) == 1
        assert await session.scalar(select(func.count()).select_from(RecordLink)) == len(FIGURES)
        assert await session.get(Team, "east")


async def test_what_was_taken_away_and_by_whom_stands_in_the_audit(
    harbour: Town, records: ReportLinks
) -> None:
    token = await link(harbour)
    await records.offer(token, MINE)
    await records.take(token, FileFormat.CSV, MINE)
    await records.take(token, FileFormat.CSV, MINE)
    async with harbour.database.read() as session:
        (line,) = await newest_audit_lines(session)
    assert (line.act, line.who) == (EXPORTED, LEADER)
    assert line.details == {"what": "the pulse's figures", "group": "east", "file": "csv"}


async def test_a_link_to_another_file_is_none_to_figures(harbour: Town, records: ReportLinks) -> None:
    async with harbour.database.write() as session:
        token = await make(session, LEADER, "", MORNING, [FileFormat.MY_DATA])
    assert await records.offer(token, MINE) is Refusal.UNKNOWN
    for format_ in FIGURES:
        assert await records.take(token, format_, MINE) is Refusal.UNKNOWN
