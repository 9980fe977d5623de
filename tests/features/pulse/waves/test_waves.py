"""A wave from its opening to its figures, on both databases."""

from collections.abc import AsyncIterator
from datetime import date, timedelta
from itertools import cycle

import pytest
from sqlalchemy import delete, func, select

from bot.features.pulse.ballots.ballot import BallotOutcome, comment
from bot.features.pulse.models import (
    Asked,
    Participation,
    PublishedRow,
    PulseComment,
    SealedBallot,
    Wave,
    WaveKey,
    WaveState,
)
from bot.features.pulse.published_result import TooFew
from bot.features.pulse.reports.report import Report, report_of
from bot.features.pulse.statistics import NOT_SURE
from bot.features.pulse.verdict import Changed, TooEarly
from bot.features.pulse.waves.closing import close, close_due
from bot.features.pulse.waves.counting import open_all
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.waves import open_now
from bot.people.identity.people import Preferences
from bot.publishing.publisher import Figures
from tests.databases import Urls
from tests.features.pulse.town import HEADLINE, ITEMS, MORNING, Town, town


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


async def asked_in(place: Town, wave: Wave) -> list[str]:
    async with place.database.read() as session:
        return list(await session.scalars(select(Asked.item_id).where(Asked.wave_id == wave.id)))


async def rows(place: Town, table: type) -> int:
    async with place.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_opening_a_wave_again_for_the_same_occasion_finds_it(harbour: Town) -> None:
    assert (await harbour.opens()).id == (await harbour.opens()).id
    assert (await harbour.opens(2)).number == 2


async def test_a_team_of_six_is_never_counted_apart(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, crisis=6)
    await harbour.closes(wave)
    async with harbour.database.read() as session:
        assert "crisis" not in set(await session.scalars(select(PublishedRow.group_key)))


async def test_an_answer_counts_once_and_cannot_be_changed(harbour: Town) -> None:
    wave = await harbour.opens()
    person = harbour.people["east"][0]
    assert await harbour.answers(wave, person, {HEADLINE: 5}) is BallotOutcome.COUNTED
    assert await harbour.answers(wave, person, {HEADLINE: 1}) is BallotOutcome.TWICE
    assert await rows(harbour, SealedBallot) == 1


async def test_what_was_not_asked_and_what_is_no_point_is_not_counted(harbour: Town) -> None:
    wave = await harbour.opens()
    strange = {HEADLINE: 9, "have-the-equipment": 3, "nonsense": 4}
    assert await harbour.answers(wave, harbour.people["east"][0], strange) is BallotOutcome.COUNTED
    async with harbour.database.read() as session:
        opened = await open_all(session, harbour.seal, wave.id)
    assert opened
    assert [ballot.answers for ballot in opened.ballots] == [{}]


async def test_not_sure_is_an_answer_and_blank_is_none(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, NOT_SURE, east=9)
    other = next(iter(set(await asked_in(harbour, wave)) - {HEADLINE}))
    await harbour.answers(wave, harbour.people["west"][0], {other: 4})
    await harbour.closes(wave)
    headline = (await report(harbour)).headline
    assert headline
    assert isinstance(headline.latest.result, Figures)
    assert headline.latest.result.answers == 9


async def test_nobody_answers_after_the_close_or_without_being_invited(harbour: Town) -> None:
    wave = await harbour.opens()
    assert await harbour.answers(wave, "a stranger", {HEADLINE: 4}) is BallotOutcome.NOT_INVITED
    await harbour.closes(wave)
    assert await harbour.answers(wave, harbour.people["east"][0], {HEADLINE: 4}) is BallotOutcome.CLOSED


async def test_a_wave_whose_key_is_lost_takes_no_answers_and_is_told_of_as_lost(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, east=9)
    async with harbour.database.write() as session:
        await session.execute(delete(WaveKey))
    assert await harbour.answers(wave, harbour.people["west"][0], {HEADLINE: 4}) is BallotOutcome.CLOSED
    await harbour.closes(wave)
    assert (await report(harbour)).headline is None
    assert await rows(harbour, SealedBallot) == 0
    async with harbour.database.read() as session:
        assert (await session.get_one(Wave, wave.id)).state is WaveState.LOST


async def test_one_damaged_ballot_does_not_keep_the_others_from_being_counted(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, east=9)
    async with harbour.database.write() as session:
        session.add(SealedBallot(wave_id=wave.id, sealed=b"not a ballot at all"))
    await harbour.closes(wave)
    headline = (await report(harbour)).headline
    assert headline
    assert isinstance(headline.latest.result, Figures)
    assert headline.latest.result.answers == 9


