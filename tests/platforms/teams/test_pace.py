from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.teams.pace import LIMITS, ConversationPace


@dataclass
class Watch:
    """Time that passes only while somebody sleeps."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def pace_on(watch: Watch) -> ConversationPace:
    return ConversationPace(now=watch.now, sleep=watch.sleep)


async def test_seven_go_at_once_and_the_eighth_waits_for_the_next_second() -> None:
    watch = Watch()
    pace = pace_on(watch)
    for _ in range(7):
        assert await pace.take("a", 10) == 0
    assert watch.slept == []
    assert await pace.take("a", 10) == 0
    assert watch.slept == [1.0]
    assert await pace.take("b", 10) == 0
    assert watch.slept == [1.0]


async def test_nobody_waits_longer_than_until_the_first_of_them_is_past() -> None:
    watch = Watch()
    pace = pace_on(watch)
    await pace.take("a", 0)
    watch.time = 0.9
    for _ in range(6):
        await pace.take("a", 0)
    assert await pace.take("a", 10) == 0
    assert watch.slept == [pytest.approx(0.1)]


async def test_who_has_no_patience_is_told_how_long_it_takes() -> None:
    watch = Watch()
    pace = pace_on(watch)
    for _ in range(7):
        await pace.take("a", 0)
    assert await pace.take("a", 0.5) == pytest.approx(1.0)
    assert watch.slept == []


@given(st.lists(st.floats(0, 0.3), min_size=100, max_size=300))
async def test_no_window_ever_holds_more_than_it_may(pauses: list[float]) -> None:
    watch = Watch()
    pace = pace_on(watch)
    times = []
    for pause in pauses:
        watch.time += pause
        if await pace.take("a", 1e6) == 0:
            times.append(watch.time)
    for most, window in LIMITS:
        for first, last in zip(times, times[most:], strict=False):
            assert last - first >= window - 1e-6
