"""A database of the release before: its counts are blurred once, and the exact ones destroyed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection

from bot.app.migrations import migrate, upgrade
from bot.core.themes import Audience
from bot.features.pulse.models import Invited, Wave, WaveState
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import Report, report_of
from bot.features.pulse.retention import clean_published, forget_invitations
from bot.features.pulse.verdict import Changed
from bot.features.pulse.waves.groups import ORGANISATION
from bot.people.identity.organisations import Organisation
from bot.publishing.publisher import Figures
from bot.store.database import Database
from tests.databases import SEAL, Urls
from tests.features.pulse.town import HEADLINE, ITEMS

CLOSED = datetime(2026, 10, 11, 12, tzinfo=UTC)
STILL_OPEN = datetime(2026, 11, 29, 12, tzinfo=UTC)
TEAMS = {"east": 40, "west": 30, "south": 20}
EXACT = {"east": (3, 5, 7, 12, 9), "west": (1, 2, 4, 9, 3), "south": (0, 1, 1, 2, 1)}
TREE = [ORGANISATION, [["east", []], ["west", []], ["south", []]]]


def add(connection: Connection, table: str, *rows: Mapping[str, object]) -> None:
    """With whatever columns the table had then, and something in each that must have something."""
    fallback: dict[str, object] = {"VARCHAR": "", "INTEGER": 0, "BOOLEAN": False, "JSON": []}
    known = sa.Table(table, sa.MetaData(), autoload_with=connection)
    needed = {
        column.name: fallback.get(str(column.type).partition("(")[0], "")
        for column in known.columns
        if not column.nullable and column.server_default is None
    }
    connection.execute(known.insert(), [needed | dict(row) for row in rows])


def fill(connection: Connection) -> None:
    """Two waves of ninety people: one that was published exactly, and one that is open."""
    upgrade(connection, "0014")
    add(
        connection,
        "organisations",
        {"id": "o", "name": "Harbour", "country": "GB", "time_zone": "Europe/London"},
    )
    add(connection, "teams", *({"id": t, "organisation_id": "o", "name": t} for t in TEAMS))
    people = [(f"{team}-{n}", team) for team, size in TEAMS.items() for n in range(size)]
    add(
        connection, "people", *({"id": p, "organisation_id": "o", "name": p, "team_id": t} for p, t in people)
    )
    for number, (wave, state, at) in enumerate((("w1", "cleaned", CLOSED), ("w2", "open", STILL_OPEN)), 1):
        given = {"id": wave, "organisation_id": "o", "number": number, "slot": wave, "audience": "everyone"}
        given |= {"opened_on": date(2026, 10, 6), "closes_at": at, "floor": 8, "state": state}
        add(connection, "pulse_waves", given)
        cells = dict(zip(TEAMS, TEAMS, strict=True))
        add(
            connection,
            "pulse_asked",
            {"wave_id": wave, "item_id": HEADLINE, "position": 0, "cell_of": cells, "tree": TREE},
        )
        add(connection, "pulse_invited", *({"wave_id": wave, "person_id": p, "team": t} for p, t in people))
        table = "pulse_counts" if state == "cleaned" else "pulse_tallies"
        counts = [
            {"wave_id": wave, "item_id": HEADLINE, "cell": cell, "point": point, "count": count}
            for cell, points in EXACT.items()
            for point, count in enumerate(points, 1)
        ]
        add(connection, table, *counts)
    share = {"value": 0.58, "low": 0.42, "high": 0.73}
    figures = {"share": share, "mean": share, "answers": 36, "invited": 40}
    about = {
        "wave_id": "w1",
        "item_id": HEADLINE,
        "verdict": "down by about 0.4 points out of 5 since the first 6 rounds",
    }
    hidden = {"reason": "Fewer", "why": "Somebody joined.", "compared": None}
    add(
        connection,
        "pulse_told",
        {**about, "group_key": "east", "told": figures},
        {**about, "group_key": "south", "told": hidden},
    )


@pytest.fixture
async def migrated(empty_urls: Urls) -> Database:
    database = Database(empty_urls.main, seal=SEAL)
    async with database.engine.execution_options(alongside_writes=True).begin() as connection:
        await connection.run_sync(fill)
    await migrate(database)
    return database


async def report(database: Database, group: str) -> Report:
    async with database.read() as session:
        home = await session.get_one(Organisation, "o")
        return await report_of(session, home, group, ITEMS, date(2026, 12, 1))


async def test_both_waves_are_told_blurred_and_the_exact_counts_are_gone(migrated: Database) -> None:
    found = await report(migrated, "east")
    assert found.headline
    assert [t.wave for t in found.headline.wave_results] == [1, 2]
    for wave_result in found.headline.wave_results:
        assert isinstance(wave_result.result, Figures)
        assert (wave_result.result.answers, wave_result.result.eligible) == (36, 40)
    async with migrated.engine.connect() as connection:
        tables = await connection.run_sync(lambda plain: sa.inspect(plain).get_table_names())
    assert not {"pulse_counts", "pulse_tallies"} & set(tables)
    await migrated.close()


async def test_a_small_group_keeps_no_reason_and_a_verdict_no_size(migrated: Database) -> None:
    south, east = await report(migrated, "south"), await report(migrated, "east")
    assert south.headline
    assert east.headline
    assert isinstance(south.headline.latest.result, TooFew)
    assert east.headline.wave_results[0].verdict == Changed(None, is_up=False)
    await migrated.close()


async def test_readers_are_told_what_happened(migrated: Database) -> None:
    assert (await report(migrated, ORGANISATION)).blurred_later_until == date(2026, 11, 29)
    await migrated.close()


async def test_the_night_after_the_files_are_cleaned_and_invitations_forgotten(migrated: Database) -> None:
    await clean_published(migrated)
    await forget_invitations(migrated, datetime(2026, 12, 1, tzinfo=UTC))
    async with migrated.read() as session:
        states = dict((await session.execute(sa.select(Wave.id, Wave.state))).all())
        invited = set(await session.scalars(sa.select(Invited.wave_id)))
        audiences = set(await session.scalars(sa.select(Wave.audience)))
    assert states == {"w1": WaveState.CLEANED, "w2": WaveState.CLEANED}
    assert invited == {"w2"}
    assert audiences == {Audience.EVERYONE}
    await migrated.close()
