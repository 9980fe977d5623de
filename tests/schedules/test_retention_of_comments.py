"""Comments are deleted when their writers were told they would be, on both databases."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.clock import MovableClock
from bot.pulse.tables import Comment
from schedules.retention import Periods, Retention
from tests.databases import Urls
from tests.pulse.town import town


@pytest.mark.parametrize(("days", "left"), [(30, ["More time"]), (31, [])])
async def test_comments_are_deleted_thirty_days_after_the_questions_closed(
    urls: Urls, days: int, left: list[str]
) -> None:
    async with town(urls.main, north=16) as place:
        wave = await place.opens()
        async with place.database.write() as session:
            session.add(Comment(wave_id=wave.id, text="More time"))
        clock = MovableClock(wave.closes_at + timedelta(days=days), frozen=True)
        await Retention(place.database, clock, Periods()).clear_out()
        async with place.database.read() as session:
            assert (await session.scalars(select(Comment.text))).all() == left
