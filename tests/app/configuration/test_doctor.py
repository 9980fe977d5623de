import json
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, update

from bot.app.assembly import open_database
from bot.app.doctor import doctor, examine
from bot.app.migrations import upgrade
from bot.core.diagnostics import Finding, State
from bot.core.settings import Settings
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.deliveries import Delivery
from bot.delivery.ledger.deliveries import DeliveryState as Fate
from bot.delivery.sending.workers import Worker
from bot.features.learning.declarations import NUDGE
from bot.people.audit.acts import WAS_REFUSED
from bot.people.audit.audit_log import AuditLine, latest, record
from bot.people.directory.platform_troubles import Concern, record_trouble
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person
from bot.platforms.slack.install.checks import clock
from bot.platforms.slack.install.scopes import SCOPES
from bot.store.database import Database
from bot.store.sealing import Seal
from tests.app.running.confirmed_organisation import settings_of
from tests.delivery.times import utc
from tests.fake_slack import CLIENT, FakeSlack
from tests.platforms.slack.installing import browser


async def found(settings: Settings) -> dict[str, Finding]:
    """The gravest about each thing."""
    findings = [finding async for finding in examine(settings)]
    order = [State.OK, State.WARNING, State.FAULT]
    return {f.about: f for f in sorted(findings, key=lambda f: order.index(f.state))}


async def ready(settings: Settings) -> Settings:
    """With a database, as after a first start."""
    database = await open_database(settings)
    async with database.write() as session:
        session.add(Organisation(id="home", name="Harbour", country="GB", time_zone="Europe/London"))
    await database.close()
    return settings


async def test_where_all_is_well_there_is_nothing_to_do(tmp_path: Path, slack: FakeSlack) -> None:
    settings = await ready(settings_of(tmp_path, slack, slack_mode="socket"))
    findings = [finding async for finding in examine(settings)]
    assert [f for f in findings if f.state is not State.OK or f.do] == []
    assert {"Slack token", "Slack scopes", "Slack socket", "Database", "Model"} <= {f.about for f in findings}
    # It asks for an address, and takes no events away from a running bot.
    assert slack.sockets.opened == 0


@pytest.mark.parametrize(
    ("changes", "about", "said"),
    [
        ({"slack_bot_token": "xoxb-wrong"}, "Slack token", "invalid_auth"),
        ({"slack_mode": "socket", "slack_app_token": "xapp-wrong"}, "Slack socket", "invalid_auth"),
        ({"slack_api": "http://127.0.0.1:1/api/"}, "Slack token", "can't be reached"),
        ({"master_key": ""}, "Master key", "no master key"),
        ({"slack_signing_secret": ""}, "Slack settings", "SIGNING_SECRET"),
        ({"database_url": "postgresql://nobody:xsecretx@127.0.0.1:1/none"}, "Database", "Nothing answers"),
        ({"content": "nowhere"}, "Content", "faults"),
        ({"country": "XX"}, "Signposts", "no signposts for XX"),
    ],
)
async def test_each_fault_is_found_with_what_to_do(
    tmp_path: Path, slack: FakeSlack, changes: dict[str, str], about: str, said: str
) -> None:
    finding = (await found(settings_of(tmp_path, slack, **changes)))[about]
    assert finding.state is State.FAULT
    assert said in finding.what
    assert finding.do.endswith(".") or finding.do.endswith("…")
    assert "xsecretx" not in str(finding)


async def test_scopes_are_held_against_the_manifest(tmp_path: Path, slack: FakeSlack) -> None:
    settings = settings_of(tmp_path, slack)
    home = slack.workspaces["T1"]
    home.scopes = ",".join((*SCOPES[1:], "channels:manage"))
    findings = [finding async for finding in examine(settings) if finding.about == "Slack scopes"]
    assert [(f.state, f.what) for f in findings] == [
        (State.FAULT, f"Missing: {SCOPES[0]}."),
        (State.WARNING, "More than we need: channels:manage."),
    ]


async def test_every_workspace_that_installed_it_is_looked_at(tmp_path: Path, slack: FakeSlack) -> None:
    several = {"slack_bot_token": "", "slack_client_id": CLIENT[0], "slack_client_secret": CLIENT[1]}
    settings = await ready(settings_of(tmp_path, slack, slack_workspaces="T1", **several))
    assert "No workspace has installed it" in (await found(settings))["Slack token"].what
    database = Database(settings.database(), seal=Seal(settings.master_keys()))
    async with browser(database, slack, master_key=settings.master_key) as chrome:
        await chrome.installs()
    await database.close()
    assert "can't be opened" in (await found(settings))["Slack token"].what


async def test_an_older_database_is_brought_up_to_date_by_a_start(tmp_path: Path, slack: FakeSlack) -> None:
    settings = settings_of(tmp_path, slack)
    assert (await found(settings))["Database"].what == "There is none yet."
    assert not list(settings.var.glob("*.sqlite"))
    database = Database(settings.database(), seal=Seal(settings.master_keys()))
    async with database.engine.execution_options(alongside_writes=True).begin() as connection:
        await connection.run_sync(upgrade, "0001")
    await database.close()
    finding = (await found(settings))["Database"]
    assert finding.state is State.WARNING
    assert "steps behind" in finding.what


async def test_a_database_in_which_nobody_has_made_tables_is_empty_and_not_old(
    tmp_path: Path, slack: FakeSlack
) -> None:
    settings = settings_of(tmp_path, slack)
    (settings.var / "alongside.sqlite").touch()
    assert (await found(settings))["Database"].what == "SQLite answers, and is empty."


