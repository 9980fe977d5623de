"""What is forgotten after two years and after a month, on both databases, and what is not."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import Slot
from bot.features.pulse.ballots.ballot import comment
from bot.features.pulse.models import Asked, Invited, PublishedRow, PulseComment, Wave, WaveState
from bot.features.pulse.retention import months
from bot.features.pulse.suggestions import Suggestion
from bot.features.pulse.you_said_we_did import WeDid
from bot.store.database import Table
from schedules.administration.retention import Retention
from tests.databases import Urls
from tests.features.pulse.town import HEADLINE, MORNING, Town, town

TWO_YEARS = months(24)
A_DAY = timedelta(days=1)
PARTS = (PublishedRow, Asked)


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, east=16) as found:
        yield found


async def wave(place: Town, number: int = 1, *, comments: int = 0) -> Wave:
    """Answered by everyone, commented on by some, and closed."""
    found = await place.opens(number)
    for person in place.people["east"]:
        await place.answers(found, person, {HEADLINE: 4})
    for person in place.people["east"][:comments]:
        async with place.database.write() as session:
            await comment(session, place.seal, found.id, person, "More time", found.closes_at - A_DAY)
    await place.closes(found)
    return found


async def clear_out(place: Town, at: datetime) -> None:
    clock = MovableClock(at, frozen=True)
    drafts = Retention(place.database, clock, {}).drafts(Slot())
    assert [draft async for draft in drafts] == []


async def count(place: Town, table: type[Table]) -> int:
    async with place.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def states(place: Town) -> dict[int, WaveState]:
    async with place.database.read() as session:
        return dict((await session.execute(select(Wave.number, Wave.state))).all())


async def test_a_wave_goes_as_a_whole_two_years_after_its_close(harbour: Town) -> None:
    first, second = await wave(harbour, 1), await wave(harbour, 2)
    before = [await count(harbour, part) for part in PARTS]
    assert all(before)
    await clear_out(harbour, first.closes_at + TWO_YEARS)
    assert [await count(harbour, part) for part in PARTS] == before
    await clear_out(harbour, first.closes_at + TWO_YEARS + A_DAY)
    assert list(await states(harbour)) == [2]
    for part in PARTS:
        async with harbour.database.read() as session:
            assert set(await session.scalars(select(part.wave_id))) == {second.id}


async def test_who_was_invited_is_forgotten_ten_days_after_the_close(harbour: Town) -> None:
    found = await wave(harbour)
    await clear_out(harbour, found.closes_at + 10 * A_DAY)
    assert await count(harbour, Invited) == 16
    await clear_out(harbour, found.closes_at + 11 * A_DAY)
    assert (await count(harbour, Invited), await count(harbour, PublishedRow)) == (0, 4)


async def test_of_the_latest_wave_only_the_number_stays(harbour: Town) -> None:
    first, second = await wave(harbour, 1), await wave(harbour, 2)
    for days in (1, 2):
        await clear_out(harbour, second.closes_at + TWO_YEARS + days * A_DAY)
    assert list(await states(harbour)) == [2]
    assert [await count(harbour, part) for part in PARTS] == [0] * len(PARTS)
    assert (await harbour.opens(60)).number == 3
    assert first.number == 1


async def test_what_is_not_published_yet_is_kept_however_old(harbour: Town) -> None:
    found = await harbour.opens()
    await clear_out(harbour, found.closes_at + 2 * TWO_YEARS)
    assert await states(harbour) == {1: WaveState.OPEN}
    assert await count(harbour, Asked) > 0


async def test_comments_go_a_month_after_the_close_and_the_figures_stay(harbour: Town) -> None:
    found = await wave(harbour, comments=12)
    await clear_out(harbour, found.closes_at + 30 * A_DAY)
    assert await count(harbour, PulseComment) == 12
    await clear_out(harbour, found.closes_at + 31 * A_DAY)
    assert (await count(harbour, PulseComment), await count(harbour, PublishedRow)) == (0, 4)


async def test_a_comment_that_waits_for_the_close_is_kept(harbour: Town) -> None:
    found = await harbour.opens()
    async with harbour.database.write() as session:
        session.add(PulseComment(wave_id=found.id, text="More time"))
    await clear_out(harbour, found.closes_at + 31 * A_DAY)
    assert await count(harbour, PulseComment) == 1


async def test_a_close_that_could_not_clean_up_is_finished_in_the_night(harbour: Town) -> None:
    found = await wave(harbour)
    async with harbour.database.write() as session:
        await session.execute(update(Wave).values(state=WaveState.PUBLISHED))
    await clear_out(harbour, found.closes_at + A_DAY)
    assert await states(harbour) == {1: WaveState.CLEANED}


async def test_what_was_suggested_and_done_goes_as_well(harbour: Town) -> None:
    person, mine = "east-0", {"organisation_id": harbour.organisation.id, "person_id": "east-0"}
    async with harbour.database.write() as session:
        session.add(Suggestion(person_id=person, group_key="east", item_id=HEADLINE, made_on=MORNING.date()))
        session.add(WeDid(**mine, group_key="east", said="a", did="b", posted_at=MORNING))
        session.add(WeDid(**mine, group_key="east", said="a draft", did="b"))
    await clear_out(harbour, MORNING + TWO_YEARS)
    assert await count(harbour, WeDid) == 2
    await clear_out(harbour, MORNING + TWO_YEARS + A_DAY)
    assert await count(harbour, WeDid) == 1


def test_twenty_four_months_are_never_shorter_than_two_years() -> None:
    assert months(24) >= datetime(2030, 3, 1) - datetime(2028, 2, 29)  # noqa: DTZ001
