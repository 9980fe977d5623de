"""A rolling upgrade: the release before the newest migration and this one, on one database and one Slack.

Needs the history, since the earlier release is taken from it: `make side-by-side`.
"""

from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from aiohttp.test_utils import unused_port

from bot.delivery.ledger.deliveries import DeliveryState
from tests.app.running.deployment import PATIENCE, Deployment, announce, arrived, fits, is_answered
from tests.databases import Urls
from tests.delivery.times import until
from tests.fake_slack import FakeSlack
from tests.scale.town import list_of

pytestmark = [pytest.mark.side_by_side, pytest.mark.timeout(1200)]

STAFF = 60
ONCE = {f"U{number}": 1 for number in range(STAFF)}


@pytest.mark.parametrize("empty_urls", ["postgres"], indirect=True)
async def test_the_release_before_works_on_beside_this_one(
    tmp_path: Path, empty_urls: Urls, slack: FakeSlack, earlier: Path
) -> None:
    for number in range(STAFF):
        slack.workspaces["T1"].add_member(f"U{number}")
    async with AsyncExitStack() as stack:
        house = Deployment(tmp_path / "house", empty_urls.main, slack, stack)
        old = await house.starts(unused_port(), earlier)
        await is_answered(old, slack, "U1")
        # This one brings the database up to date under the other's feet.
        new = await house.starts(unused_port())
        await house.bot("people", "import", str(list_of(STAFF, tmp_path / "staff.csv")), "--apply")
        for replica in (old, new):
            await is_answered(replica, slack, "U2")
            await fits(replica, workers=2, ready=1)
        await announce(house)
        await until(lambda: len(arrived(slack)) >= STAFF // 4, PATIENCE)
        await is_answered(old, slack, "U3")
        assert await old.stop() == 0
        await fits(new, workers=1, ready=1, deliveries_open=0)
        assert arrived(slack) == ONCE
        assert await house.states() == {DeliveryState.SENT: STAFF}
        await is_answered(new, slack, "U3")
