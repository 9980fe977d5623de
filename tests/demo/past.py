"""The demo's past, which takes longer to live through than to copy."""

from datetime import UTC, datetime
from pathlib import Path

from bot.app.content import Content
from bot.core.settings import Settings
from bot.demo.run import open_demo

MONDAY = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def live_through_once(place: Path, content: Content) -> Path:
    """A directory with a demo that has begun on that Monday, and has not gone on."""
    if not place.exists():
        await (await open_demo(Settings(demo_start=MONDAY), place, content=content)).app.close()
        (place / "clock.json").unlink()
    return place
