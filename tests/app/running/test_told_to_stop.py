"""SIGTERM in the middle: what was accepted is answered or handed over; nothing is lost, nothing comes twice."""

import asyncio
import signal
import sys
from contextlib import AsyncExitStack
from pathlib import Path

import psycopg
import pytest
from aiohttp import ClientConnectionError, ClientSession
from aiohttp.test_utils import unused_port
from sqlalchemy import func, select

from bot.delivery.ledger.deliveries import DeliveryState
from bot.people.identity.people import Account, Person
from bot.platforms.slack.inbound.http_mode import EVENTS
from tests.app.running.confirmed_organisation import SECRET
from tests.app.running.deployment import PATIENCE, Deployment, Replica, announce, arrived, fits
from tests.databases import Urls
from tests.delivery.times import until
from tests.fake_slack import FakeSlack, Pushes
from tests.fake_slack import Person as Member
from tests.scale.town import list_of

STAFF = 60
ONCE = {f"U{number}": 1 for number in range(STAFF)}
_WAITS = "SELECT count(*) FROM pg_locks WHERE NOT granted"


@pytest.mark.parametrize("urls", ["postgres"], indirect=True)
async def test_told_to_stop_in_the_middle_of_an_import_an_announcement_and_answers(
    tmp_path: Path, urls: Urls, slack: FakeSlack
) -> None:
    for number in range(STAFF):
        slack.workspaces["T1"].add_member(f"U{number}")
    async with AsyncExitStack() as stack:
        house = Deployment(tmp_path / "house", urls.main, slack, stack)
        replica = await house.starts(unused_port())
        await an_import_is_stopped_and_made_again(house, urls, list_of(STAFF, tmp_path / "staff.csv"))
        await announce(house)
        await slack.gate.hold(3)
        answered = await stopped_while_it_answers(replica, slack)
        assert len(arrived(slack)) < STAFF
        assert (await house.states()).keys() == {DeliveryState.SENT, DeliveryState.PENDING}
        assert len([m for m in slack.workspaces["T1"].sent_to("UADMIN") if m.get("bot_id")]) == answered
        other = await house.starts(unused_port())
        await until(lambda: len(arrived(slack)) == STAFF, PATIENCE)
        await fits(other, workers=1, ready=1, deliveries_open=0)
        assert arrived(slack) == ONCE
        assert await house.states() == {DeliveryState.SENT: STAFF}


async def an_import_is_stopped_and_made_again(house: Deployment, urls: Urls, staff: Path) -> None:
    """With the people written, and their accounts still to write."""
    before = await people_and_accounts(house)
    with psycopg.connect(urls.main.replace("+psycopg", "")) as connection:
        connection.execute("LOCK TABLE accounts IN EXCLUSIVE MODE")
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "people", "import", str(staff), "--apply", env=house.environment()
        )
        await until(lambda: connection.execute(_WAITS).fetchone() != (0,), PATIENCE)
        process.send_signal(signal.SIGTERM)
        assert await process.wait() != 0
    assert await people_and_accounts(house) == before
    for _ in range(2):
        await house.bot("people", "import", str(staff), "--apply")
    assert await people_and_accounts(house) == (before[0] + STAFF, before[1] + STAFF)


async def people_and_accounts(house: Deployment) -> tuple[int, int]:
    async with house.database() as database, database.read() as session:
        people = await session.scalar(select(func.count()).select_from(Person))
        accounts = await session.scalar(select(func.count()).select_from(Account))
    return people or 0, accounts or 0


async def stopped_while_it_answers(replica: Replica, slack: FakeSlack) -> int:
    """How many questions it took. Slack has the first answer and tells nobody, when the signal comes."""
    it = Member(slack, slack.workspaces["T1"], "UADMIN")
    posted = slack.count("chat.postMessage")
    async with ClientSession(f"http://127.0.0.1:{replica.port}") as session:
        pushes, taken = Pushes(session, EVENTS, SECRET), 0
        assert (await pushes.event(it.says("What does a peer worker do?"))).status == 200
        await until(lambda: slack.count("chat.postMessage") > posted, PATIENCE)
        replica.process.send_signal(signal.SIGTERM)
        try:
            while (await pushes.event(it.says("Thank you"))).status == 200:
                taken += 1
        except ClientConnectionError:
            pass
    slack.gate.release()
    async with asyncio.timeout(PATIENCE):
        assert await replica.process.wait() == 0
    return taken + 1
