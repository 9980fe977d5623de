"""A wave from its opening to its figures, on both databases."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta
from itertools import cycle

import pytest
from sqlalchemy import delete, func, select

from bot.people.declaring import declare_peer
from bot.pulse.ballot import Outcome, comment
from bot.pulse.closing import close, close_due
from bot.pulse.disclosure import Figures, Hidden
from bot.pulse.groups import ORGANISATION
from bot.pulse.report import Report, report_of
from bot.pulse.tables import Comment, Counted, Participation, Tally, Wave, WaveKey, WaveState
from bot.pulse.waves import closing, open_now
from bot.themes import Audience
from tests.databases import Urls
from tests.pulse.town import HEADLINE, ITEMS, MORNING, Town, town


@pytest.fixture
async def harbour(urls: Urls) -> AsyncIterator[Town]:
    async with town(urls.main, willow=13, rowan=11, east=14, west=12, crisis=6, corporate=9) as found:
        yield found


async def answered(place: Town, wave: Wave, *points: int, **people: int) -> None:
    """So many of each team, taking turns with these points."""
    for team, count in people.items():
        asked = place.people[team][:count]
        await place.answer_together(wave, dict(zip(asked, cycle(points or (2, 4, 4)), strict=False)))


async def report(place: Town, group: str = ORGANISATION) -> Report:
    async with place.database.read() as session:
        return await report_of(session, place.organisation, group, ITEMS, date(2027, 1, 1))


async def rows(place: Town, table: type) -> int:
    async with place.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_opening_a_wave_again_for_the_same_occasion_finds_it(harbour: Town) -> None:
    assert (await harbour.opens()).id == (await harbour.opens()).id
    assert (await harbour.opens(2)).number == 2


async def test_a_team_of_six_is_never_counted_apart(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, crisis=6)
    async with harbour.database.read() as session:
        assert set(await session.scalars(select(Tally.cell))) == {"organisation/others"}


async def test_an_answer_counts_once_and_cannot_be_changed(harbour: Town) -> None:
    wave = await harbour.opens()
    person = harbour.people["east"][0]
    assert await harbour.answers(wave, person, {HEADLINE: 5}) is Outcome.COUNTED
    assert await harbour.answers(wave, person, {HEADLINE: 1}) is Outcome.TWICE
    async with harbour.database.read() as session:
        assert (await session.scalars(select(Tally.point))).all() == [5]


async def test_what_was_not_asked_and_what_is_no_point_is_not_counted(harbour: Town) -> None:
    wave = await harbour.opens()
    strange = {HEADLINE: 9, "have-the-equipment": 3, "nonsense": 4}
    assert await harbour.answers(wave, harbour.people["east"][0], strange) is Outcome.COUNTED
    assert await rows(harbour, Tally) == 0


async def test_nobody_answers_after_the_close_or_without_being_invited(harbour: Town) -> None:
    wave = await harbour.opens()
    assert await harbour.answers(wave, "a stranger", {HEADLINE: 4}) is Outcome.NOT_INVITED
    await harbour.closes(wave)
    assert await harbour.answers(wave, harbour.people["east"][0], {HEADLINE: 4}) is Outcome.CLOSED


async def test_without_its_key_a_wave_takes_no_answers_and_keeps_those_it_has(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, east=9)
    async with harbour.database.write() as session:
        await session.execute(delete(WaveKey))
    assert await harbour.answers(wave, harbour.people["west"][0], {HEADLINE: 4}) is Outcome.CLOSED
    await harbour.closes(wave)
    headline = (await report(harbour)).headline
    assert headline
    assert isinstance(headline.latest.told, Figures)


async def test_at_the_close_the_key_and_all_marks_are_gone(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, east=9)
    assert await rows(harbour, Participation) == 9
    await harbour.closes(wave)
    assert (await rows(harbour, Participation), await rows(harbour, WaveKey)) == (0, 0)
    async with harbour.database.read() as session:
        assert (await session.get_one(Wave, wave.id)).state is WaveState.CLEANED


async def test_figures_are_published_once_and_a_close_that_was_interrupted_goes_on(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, east=9, west=9)
    await harbour.closes(wave)
    before = await report(harbour)
    async with harbour.database.write() as session:
        (await session.get_one(Wave, wave.id)).state = WaveState.CLOSED
        session.add(Counted(wave_id=wave.id, item_id=HEADLINE, cell="east", point=1, count=50))
    await close(harbour.database, wave.id)
    assert await report(harbour) == before


async def test_a_hidden_team_hides_the_one_that_would_give_it_away(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, willow=8, rowan=5, east=12, west=10, corporate=9)
    await harbour.closes(wave)
    for group in ("rowan", "willow"):
        headline = (await report(harbour, group)).headline
        assert headline
        assert isinstance(headline.latest.told, Hidden)
    shown = (await report(harbour, "east")).headline
    assert shown
    assert isinstance(shown.latest.told, Figures)
    assert len((await report(harbour)).hidden) == 2


async def test_a_team_that_is_counted_with_others_has_no_figures_of_its_own(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, crisis=6, corporate=6, east=10)
    await harbour.closes(wave)
    assert (await report(harbour, "crisis")).headline is None


async def test_the_headline_alone_has_a_verdict_after_six_waves(harbour: Town) -> None:
    for number in range(1, 9):
        wave = await harbour.opens(number)
        points = (5, 5, 3, 5, 5, 5, 5) if number > 6 else (3,)
        await answered(harbour, wave, *points, east=12, west=10, willow=10, rowan=10, corporate=9)
        await harbour.closes(wave)
        if number == 7:
            await harbour.leave(harbour.people["crisis"][0])
    found = await report(harbour)
    assert found.headline
    verdicts = [telling.verdict for telling in found.headline.tellings]
    assert verdicts[0] == "a change can first be called after 6 more rounds of questions"
    assert verdicts[6].startswith("up by about 0.3 points")
    assert isinstance(found.headline.latest.told, Hidden)
    assert verdicts[7] == "up since the first 6 rounds"
    assert all(not h.latest.verdict for h in found.others)


async def test_twelve_comments_are_kept_and_eleven_are_deleted_unread(harbour: Town) -> None:
    for number, writers in ((1, 11), (2, 12)):
        wave = await harbour.opens(number)
        for person in [p for team in harbour.people.values() for p in team][:writers]:
            async with harbour.database.write() as session:
                now = wave.closes_at - timedelta(hours=1)
                seal = harbour.seal
                assert await comment(session, seal, wave.id, person, "More time", now) is Outcome.COUNTED
                assert await comment(session, seal, wave.id, person, "Again", now) is Outcome.TWICE
        await harbour.closes(wave)
        assert await rows(harbour, Comment) == (12 if writers == 12 else 0)


async def test_only_peer_workers_are_asked_what_only_they_can_say(urls: Urls) -> None:
    async with town(urls.main, north=40, south=40) as place:
        async with place.database.write() as session:
            for person in [*place.people["north"][:8], *place.people["south"][:8]]:
                await declare_peer(session, person, MORNING)
        wave = await place.opens(1, Audience.PEER_WORKER)
        assert await place.answers(wave, place.people["north"][9], {}) is Outcome.NOT_INVITED
        assert await place.answers(wave, place.people["north"][0], {}) is Outcome.COUNTED


def test_a_wave_closes_on_sunday_noon_where_the_organisation_is() -> None:
    tuesday = date(2026, 11, 24)
    assert closing(tuesday, "Europe/London") == datetime(2026, 11, 29, 12, tzinfo=UTC)
    assert closing(tuesday, "Australia/Sydney") == datetime(2026, 11, 29, 1, tzinfo=UTC)
    assert closing(tuesday, "Europe/London", is_small=True) == datetime(2026, 12, 13, 12, tzinfo=UTC)
    assert closing(date(2026, 11, 27), "Europe/London") == datetime(2026, 12, 6, 12, tzinfo=UTC)


async def test_a_wave_takes_answers_until_it_closes(harbour: Town) -> None:
    wave = await harbour.opens()
    async with harbour.database.read() as session:
        assert [w.id for w in await open_now(session, harbour.organisation.id, MORNING)] == [wave.id]
        assert not await open_now(session, harbour.organisation.id, wave.closes_at)
    await close_due(harbour.database, harbour.organisation.id, wave.closes_at - timedelta(seconds=1))
    assert await harbour.answers(wave, harbour.people["east"][0], {HEADLINE: 4}) is Outcome.COUNTED
