"""Real workers that send to Slack and are killed, frozen and cut off: nobody gets anything twice."""

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random

import pytest

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.sending.workers import Life, Worker
from bot.platforms.slack.rendering import names
from tests.databases import Urls
from tests.delivery.faults.scene import DECLARED_DEAD, ROUNDS, Scene, on, scene_at
from tests.delivery.times import until
from tests.fake_slack import FakeSlack, How
from tests.platforms.slack.sending import TEAM

pytestmark = pytest.mark.faults

PEOPLE = 60


class SlackScene:
    """A workspace that everybody of the scene is in."""

    def __init__(self) -> None:
        self.slack = FakeSlack(delay=0.01)
        self.home = self.slack.install(TEAM)

    @property
    def url(self) -> str:
        return self.slack.url

    @property
    def people(self) -> Counter[str]:
        """How many messages stand in each conversation."""
        everywhere = self.home.channels.values()
        return Counter({channel.user: len(channel.messages) for channel in everywhere if channel.messages})

    @property
    def deliveries(self) -> Counter[str]:
        everywhere = self.home.channels.values()
        return Counter(names.delivery_of(message) for channel in everywhere for message in channel.messages)

    async def start(self) -> None:
        await self.slack.start()

    async def stop(self) -> None:
        await self.slack.stop()


@asynccontextmanager
async def at_slack(urls: Urls) -> AsyncIterator[Scene[SlackScene]]:
    async with scene_at(SlackScene(), "slack", urls, PEOPLE) as play:
        for person in play.people:
            play.endpoint.home.add_member(person)
        yield play


def assert_everybody_has_one(play: Scene[SlackScene]) -> None:
    assert play.endpoint.people == dict.fromkeys(play.people, 1)
    assert set(play.endpoint.deliveries.values()) == {1}


@on("sqlite")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_a_worker_is_killed_between_slack_s_accepting_and_our_writing_it_down(
    urls: Urls, seed: int
) -> None:
    async with at_slack(urls) as play:
        await play.open_slot()
        worker = await play.start()
        await play.arrived(10 + Random(seed).randrange(20))
        # Slack has these, and has told nobody yet.
        await play.endpoint.slack.gate.hold(play.options.at_once)
        accepted = len(play.endpoint.people)
        await worker.kill()
        play.endpoint.slack.gate.release()
        assert (await play.states())[DeliveryState.SENDING] >= play.options.at_once
        await play.start()
        await play.settled(DeliveryState.UNKNOWN)
        assert_everybody_has_one(play)
        assert accepted < PEOPLE
        assert play.endpoint.slack.count("conversations.history") >= play.options.at_once
        assert await play.states() == {DeliveryState.SENT: PEOPLE}


@on("postgres")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_connections_to_slack_break_and_slack_is_busy(urls: Urls, seed: int) -> None:
    manners = [How.DROP_AFTER, How.DROP_BEFORE, How.BUSY, How.BROKEN, How.GARBLED]
    async with at_slack(urls) as play:
        play.endpoint.slack.faults.add("chat.postMessage", *Random(seed).choices(manners, k=12))
        await play.open_slot()
        await play.start()
        await play.settled(DeliveryState.UNKNOWN)
        assert_everybody_has_one(play)
        assert await play.states() == {DeliveryState.SENT: PEOPLE}


@on("postgres")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_a_worker_is_frozen_with_requests_at_slack_and_thaws(urls: Urls, seed: int) -> None:
    async with at_slack(urls) as play:
        await play.open_slot()
        frozen = await play.start()
        await play.arrived(10 + Random(seed).randrange(10))
        await play.endpoint.slack.gate.hold(play.options.at_once)
        await frozen.freeze(urls)
        play.endpoint.slack.gate.release()
        await play.start()

        async def is_taken_over() -> bool:
            async with play.database.read() as session:
                return (await session.get_one(Worker, frozen.id)).life is Life.DEAD

        await until(is_taken_over, 60)
        await play.settled(DeliveryState.UNKNOWN)
        frozen.signal(signal.SIGCONT)
        assert await asyncio.wait_for(frozen.process.wait(), 60) == DECLARED_DEAD
        assert_everybody_has_one(play)
