import asyncio
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.app.assembly import open_database
from bot.commands.cli import app
from bot.commands.operations import sealed_columns
from bot.core.settings import Settings
from bot.people.access.first_administrator import Said, say_code
from bot.store.database import Database
from bot.store.sealing import Seal, new_key
from tests import real_time
from tests.app.running.confirmed_organisation import settings_of
from tests.fake_slack import FakeSlack
from tests.platforms.slack.installing import browser, tokens_on


@pytest.fixture
async def installed(tmp_path: Path, slack: FakeSlack) -> Settings:
    """T1's token, sealed with the key of these settings."""
    settings = settings_of(tmp_path, slack)
    database = await open_database(settings)
    async with browser(database, slack) as chrome:
        await chrome.installs()
    await database.close()
    return settings


async def do(settings: Settings, *command: str) -> tuple[int, str]:
    result = await asyncio.to_thread(CliRunner().invoke, app, command, obj=settings)
    return result.exit_code, result.output


async def test_a_key_is_changed_in_three_steps(installed: Settings) -> None:
    from tests.platforms.slack.installing import KEY

    new = new_key()
    both = installed.model_copy(update={"master_key": type(installed.master_key)(f"{new},{KEY}")})
    code, said = await do(both, "reseal")
    assert (code, "Nothing was changed yet" in said) == (0, True)
    code, said = await do(both, "reseal", "--apply")
    assert (code, "older keys can go" in said) == (0, True)
    database = Database(installed.database(), seal=Seal(installed.master_keys()))
    assert await tokens_on(database, new).token("T1") == "xoxb-T1"
    await database.close()


async def test_what_no_key_opens_is_a_fault_and_stays_as_it_is(installed: Settings) -> None:
    code, said = await do(installed, "reseal", "--apply")
    assert (code, "no key opens" in said) == (1, True)


async def test_without_a_key_nothing_is_sealed_anew(installed: Settings) -> None:
    nothing = installed.model_copy(update={"master_key": type(installed.master_key)("not-a-key")})
    code, said = await do(nothing, "reseal")
    assert (code, "not-a-key" in said) == (2, False)


def test_every_column_that_holds_something_sealed_is_among_those() -> None:
    assert {f"{column.table.name}.{column.name}" for column in sealed_columns()} >= {
        "slack_bots.bot_token",
        "slack_installations.bot_token",
        "slack_installations.user_token",
    }


async def test_a_code_is_printed_for_the_first_administrator_only(installed: Settings) -> None:
    code, printed = await do(installed, "code")
    assert code == 0
    database = Database(installed.database(), seal=Seal(installed.master_keys()))
    async with database.write() as session:
        from bot.people.identity.organisations import Organisation
        from bot.people.identity.people import Person

        session.add(Organisation(id="home", name="Harbour", country="GB", time_zone="Europe/London"))
        await session.flush()
        session.add(Person(id="sam", organisation_id="home", name="Sam"))
        await session.flush()
        assert await say_code(session, "sam", printed, real_time.now()) is Said.RIGHT
    await database.close()
    assert (await do(installed, "code"))[0] == 1
