"""What somebody may have set wrongly: `doctor` and `run` say so in sentences, without a traceback or a secret."""

import asyncio
import sqlite3
from pathlib import Path
from shutil import copyfile

import psycopg
import pytest
from typer.testing import CliRunner

from bot.app import preflight
from bot.app.content import Content
from bot.app.preflight import organisation_from
from bot.commands.cli import app
from bot.core.settings import Settings
from tests import real_time
from tests.app.running.confirmed_organisation import settings_of
from tests.databases import migrate_once, postgres_urls
from tests.fake_slack import FakeSlack

HERE = "postgresql://nobody:xsecretx@127.0.0.1:1/none"
WRONG = {
    "no organisation": {"organisation": ""},
    "no country": {"country": ""},
    "no time zone": {"time_zone": ""},
    "no contact": {"contact": ""},
    "a time zone that there isn't": {"time_zone": "Moon/Tycho"},
    "a country that there isn't": {"country": "XX"},
    "a country in words": {"country": "Britain"},
    "a region of elsewhere": {"region": "BY"},
    "no key": {"master_key": ""},
    "a key that is none": {"master_key": "xsecretx"},
    "two keys, one of them none": {"master_key": "xsecretx,xsecretx"},
    "no platform": {"slack_bot_token": ""},
    "no signing secret": {"slack_signing_secret": ""},
    "a socket without its token": {"slack_mode": "socket", "slack_app_token": ""},
    "both a token and a client": {"slack_client_id": "1.2", "slack_client_secret": "xsecretx"},
    "a client without an address": {"slack_bot_token": "", "slack_client_id": "1.2", "public_url": ""},
    "a token that is refused": {"slack_bot_token": "xoxb-xsecretx"},
    "Slack that can't be reached": {"slack_api": "http://127.0.0.1:1/api/"},
    "half of Teams": {"teams_app_id": "00000000-0000-0000-0000-000000000000"},
    "half of a model": {"wording_url": "https://model.example/v1"},
    "no content": {"content": "nowhere"},
    "an address that isn't ours": {"host": "192.0.2.1"},
    "a database that is down": {"database_url": HERE},
    "an unknown kind of database": {"database_url": "oracle://nobody:xsecretx@127.0.0.1/none"},
    "a short form that isn't one": {"database_url": "postgres://nobody:xsecretx@127.0.0.1/none"},
    "a driver that isn't installed": {"database_url": "postgresql+asyncpg://nobody:xsecretx@127.0.0.1/none"},
    "a driver that can't wait": {"database_url": "postgresql+psycopg2://nobody:xsecretx@127.0.0.1/none"},
    "SQLite without its driver": {"database_url": "sqlite:///xsecretx.sqlite"},
    "no address at all": {"database_url": "xsecretx"},
    "a port that is none": {"database_url": "postgresql://nobody:xsecretx@127.0.0.1:port/none"},
    "a host that there isn't": {"database_url": "postgresql://nobody:xsecretx@nowhere.invalid/none"},
    "SQLite in a file's place": {"database_url": "sqlite+aiosqlite:////dev/null/xsecretx.sqlite"},
}


async def say(settings: Settings, command: str) -> str:
    """What it says; never a traceback."""
    result = await asyncio.to_thread(CliRunner().invoke, app, command.split(), obj=settings)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code in (1, 2)
    assert "Traceback" not in result.output
    assert "xsecretx" not in result.output
    return " ".join(result.output.split())


async def refusal(settings: Settings, content: Content | None = None) -> str:
    """As `run` ends, in this thread: only the main one hears signals."""
    from bot.app.serving import running
    from bot.core.content_files import ContentFaulty
    from bot.core.diagnostics import PreflightFailed

    with pytest.raises((PreflightFailed, ContentFaulty)) as told:
        async with running(settings, content=content):
            pass
    if isinstance(told.value, PreflightFailed):
        return " ".join(map(str, told.value.findings))
    return str(told.value)


@pytest.mark.parametrize("changes", WRONG.values(), ids=WRONG.keys())
async def test_doctor_and_run_say_what_is_wrong(
    tmp_path: Path, slack: FakeSlack, changes: dict[str, str], content: Content, migrated_sqlite: Path
) -> None:
    settings = settings_of(tmp_path, slack, **changes)
    copyfile(migrated_sqlite, tmp_path / "var" / "alongside.sqlite")
    said = await refusal(settings, None if "content" in changes else content)
    assert said
    assert "xsecretx" not in said
    if "host" not in changes:
        await say(settings, "doctor")


async def test_a_database_of_a_newer_release_is_named(tmp_path: Path, slack: FakeSlack) -> None:
    settings = settings_of(tmp_path, slack)
    file = tmp_path / "var" / "alongside.sqlite"
    migrate_once(f"sqlite:///{file}")
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    refused = await refusal(settings)
    assert "newer release" in refused
    # What to do, too: the backup from before the upgrade is the only way back.
    assert "the backup from before the upgrade" in refused
    listed, kept = str(tmp_path / "list.csv"), str(tmp_path / "kept")
    Path(listed).write_text("name,email\nAmara,a@h.example\n")
    commands = (
        "doctor",
        "code",
        "migrate",
        "reseal",
        f"people import {listed}",
        f"backup {kept}",
        f"export {kept}",
    )
    for command in commands:
        assert "newer release" in await say(settings, command), command
    assert not Path(kept).exists()


async def test_a_database_without_its_key_is_not_offered_a_new_one(tmp_path: Path, slack: FakeSlack) -> None:
    """After a restore: a new key would seal what comes, and open nothing that is there."""
    organisation = organisation_from(settings_of(tmp_path, slack))
    settings = settings_of(tmp_path, slack, master_key="")
    said = " ".join(map(str, preflight.check(settings, organisation, real_time.today())))
    assert "the key that this database had before" in said
    assert "python -m bot key" not in said


async def test_a_country_in_another_spelling_is_shown_the_known_ones(
    tmp_path: Path, slack: FakeSlack
) -> None:
    settings = settings_of(tmp_path, slack, country="GBR", overlay=str(tmp_path / "local"))
    said = " ".join(map(str, preflight.check(settings, None, real_time.today())))
    assert "one of GB; or" in said
    assert str(tmp_path / "local" / "signposts" / "gbr.yaml") in said


async def test_a_file_that_is_no_database_is_named(tmp_path: Path, slack: FakeSlack) -> None:
    settings = settings_of(tmp_path, slack)
    (tmp_path / "var" / "alongside.sqlite").write_text("no database at all, but a text " * 100)
    assert "no SQLite database" in await refusal(settings)
    assert "no SQLite database" in await say(settings, "doctor")


@pytest.mark.parametrize("schema", [True, False], ids=["no table", "no schema"])
async def test_a_user_without_the_rights_is_told_which(
    tmp_path: Path, slack: FakeSlack, postgres_server: str, schema: bool
) -> None:
    """The engine makes a schema of its own, which takes a right on the database."""
    urls = postgres_urls(postgres_server)
    user = f"user_{urls.main.rpartition('test_')[2][:12]}"
    with psycopg.connect(urls.main.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE USER {user}".encode())
        if not schema:
            connection.execute(f"GRANT CREATE ON SCHEMA public TO {user}".encode())
    url = urls.main.replace("//postgres:@", f"//{user}:@").replace("//postgres@", f"//{user}@")
    assert user in url
    settings = settings_of(tmp_path, slack, database_url=url)
    assert "GRANT CREATE ON DATABASE" in await say(settings, "doctor")
    assert "GRANT CREATE ON DATABASE" in await refusal(settings)
