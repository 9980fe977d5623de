"""Somebody from outside floods a shared channel; administrators read their number, and block them from where they are."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.core.clock import MovableClock
from bot.people.access.allowances import ANYTHING
from tests.fake_connector import Person as Colleague
from tests.fake_slack.payloads import payload
from tests.fakes import Bot, stored
from tests.platforms.hostile import conftest
from tests.platforms.platform_drivers import InSlack, InTeams
from tests.platforms.teams.arriving import CHANNEL
from tests.platforms.test_peer_journey import Journey

THEIRS = "another-company"
QUESTION = "What does a peer worker do?"


@dataclass
class Outsider:
    """Zoe, in a channel that two organisations share."""

    place: Journey

    async def says(self, typed: str) -> str:
        """All that she reads of us that she didn't before."""
        match self.place.stage:
            case InSlack(at):
                before = len(at.everybody_reads()), len(at.alone())
                ts = at.home.timestamp()
                said = {"user": "UZOE", "text": f"<@UBOT> {typed}", "ts": ts, "user_team": THEIRS}
                at.home.channel("C1").messages.append({"type": "message"} | said)
                whose = {"event.channel": "C1", "event.event_ts": ts, "authorizations.0.team_id": at.home.id}
                envelope = {"team_id": THEIRS, "context_team_id": THEIRS}
                event = {f"event.{name}": value for name, value in said.items()}
                await at.event(payload("app_mention", envelope | event | whose))
                return " ".join([*at.everybody_reads()[before[0] :], *at.alone()[before[1] :]])
            case InTeams(at):
                told = {"id": "29:uzoe", "name": "zoe", "aadObjectId": "UZOE", "tenantId": THEIRS}
                seen = len(at.everybody_reads())
                zoe = Colleague(at.connector, "UZOE", more={"from": told})
                await at.post_all(zoe.says(typed, CHANNEL))
                return " ".join(at.everybody_reads()[seen:])
        raise AssertionError(self.place.stage)


@dataclass(frozen=True)
class NobodyThere:
    """The directory that is asked who somebody is."""

    platform: str

    async def person(self, _: object) -> None:
        return None


@pytest.fixture(params=["slack", "teams"])
async def place(request: pytest.FixtureRequest, bot: Bot) -> AsyncIterator[Journey]:
    async with conftest.opened(request.param, bot) as journey:
        directory = NobodyThere(request.param)
        bot.app.services.staff_lookup.know([directory])  # type: ignore[list-item]  # only asked who somebody is
        yield journey


async def test_administrators_read_the_number_of_somebody_from_outside_and_block_it(
    place: Journey, clock: MovableClock
) -> None:
    zoe, stage = Outsider(place), place.stage
    assert "Sources" in await zoe.says(QUESTION)
    assert await stored(place.bot, "UZOE") == []
    for _ in range(ANYTHING.burst + ANYTHING.unusual):
        await zoe.says("help")
    assert "Sources" not in await zoe.says(QUESTION), "slowed down"
    assert await stored(place.bot, "UZOE") == ["unknown_accounts"]
    await place.arrives()
    assert "isn't known here does far more" in stage.chat("ania")
    assert "UZOE" in stage.chat("ania")
    assert THEIRS in stage.chat("ania")
    await stage.presses("ania", "blocked.unknown")
    assert "Nothing has been changed yet" in stage.chat("ania")
    await stage.presses("ania", "blocked.unknown.do")
    clock.move_to(clock.now() + timedelta(minutes=5))
    assert "Sources" not in await zoe.says(QUESTION)
    await stage.presses("ania", "blocked.undo")
    assert "Sources" in await zoe.says(QUESTION)
    assert "accounts" not in await stored(place.bot, "UZOE")
