from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text, update

from bot.app.migrations import migrate
from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.identity.people import Account
from bot.platforms.slack.install import models
from bot.platforms.slack.install.installations import OneWorkspace, TokenRefused, open_tokens, who_we_are
from bot.platforms.slack.install.store import InstallationStore, StateStore
from bot.store.database import Database
from bot.store.sealing import new_key
from tests import real_time
from tests.delivery.people import some_people
from tests.delivery.times import utc
from tests.fake_slack.slack import FakeSlack
from tests.platforms.slack.installing import browser, settings_for, tokens_on


async def test_an_installed_workspace_has_its_token(database: Database, slack: FakeSlack) -> None:
    async with browser(database, slack) as chrome:
        status, page = await chrome.installs()
    assert (status, "Alongside is installed" in page) == (200, True)
    tokens = tokens_on(database)
    assert await tokens.workspaces() == ["T1"]
    assert (await tokens.token("T1"), await tokens.bot_user("T1")) == ("xoxb-T1", "UBOT")


async def test_no_token_is_in_clear_in_any_file_of_the_database(tmp_path: Path, slack: FakeSlack) -> None:
    slack.workspaces["T1"].token = "xoxb-something-long-that-nobody-may-read"
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'alongside.sqlite'}")
    await migrate(database)
    async with browser(database, slack) as chrome:
        assert (await chrome.installs())[0] == 200
    files = list(tmp_path.glob("alongside.sqlite*"))
    held = b"".join(file.read_bytes() for file in files)
    assert b"UADMIN" in held
    assert b"nobody-may-read" not in held
    await database.close()


async def test_another_master_key_opens_nothing(database: Database, slack: FakeSlack) -> None:
    async with browser(database, slack) as chrome:
        await chrome.installs()
    with pytest.raises(Throttled):
        await tokens_on(database, new_key()).token("T1")


async def test_installing_again_leaves_only_the_new_token(database: Database, slack: FakeSlack) -> None:
    async with browser(database, slack) as chrome:
        await chrome.installs()
        slack.workspaces["T1"].token = "xoxb-newer"
        await chrome.installs()
    assert await tokens_on(database).token("T1") == "xoxb-newer"
    assert await rows_of(database) == (1, 1)


async def test_installing_again_makes_people_reachable_whom_we_lost_with_the_token(
    database: Database, slack: FakeSlack
) -> None:
    await some_people(database, 3, "slack", "T1")
    await some_people(database, 1, "slack", "T2")
    async with database.write() as session:
        await session.execute(update(Account).values(unreachable_since=utc("2026-11-20 10:00")))
        (await session.get_one(Account, "a-T1-000002")).closed_on = date(2026, 11, 20)
    async with browser(database, slack) as chrome:
        await chrome.installs()
    async with database.read() as session:
        found = await session.scalars(select(Account.id).where(Account.unreachable_since.is_(None)))
        assert sorted(found) == ["a-T1-000000", "a-T1-000001"]


async def test_uninstalling_erases_every_row_of_that_workspace_and_no_other(
    database: Database, slack: FakeSlack
) -> None:
    slack.install("T2")
    async with browser(database, slack, slack_workspaces="T1, T2") as chrome:
        await chrome.installs()
        await chrome.installs("T2")
    tokens = tokens_on(database)
    await tokens.token("T1")
    await tokens.erase("T1")
    with pytest.raises(Refused):
        await tokens.token("T1")
    assert await rows_of(database) == (1, 1)
    assert await tokens.token("T2") == "xoxb-T2"


async def test_an_uninstall_that_is_older_than_the_installation_erases_nothing(
    database: Database, slack: FakeSlack
) -> None:
    """Somebody uninstalled us and installed us anew, and Slack tells of the former late."""
    async with browser(database, slack) as chrome:
        await chrome.installs()
    tokens = tokens_on(database)
    await tokens.erase("T1", at=real_time.timestamp() - 60)
    assert await tokens.token("T1") == "xoxb-T1"
    await tokens.erase("T1", at=real_time.timestamp() + 1)
    with pytest.raises(Refused):
        await tokens.token("T1")


async def test_the_token_in_the_settings_outlives_what_was_told_before_it_was_good(
    database: Database, slack: FakeSlack
) -> None:
    tokens = await open_tokens(settings_for(slack, slack_client_id="", slack_bot_token="xoxb-T1"), database)
    await tokens.erase("T1", at=real_time.timestamp() - 60)
    assert await tokens.token("T1") == "xoxb-T1"


async def test_the_token_in_the_settings_speaks_in_its_own_workspace_only(
    database: Database, slack: FakeSlack
) -> None:
    settings = settings_for(slack, slack_client_id="", slack_bot_token="xoxb-T1")
    tokens = await open_tokens(settings, database)
    assert isinstance(tokens, OneWorkspace)
    assert (await tokens.token("T1"), await tokens.workspaces()) == ("xoxb-T1", ["T1"])
    with pytest.raises(Refused):
        await tokens.token("T2")
    await tokens.erase("T1")
    with pytest.raises(Refused):
        await tokens.token("T1")


async def test_a_wrong_token_is_told_without_being_shown(slack: FakeSlack) -> None:
    with pytest.raises(TokenRefused) as told:
        await who_we_are("xoxb-wrong", slack.url)
    assert "invalid_auth" in str(told.value)
    assert "xoxb-wrong" not in str(told.value)


def test_the_tables_have_every_column_that_the_sdk_writes() -> None:
    from sqlalchemy import MetaData

    theirs = MetaData()
    InstallationStore.build_bots_table(theirs, "slack_bots")
    InstallationStore.build_installations_table(theirs, "slack_installations")
    StateStore.build_oauth_states_table(theirs, "slack_oauth_states")
    ours = models.SlackBot.metadata.tables
    for name, table in theirs.tables.items():
        assert set(table.c.keys()) == set(ours[name].c.keys())


async def rows_of(database: Database) -> tuple[int, int]:
    def count(connection: Connection, table: str) -> int:
        return int(connection.execute(text(f"select count(*) from {table}")).scalar_one())

    async with database.engine.connect() as connection:
        return (
            await connection.run_sync(count, "slack_bots"),
            await connection.run_sync(count, "slack_installations"),
        )
