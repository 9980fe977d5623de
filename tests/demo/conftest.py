"""A demo that begins on a Monday. Its seven months of past are lived through once and then copied."""

import json
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.demo.run import Demo, open_demo
from bot.settings import Settings

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def set_clock(own: Path, instant: datetime) -> None:
    ahead = (instant - datetime.now(UTC)).total_seconds()
    (own / "clock.json").write_text(json.dumps({"seconds_ahead": ahead}))


async def opened(own: Path) -> Demo:
    """Where an earlier one stopped."""
    demo = await open_demo(Settings(), own)
    await demo.start()
    return demo


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("demo")
    set_clock(own, MONDAY)
    await (await open_demo(Settings(), own)).app.close()
    return own


@pytest_asyncio.fixture
async def own(lived: Path, tmp_path: Path) -> Path:
    """A directory with the demo's data, on that Monday."""
    own = shutil.copytree(lived, tmp_path / "demo")
    set_clock(own, MONDAY)
    return own


@pytest_asyncio.fixture
async def demo(own: Path) -> AsyncIterator[Demo]:
    demo = await opened(own)
    yield demo
    await demo.stop()
