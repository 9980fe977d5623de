"""The demo's stories, and a tip that is answered, from many days: `make stories`.

Each day is a demo of its own, whose past is lived through once and copied for each test.
"""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from sqlalchemy import func, select

from bot.app.content import Content
from bot.conversation.message import Button, Buttons, Choice, Message
from bot.core.settings import Settings
from bot.demo.run import Demo, open_demo
from bot.demo.stories import STORIES
from bot.demo.stories.steps import Story
from bot.demo.story_player import StoryPlayer
from bot.features.learning.declarations import NUDGE
from bot.features.pulse.models import Wave
from tests.demo.test_story import sent

_LONDON = ZoneInfo("Europe/London")
_FORTNIGHT = [datetime(2026, 11, 23, 8, tzinfo=UTC) + timedelta(days=day) for day in range(14)]
_TURNS = [
    datetime(2026, 3, 27, 8, tzinfo=UTC),  # before the clocks go forward
    datetime(2026, 10, 23, 8, tzinfo=UTC),  # before they go back
    datetime(2026, 12, 29, 8, tzinfo=UTC),  # before the turn of the year
    datetime(2028, 2, 27, 8, tzinfo=UTC),  # before 29 February
]
_STARTS = [*_FORTNIGHT, *_TURNS]

pytestmark = [
    pytest.mark.stories,
    pytest.mark.parametrize(
        "start",
        # Tests of one day run on one worker, which alone lives through that day's past.
        [
            pytest.param(day, id=f"{day:%Y-%m-%d}", marks=pytest.mark.xdist_group(f"{day:%Y-%m-%d}"))
            for day in _STARTS
        ],
        scope="module",
    ),
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def past(
    start: datetime, tmp_path_factory: pytest.TempPathFactory, content: Content
) -> AsyncIterator[Path]:
    """A directory with a demo that began on this day and has not gone on."""
    directory = tmp_path_factory.mktemp(f"{start:%Y-%m-%d}")
    await (await open_demo(Settings(demo_start=start), directory, content=content)).app.close()
    (directory / "clock.json").unlink()
    yield directory
    shutil.rmtree(directory)


@pytest_asyncio.fixture
async def demo(start: datetime, past: Path, tmp_path: Path, content: Content) -> AsyncIterator[Demo]:
    own = shutil.copytree(past, tmp_path / "demo")
    demo = await open_demo(Settings(demo_start=start), own, content=content)
    await demo.start()
    yield demo
    await demo.stop()


@pytest.mark.parametrize("story", STORIES, ids=[story.id for story in STORIES])
async def test_a_story_is_told_to_its_end(demo: Demo, story: Story) -> None:
    telling = StoryPlayer(demo.workspace, demo.move)
    for number in range(1, len(story.scenes) + 1):
        await telling.do(story.id, number)
    last = telling.step(story.id, len(story.scenes))
    assert last is not None
    assert 'class="slack"' in last.elsewhere


async def test_a_tip_arrives_within_a_week_and_is_answered(demo: Demo) -> None:
    """Whatever else arrives before it, such as the short questions."""
    await demo.move(timedelta(days=7))
    tips = [entry for entry in demo.workspace.transcript("nurse").entries if _choices(entry.message)]
    assert len(tips) == 1
    labels = [button.label for button in _buttons(tips[0].message)]
    choice = _choices(tips[0].message)[0]
    chosen = {f"value.{choice.name}": choice.options[0].value}
    await demo.workspace.press("nurse", tips[0].id, labels.index("Answer"), chosen)
    labels = [button.label for button in _buttons(tips[0].message)]
    assert "More about this" in labels
    assert "Answer" not in labels


async def test_15_days_bring_tips_in_working_hours_and_each_waves_questions_once(
    demo: Demo, start: datetime
) -> None:
    await demo.move(timedelta(days=15))
    waves = await _waves_opened(demo, start)
    assert waves in (1, 2)
    for user in ("nurse", "peer-worker", "director"):
        tips = await sent(demo, user, NUDGE)
        assert 1 <= len(tips) <= 3, user
        for tip in tips:
            assert tip.due_at
            local = tip.due_at.astimezone(_LONDON)
            assert local.isoweekday() <= 5
            assert 8 <= local.hour < 18
        entries = demo.workspace.transcript(user).entries
        invitations = [entry for entry in entries if entry.message.summary == "A few short questions"]
        assert len(invitations) == waves, user


async def _waves_opened(demo: Demo, start: datetime) -> int:
    async with demo.app.services.database.read() as session:
        since = select(func.count()).where(Wave.opened_on >= start.date())
        return await session.scalar(since) or 0


def _choices(message: Message) -> list[Choice]:
    return [block for block in message.blocks if isinstance(block, Choice)]


def _buttons(message: Message) -> list[Button]:
    return [button for block in message.blocks if isinstance(block, Buttons) for button in block.buttons]
