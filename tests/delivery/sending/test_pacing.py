import pytest

from bot.delivery.sending.pacing import Bucket, Conversations


class Stopwatch:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def bucket(watch: Stopwatch, rate: float, size: float = 1) -> Bucket:
    return Bucket(rate, size, watch, watch.sleep)


async def test_it_goes_no_faster_than_its_rate() -> None:
    watch = Stopwatch()
    paced = bucket(watch, rate=5)
    for _ in range(50):
        await paced.take()
    assert watch.now == pytest.approx(110.0)


async def test_many_are_taken_together_but_not_faster() -> None:
    watch = Stopwatch()
    paced = bucket(watch, rate=8.75, size=10)
    taken = [await paced.take(500) for _ in range(20)]
    assert sum(taken) / (watch.now - 100) == pytest.approx(8.75, rel=0.1)
    assert max(taken) <= 10


async def test_after_a_pause_it_sends_no_more_than_a_burst() -> None:
    watch = Stopwatch()
    paced = bucket(watch, rate=10, size=20)
    await watch.sleep(3600)
    assert await paced.take(500) == 20


async def test_a_restart_never_bursts() -> None:
    watch = Stopwatch()
    await bucket(watch, rate=1, size=100).take()
    assert watch.now == 101.0


async def test_retry_after_freezes_it_and_it_starts_from_nothing() -> None:
    watch = Stopwatch()
    paced = bucket(watch, rate=10, size=20)
    await watch.sleep(60)
    paced.freeze(30)
    assert paced.is_frozen()
    assert await paced.take() == 1
    assert watch.now == pytest.approx(190.1)


async def test_a_shorter_retry_after_never_thaws_a_longer_one() -> None:
    watch = Stopwatch()
    paced = bucket(watch, rate=10)
    paced.freeze(30)
    paced.freeze(1)
    assert paced.frozen_for() == 30


async def test_what_was_not_needed_is_given_back() -> None:
    watch = Stopwatch()
    paced = bucket(watch, rate=10, size=20)
    await watch.sleep(60)
    assert await paced.take(20) == 20
    paced.give_back(15)
    assert await paced.take(20) >= 15


async def test_the_first_message_to_someone_need_not_wait() -> None:
    conversations = Conversations(rate=0.001)
    await conversations.take("ada")
    await conversations.take("ben")


async def test_who_cannot_wait_that_long_gets_none_and_does_not_wait() -> None:
    watch = Stopwatch()
    paced = bucket(watch, rate=10)
    paced.freeze(30)
    assert await paced.take(1, until=watch.now + 20) == 0
    assert watch.now == 100.0
