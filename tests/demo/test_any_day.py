"""The demo's first fortnight tells the same story whatever day it begins on: `make stories`."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.app.content import Content
from bot.core.settings import Settings
from bot.demo.run import open_demo
from bot.features.learning.declarations import NUDGE
from bot.features.pulse.declarations import PULSE
from tests.demo.test_story import sent

pytestmark = pytest.mark.stories

_LONDON = ZoneInfo("Europe/London")
_FORTNIGHT = [datetime(2026, 11, 23 + day, 8, tzinfo=UTC) for day in range(8)] + [
    datetime(2026, 12, 1 + day, 8, tzinfo=UTC) for day in range(6)
]
_TURNS = [
    datetime(2026, 3, 27, 8, tzinfo=UTC),  # before the clocks go forward
    datetime(2026, 10, 23, 8, tzinfo=UTC),  # before they go back
    datetime(2026, 12, 29, 8, tzinfo=UTC),  # before the turn of the year
    datetime(2028, 2, 27, 8, tzinfo=UTC),  # before 29 February
]


@pytest.mark.parametrize("start", [*_FORTNIGHT, *_TURNS], ids=lambda start: f"{start:%Y-%m-%d}")
async def test_a_fortnight_brings_tips_in_working_hours_and_the_questions_once(
    start: datetime, tmp_path: Path, content: Content
) -> None:
    demo = await open_demo(Settings(demo_start=start), tmp_path, content=content)
    await demo.start()
    try:
        await demo.move(timedelta(days=15))
        for user in ("nurse", "peer-worker", "director"):
            tips = await sent(demo, user, NUDGE)
            assert len(tips) in (1, 2, 3), user
            assert len(await sent(demo, user, PULSE)) in (1, 2), user
            for delivery in tips:
                assert delivery.due_at
                local = delivery.due_at.astimezone(_LONDON)
                assert local.isoweekday() <= 5
                assert 8 <= local.hour < 18
    finally:
        await demo.stop()
