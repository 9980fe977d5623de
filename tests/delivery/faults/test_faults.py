"""Real processes, killed, frozen and confused: nothing is lost, nothing comes twice, what is unknown is listed."""

import signal
from collections import Counter
from random import Random

import pytest
from sqlalchemy import select

from bot.delivery.ledger import changes
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.workers import Life, Worker
from tests.databases import Urls
from tests.delivery.faults.endpoint import Endpoint, Manner
from tests.delivery.faults.scene import DECLARED_DEAD, ROUNDS, Scene, on, scene
from tests.delivery.faults.worker import TIMING
from tests.delivery.times import until

pytestmark = pytest.mark.faults


def some(most: int, seed: int) -> int:
    """Another number each round, the same when the round is repeated."""
    return Random(seed).randrange(most)


def mixed(seed: int, *manners: Manner) -> list[Manner]:
    return Random(seed).choices(manners, k=50)


def once_each(play: Scene[Endpoint]) -> Counter[str]:
    return Counter(play.people)


@pytest.mark.parametrize("seed", ROUNDS)
async def test_a_worker_is_killed_in_the_middle_of_a_batch(urls: Urls, seed: int) -> None:
    async with scene(urls) as play:
        await play.open_slot()
        for kill in range(2):
            worker = await play.start()
            await play.arrived(15 + 15 * kill + some(10, seed))
            await worker.kill()
        await play.start()
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)
        assert await play.states() == {DeliveryState.SENT: 60}


@on("postgres")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_a_worker_is_killed_where_the_platform_cannot_say_what_arrived(urls: Urls, seed: int) -> None:
    async with scene(urls) as play:
        await play.open_slot()
        worker = await play.start(can_look_up=False)
        await play.arrived(15 + some(20, seed))
        await worker.kill()
        await play.start(can_look_up=False)
        await play.settled()
        states = await play.states()
        assert states[DeliveryState.SENT] + states[DeliveryState.UNKNOWN] == 60
        assert set(play.endpoint.people.values()) == {1}
        async with play.database.read() as session:
            listed = await changes.unknown(session)
        assert {row.id for row in listed} >= set(play.endpoint.arrived) - await sent(play)
        assert len(listed) == states[DeliveryState.UNKNOWN]


async def sent(play: Scene[Endpoint]) -> set[str]:

    async with play.database.read() as session:
        return set(await session.scalars(select(Delivery.id).where(Delivery.state == DeliveryState.SENT)))


@pytest.mark.parametrize("seed", ROUNDS)
async def test_two_replicas_work_at_once_and_one_is_killed(urls: Urls, seed: int) -> None:
    async with scene(urls, people=100) as play:
        first = await play.start()
        await play.start()
        await play.open_slot()
        await play.open_slot("broadcast:another")
        await play.arrived(20 + some(40, seed))
        await first.kill()
        await play.settled(DeliveryState.UNKNOWN, slots=2)
        assert play.endpoint.people == dict.fromkeys(play.people, 2)
        assert set(play.endpoint.arrived.values()) == {1}


@pytest.mark.parametrize("seed", ROUNDS)
async def test_a_process_is_frozen_for_longer_than_its_lease_and_thaws(urls: Urls, seed: int) -> None:
    async with scene(urls) as play:
        await play.open_slot()
        frozen = await play.start()
        await play.arrived(10 + some(10, seed))
        # With every request in the platform's hands, none is half-way through our own code.
        await play.endpoint.hold(play.options.at_once)
        await frozen.freeze(urls)
        await play.start()

        async def is_taken_over() -> bool:
            async with play.database.read() as session:
                return (await session.get_one(Worker, frozen.id)).life is Life.DEAD

        await until(is_taken_over, 60)
        play.endpoint.release()
        await play.settled(DeliveryState.UNKNOWN)
        frozen.signal(signal.SIGCONT)
        assert await frozen.process.wait() == DECLARED_DEAD
        assert play.endpoint.people == once_each(play)
        assert await play.states() == {DeliveryState.SENT: 60}