async def with_delivery(settings: Settings, state: Fate) -> None:
    past = utc("2026-01-05 10:00")
    slot = {"id": "s", "schedule": "s", "job": "nudges", "kind": NUDGE, "organisation_id": "home"}
    delivery = {"slot_id": "s", "lane": "slack T1 send", "kind": NUDGE, "priority": 1, "content": "c"}
    database = Database(settings.database(), seal=Seal(settings.master_keys()))
    async with database.write() as session:
        await session.execute(insert(Slot).values(day=past.date(), due_at=past, **slot))
        session.add(Worker(id="w", started_at=past))
        await session.execute(
            insert(Delivery).values(id="d", state=state, action="send", waits=True, **delivery)
        )
    await database.close()


async def test_a_message_that_is_asked_about_after_a_restore_is_not_called_known(
    tmp_path: Path, slack: FakeSlack
) -> None:
    settings = await ready(settings_of(tmp_path, slack))
    assert "of every message it is known" in (await found(settings))["Deliveries"].what
    await with_delivery(settings, Fate.SENDING)
    database = Database(settings.database())
    async with database.write() as session:
        await session.execute(update(Slot).values(expanded_at=utc("2026-01-05 10:00")))
    await database.close()
    finding = (await found(settings))["Deliveries"]
    assert (finding.state, "1 messages are being sent" in finding.what) == (State.OK, True)


async def test_unknown_messages_and_parked_occasions_are_told(tmp_path: Path, slack: FakeSlack) -> None:
    settings = await ready(settings_of(tmp_path, slack))
    await with_delivery(settings, Fate.UNKNOWN)
    told = [f async for f in examine(settings) if f.about == "Deliveries"]
    assert {f.state for f in told} == {State.WARNING, State.FAULT}


async def test_a_line_that_is_missing_from_the_audit_is_a_fault(tmp_path: Path, slack: FakeSlack) -> None:
    settings = await ready(settings_of(tmp_path, slack))
    database = Database(settings.database(), seal=Seal(settings.master_keys()))
    async with database.write() as session:
        for _ in range(2):
            await record(session, None, WAS_REFUSED, utc("2026-01-05 10:00"))
        (newest,) = await latest(session, 1)
    whole = (await found(settings))["Audit"]
    assert (whole.state, newest.digest in whole.what) == (State.OK, True)
    async with database.write() as session:
        await session.execute(delete(AuditLine).where(AuditLine.number == 1))
    await database.close()
    assert (await found(settings))["Audit"].what == "Line 1 is missing."


async def test_for_machines_it_is_json_and_a_fault_is_an_exit_code(
    tmp_path: Path, slack: FakeSlack, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = await ready(settings_of(tmp_path, slack))
    assert await doctor(settings, as_json=True) == 0
    assert {one["state"] for one in json.loads(capsys.readouterr().out)} == {"ok"}
    assert await doctor(settings_of(tmp_path, slack, contact="", time_zone="Moon/Tycho"), as_json=True) == 1


async def test_the_table_fits_into_eighty_columns_and_shows_no_secret(
    tmp_path: Path, slack: FakeSlack, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = settings_of(tmp_path, slack, slack_bot_token="xoxb-secret", organisation="[red]Harbour")
    await doctor(settings)
    printed = capsys.readouterr().out
    assert max(map(len, printed.splitlines())) <= 80
    assert "[red]" in printed
    assert "\x1b" not in printed
    for secret in ("xoxb-secret", "of-the-signature", settings.master_keys()[0]):
        assert secret not in printed.replace("\n", "")


async def test_what_a_platform_refuses_is_found_with_what_follows(tmp_path: Path, slack: FakeSlack) -> None:
    settings = await ready(settings_of(tmp_path, slack, slack_mode="socket"))
    database = await open_database(settings)
    async with database.write() as session:
        for concern in Concern:
            await record_trouble(
                session, "slack", "T1", concern, "missing_scope", utc("2026-11-24 03:30"), ["West", "East"]
            )
    await database.close()
    told = [one async for one in examine(settings) if one.about == "Platform lists"]
    assert len(told) == len(Concern)
    assert all(one.state is State.WARNING and one.do for one in told)
    said = "Slack (T1): the list of groups of East, West can't be read since Tuesday 24 November 2026: missing_scope."
    assert said in [one.what for one in told]


async def test_a_token_of_another_workspace_than_the_people_s_is_named(
    tmp_path: Path, slack: FakeSlack
) -> None:
    settings = await ready(settings_of(tmp_path, slack))
    database = Database(settings.database())
    async with database.write() as session:
        session.add(person := Person(organisation_id="home", name="Amara"))
        await session.flush()
        session.add(Account(person_id=person.id, platform="slack", workspace="T9", user="U1"))
    await database.close()
    token = (await found(settings))["Slack token"]
    assert (token.state, "T1" in token.what, "T9" in token.what) == (State.FAULT, True, True)


def test_a_clock_that_is_off_is_told_by_how_much() -> None:
    headers = {"Date": "Tue, 24 Nov 2026 10:00:00 GMT"}
    assert [*clock(headers, utc("2026-11-24 10:01"))] == []
    (finding,) = clock(headers, utc("2026-11-24 12:00"))
    assert "120 minutes off" in finding.what
    assert [*clock({}, utc("2026-11-24 12:00"))] == []
