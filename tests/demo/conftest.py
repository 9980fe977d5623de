"""A demo that begins on a Monday. Its seven months of past are lived through once and then copied."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from bot.core.settings import Settings
from bot.demo.run import Demo, open_demo

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def opened(own: Path) -> Demo:
    """Where an earlier one stopped."""
    demo = await open_demo(Settings(demo_start=MONDAY), own)
    await demo.start()
    return demo


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    own = tmp_path_factory.mktemp("demo")
    await (await open_demo(Settings(demo_start=MONDAY), own)).app.close()
    (own / "clock.json").unlink()
    return own


@pytest_asyncio.fixture
async def own(lived: Path, tmp_path: Path) -> Path:
    """A directory with the demo's data, on that Monday."""
    return shutil.copytree(lived, tmp_path / "demo")


@pytest_asyncio.fixture
async def demo(own: Path) -> AsyncIterator[Demo]:
    demo = await opened(own)
    yield demo
    await demo.stop()