@on("sqlite")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_the_platform_says_429_again_and_again(urls: Urls, seed: int) -> None:
    async with scene(urls) as play:
        play.endpoint.manners = mixed(seed, Manner.BUSY, Manner.ACCEPT)
        await play.open_slot()
        await play.start()
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)


@on("postgres")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_connections_and_the_platform_break_before_and_after_a_message_is_accepted(
    urls: Urls, seed: int
) -> None:
    async with scene(urls) as play:
        breaking = [Manner.DROP_AFTER, Manner.DROP_BEFORE, Manner.BROKEN]
        play.endpoint.manners = mixed(seed, *breaking, Manner.ACCEPT, Manner.ACCEPT)
        await play.open_slot()
        await play.start()
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)
        assert await play.states() == {DeliveryState.SENT: 60}


@on("postgres")
async def test_the_platform_takes_half_of_our_patience_for_every_call(urls: Urls) -> None:
    """As five seconds are with ten; and what takes longer than all of it is asked for, and not sent again."""
    async with scene(urls, people=20) as play:
        play.endpoint.delay = TIMING.timeout / 2
        await play.open_slot()
        await play.start()
        await play.arrived(10)
        play.endpoint.delay = TIMING.timeout * 2
        await play.arrived(15)
        play.endpoint.delay = 0
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)
        assert await play.states() == {DeliveryState.SENT: 20}


@on("sqlite")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_a_slot_is_paused_and_resumed_while_it_is_sent(urls: Urls, seed: int) -> None:
    async with scene(urls) as play:
        slot = await play.open_slot()
        await play.start()
        await play.arrived(10 + some(10, seed))
        async with play.database.write() as session:
            await changes.pause(session, slot)

        async def is_quiet() -> bool:
            return DeliveryState.SENDING not in await play.states()

        await until(is_quiet)
        assert (await play.states())[DeliveryState.PENDING] == 60 - len(play.endpoint.people) > 0
        async with play.database.write() as session:
            await changes.resume(session, slot)
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)


@on("postgres")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_a_slot_is_cancelled_while_it_is_sent(urls: Urls, seed: int) -> None:
    async with scene(urls) as play:
        slot = await play.open_slot()
        await play.start()
        await play.arrived(10 + some(10, seed))
        async with play.database.write() as session:
            await changes.cancel(session, slot)
        await play.settled(DeliveryState.UNKNOWN)
        states = await play.states()
        assert states[DeliveryState.CANCELLED] > 0
        assert states[DeliveryState.SENT] == len(play.endpoint.people)
        assert set(play.endpoint.people.values()) == {1}


@on("sqlite")
async def test_a_slot_is_due_while_everything_is_down(urls: Urls) -> None:
    async with scene(urls) as play:
        worker = await play.start()
        worker.signal(signal.SIGTERM)
        assert await worker.process.wait() == 0
        await play.open_slot()
        await play.start()
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)


@on("postgres")
async def test_clocks_that_disagree_by_hours_lose_nothing_and_send_nothing_twice(urls: Urls) -> None:
    async with scene(urls) as play:
        await play.start(clock_ahead=7200)
        ahead = await play.start(clock_ahead=-7200)
        await play.open_slot()
        await play.arrived(15)
        await ahead.kill()
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)


@on("sqlite")
@pytest.mark.parametrize("seed", ROUNDS)
async def test_the_engines_own_database_is_lost(urls: Urls, seed: int) -> None:
    async with scene(urls) as play:
        await play.open_slot()
        worker = await play.start()
        await play.arrived(15 + some(20, seed))
        await worker.kill()
        urls.lose_engine()
        await play.start()
        await play.settled(DeliveryState.UNKNOWN)
        assert play.endpoint.people == once_each(play)
