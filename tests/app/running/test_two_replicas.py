"""A morning in production: two replicas on PostgreSQL, one is killed, and the organisation moves house.

Everything is the real thing but Slack and the day of the week.
"""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from bot.delivery.ledger.deliveries import DeliveryState
from tests.app.running.deployment import PATIENCE, Deployment, Replica, announce, arrived, fits, is_answered
from tests.databases import Urls, postgres_urls
from tests.delivery.times import until
from tests.fake_slack import FakeSlack
from tests.scale.town import list_of

STAFF = 60
ONCE = {f"U{number}": 1 for number in range(STAFF)}


@pytest.mark.parametrize("urls", ["postgres"], indirect=True)
async def test_one_of_two_is_killed_and_the_house_moves(
    tmp_path: Path, urls: Urls, slack: FakeSlack, postgres_server: str
) -> None:
    for number in range(STAFF):
        slack.workspaces["T1"].add_member(f"U{number}")
    async with AsyncExitStack() as stack:
        here = Deployment(tmp_path / "here", urls.main, slack, stack)
        survivor = await one_of_two_is_killed_in_the_middle(here, list_of(STAFF, tmp_path / "staff.csv"))
        there = Deployment(tmp_path / "there", postgres_urls(postgres_server).main, slack, stack)
        await it_moves(survivor, here, there, tmp_path / "backup")


async def one_of_two_is_killed_in_the_middle(here: Deployment, staff: Path) -> Replica:
    one, other = await here.starts(unused_port()), await here.starts(unused_port())
    await here.bot("people", "import", str(staff), "--apply")
    await fits(other, workers=2, ready=1)
    await announce(here)
    await until(lambda: len(arrived(here.slack)) >= STAFF // 4, PATIENCE)
    # Slack has these, and has told nobody yet; nor does it until somebody asks it what arrived.
    await here.slack.gate.hold(3)
    await one.kill()
    assert len(arrived(here.slack)) < STAFF
    await until(lambda: here.slack.count("conversations.history"), PATIENCE)
    here.slack.gate.release()
    await is_answered(other, here.slack, "U7")
    await fits(other, workers=1, ready=1, deliveries_open=0)
    assert arrived(here.slack) == ONCE
    assert await here.states() == {DeliveryState.SENT: STAFF}
    return other


async def it_moves(survivor: Replica, here: Deployment, there: Deployment, backup: Path) -> None:
    await here.bot("backup", str(backup))
    assert await survivor.stop() == 0
    assert "rows are back" in await there.bot("restore", str(backup))
    new = await there.starts(unused_port())
    await is_answered(new, there.slack, "U8")
    await fits(new, workers=1, ready=1, deliveries_open=0)
    assert arrived(there.slack) == ONCE
    assert await new.stop() == 0