async def test_at_the_close_keys_marks_and_ballots_are_gone(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, east=9)
    assert await rows(harbour, Participation) == 9
    await harbour.closes(wave)
    assert [await rows(harbour, table) for table in (Participation, WaveKey, SealedBallot)] == [0, 0, 0]
    async with harbour.database.read() as session:
        assert (await session.get_one(Wave, wave.id)).state is WaveState.CLEANED


async def test_figures_are_published_once_and_a_close_that_was_interrupted_goes_on(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, east=9, west=9)
    async with harbour.database.write() as session:
        (await session.get_one(Wave, wave.id)).state = WaveState.CLOSED
    await harbour.closes(wave)
    before = await report(harbour)
    assert before.headline
    await close(harbour.database, harbour.seal, wave.id)
    after = await report(harbour)
    assert (after.headline, after.others) == (before.headline, before.others)


async def test_a_team_with_too_few_answers_hides_no_other(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, willow=8, rowan=5, east=12, west=10, corporate=9)
    await harbour.closes(wave)
    told = {}
    for group in ("rowan", "willow", "east"):
        headline = (await report(harbour, group)).headline
        assert headline
        told[group] = type(headline.latest.result)
    assert told == {"rowan": TooFew, "willow": Figures, "east": Figures}
    assert (await report(harbour)).too_few == 1


async def test_a_wave_in_which_somebody_left_is_told_like_any_other(harbour: Town) -> None:
    for number in (1, 2):
        wave = await harbour.opens(number)
        await answered(harbour, wave, east=10 - number, west=10, willow=10)
        await harbour.closes(wave)
        await harbour.leave(harbour.people["east"][13])
        headline = (await report(harbour)).headline
        assert headline
        assert isinstance(headline.latest.result, Figures)


async def test_who_is_snoozed_beyond_the_close_is_not_invited(harbour: Town) -> None:
    async with harbour.database.write() as session:
        for person, until in (("east-0", date(2026, 11, 29)), ("east-1", date(2026, 11, 28))):
            session.add(Preferences(person_id=person, snoozed_until=until))
    wave = await harbour.opens()
    assert await harbour.answers(wave, "east-0", {HEADLINE: 4}) is BallotOutcome.NOT_INVITED
    assert await harbour.answers(wave, "east-1", {HEADLINE: 4}) is BallotOutcome.COUNTED


async def test_a_team_that_is_counted_with_others_has_no_figures_of_its_own(harbour: Town) -> None:
    wave = await harbour.opens()
    await answered(harbour, wave, crisis=6, corporate=6, east=10)
    await harbour.closes(wave)
    assert (await report(harbour, "crisis")).headline is None


async def test_the_headline_alone_has_a_verdict_after_six_waves(harbour: Town) -> None:
    for number in range(1, 9):
        wave = await harbour.opens(number)
        points = (5,) if number > 6 else (1,)
        await answered(harbour, wave, *points, east=14, west=12, willow=13, rowan=11, corporate=9)
        await harbour.closes(wave)
    found = await report(harbour)
    assert found.headline
    verdicts = [wave_result.verdict for wave_result in found.headline.wave_results]
    assert verdicts[0] == TooEarly(6)
    assert isinstance(verdicts[7], Changed)
    assert verdicts[7].is_up
    assert all(not h.latest.verdict for h in found.others)


async def test_twelve_comments_are_kept_and_eleven_are_deleted_unread(harbour: Town) -> None:
    for number, writers in ((1, 11), (2, 12)):
        wave = await harbour.opens(number)
        for person in [p for team in harbour.people.values() for p in team][:writers]:
            async with harbour.database.write() as session:
                now = wave.closes_at - timedelta(hours=1)
                seal = harbour.seal
                assert (
                    await comment(session, seal, wave.id, person, "More time", now) is BallotOutcome.COUNTED
                )
                assert await comment(session, seal, wave.id, person, "Again", now) is BallotOutcome.TWICE
        await harbour.closes(wave)
        assert await rows(harbour, PulseComment) == (12 if writers == 12 else 0)


async def test_a_wave_takes_answers_until_it_closes(harbour: Town) -> None:
    wave = await harbour.opens()
    async with harbour.database.read() as session:
        assert [w.id for w in await open_now(session, harbour.organisation.id, MORNING)] == [wave.id]
        assert not await open_now(session, harbour.organisation.id, wave.closes_at)
    await close_due(
        harbour.database, harbour.seal, harbour.organisation.id, wave.closes_at - timedelta(seconds=1)
    )
    assert await harbour.answers(wave, harbour.people["east"][0], {HEADLINE: 4}) is BallotOutcome.COUNTED
