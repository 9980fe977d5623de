from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.platforms.teams.outbound.pace import LIMITS, ConversationPace


@dataclass
class Stopwatch:
    """Time that passes only while somebody sleeps."""

    time: float = 0.0
    slept: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.time

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.time += seconds


def pace_on(stopwatch: Stopwatch) -> ConversationPace:
    return ConversationPace(now=stopwatch.now, sleep=stopwatch.sleep)


async def test_seven_go_at_once_and_the_eighth_waits_for_the_next_second() -> None:
    stopwatch = Stopwatch()
    pace = pace_on(stopwatch)
    for _ in range(7):
        assert await pace.take("a", 10) == 0
    assert stopwatch.slept == []
    assert await pace.take("a", 10) == 0
    assert stopwatch.slept == [1.0]
    assert await pace.take("b", 10) == 0
    assert stopwatch.slept == [1.0]


async def test_nobody_waits_longer_than_until_the_first_of_them_is_past() -> None:
    stopwatch = Stopwatch()
    pace = pace_on(stopwatch)
    await pace.take("a", 0)
    stopwatch.time = 0.9
    for _ in range(6):
        await pace.take("a", 0)
    assert await pace.take("a", 10) == 0
    assert stopwatch.slept == [pytest.approx(0.1)]


async def test_who_has_no_patience_is_told_how_long_it_takes() -> None:
    stopwatch = Stopwatch()
    pace = pace_on(stopwatch)
    for _ in range(7):
        await pace.take("a", 0)
    assert await pace.take("a", 0.5) == pytest.approx(1.0)
    assert stopwatch.slept == []


@given(st.lists(st.floats(0, 0.3), min_size=100, max_size=300))
async def test_no_window_ever_holds_more_than_it_may(pauses: list[float]) -> None:
    stopwatch = Stopwatch()
    pace = pace_on(stopwatch)
    times = []
    for pause in pauses:
        stopwatch.time += pause
        if await pace.take("a", 1e6) == 0:
            times.append(stopwatch.time)
    for most, window in LIMITS:
        for first, last in zip(times, times[most:], strict=False):
            assert last - first >= window - 1e-6
