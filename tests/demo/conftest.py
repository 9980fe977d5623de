"""A demo that begins on a Monday. Its seven months of past are lived through once and then copied."""

import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.app.content import Content
from bot.core.settings import Settings
from bot.demo.run import Demo, open_demo
from tests.demo.past import MONDAY, live_through_once

Opened = Callable[[Path], Awaitable[Demo]]


@pytest.fixture
def opened(content: Content) -> Opened:
    """Opens a demo where an earlier one stopped."""

    async def open_again(own: Path) -> Demo:
        demo = await open_demo(Settings(demo_start=MONDAY), own, content=content)
        await demo.start()
        return demo

    return open_again


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def lived(tmp_path_factory: pytest.TempPathFactory, content: Content) -> Path:
    return await live_through_once(tmp_path_factory.getbasetemp() / "demo", content)


@pytest_asyncio.fixture
async def own(lived: Path, tmp_path: Path) -> Path:
    """A directory with the demo's data, on that Monday."""
    return shutil.copytree(lived, tmp_path / "demo")


@pytest_asyncio.fixture
async def demo(own: Path, opened: Opened) -> AsyncIterator[Demo]:
    demo = await opened(own)
    yield demo
    await demo.stop()
