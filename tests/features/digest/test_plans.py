"""Suggestions come from a group's own figures, come back once, and stand on its chart when done."""

from datetime import timedelta

from bot.delivery.calendar.recurrence import ScheduleCalendar
from bot.features.digest.edition import on_demand
from bot.features.digest.service import gather
from bot.features.pulse.suggestions import SuggestionOutcome as Became
from bot.features.pulse.suggestions import answer, plan
from bot.features.pulse.waves.groups import ORGANISATION
from tests.features.digest.editions import MONDAY, NINE, edition, wave
from tests.features.pulse.town import HEADLINE, ITEMS, Town


async def test_the_suggestion_follows_from_the_weakest_item_of_their_own_group(harbour: Town) -> None:
    await wave(harbour)
    found = await gather(await edition(harbour, 1), "south-0")
    assert found.to_try
    assert (found.to_try.group, found.to_try.is_borrowed) == ("south", False)
    assert found.to_try.item.id != HEADLINE


async def test_a_team_with_too_few_answers_borrows_the_organisations(harbour: Town) -> None:
    await wave(harbour, answers=10)
    found = await gather(await edition(harbour, 1), "crisis-0")
    assert found.to_try
    assert (found.to_try.group, found.to_try.is_borrowed) == ("Harbour", True)


async def test_the_same_is_never_suggested_twice_running(harbour: Town) -> None:
    await wave(harbour)
    first = await gather(await edition(harbour, 1), "north_a-0")
    await wave(harbour, 2)
    second = await gather(await edition(harbour, 2, weeks=2), "north_a-0")
    assert first.to_try
    assert second.to_try
    assert first.to_try.item != second.to_try.item


async def test_the_week_after_it_is_asked_about_and_the_next_comes_when_it_is_settled(harbour: Town) -> None:
    await wave(harbour)
    first = (await gather(await edition(harbour, 1), "north_a-0")).to_try
    between = (await gather(await edition(harbour, weeks=1), "north_a-0")).to_try
    assert first
    assert between
    assert (first.is_asked, between.is_asked) == (False, True)
    assert first.suggestion_id == between.suggestion_id
    async with harbour.database.write() as session:
        assert await answer(session, "south-0", first.suggestion_id, Became.DONE, MONDAY) is None
        assert await answer(session, "north_a-0", first.suggestion_id, Became.NOT_FOR_US, MONDAY)
    settled = (await gather(await edition(harbour, weeks=2), "north_a-0")).to_try
    assert settled
    assert settled.item != first.item
    assert not settled.is_asked


async def test_who_does_not_answer_is_asked_once(harbour: Town) -> None:
    await wave(harbour)
    await gather(await edition(harbour, 1), "north_a-0")
    for _ in range(2):
        again = (await gather(await edition(harbour, weeks=1), "north_a-0")).to_try
        assert again
        assert again.is_asked
    assert (await gather(await edition(harbour, weeks=2), "north_a-0")).to_try is None


async def test_a_plan_keeps_its_owner_and_date_and_comes_back_once(harbour: Town) -> None:
    await wave(harbour)
    made = (await gather(await edition(harbour, 1), "north_a-0")).to_try
    assert made
    due = MONDAY + timedelta(weeks=3)
    async with harbour.database.write() as session:
        assert await plan(session, "south-0", made.suggestion_id, "Rosa", due) is None
        assert await plan(session, "north_a-0", made.suggestion_id, "Rosa", due)
    waiting = (await gather(await edition(harbour, weeks=1), "north_a-0")).to_try
    assert waiting
    assert (waiting.owner, waiting.due_on, waiting.is_asked) == ("Rosa", due, False)
    await wave(harbour, 2)
    back = (await gather(await edition(harbour, 2, weeks=3), "north_a-0")).to_try
    assert back
    assert (back.suggestion_id, back.is_asked) == (made.suggestion_id, True)
    later = (await gather(await edition(harbour, weeks=4), "north_a-0")).to_try
    assert later
    assert not later.is_asked


async def test_what_was_done_stands_on_the_chart_of_its_group_alone(harbour: Town) -> None:
    await wave(harbour)
    made = (await gather(await edition(harbour, 1), "south-0")).to_try
    assert made
    async with harbour.database.write() as session:
        assert await answer(session, "south-0", made.suggestion_id, Became.DONE, MONDAY)
    assert [done.on for done in (await (await edition(harbour, 1)).report("south")).done] == [MONDAY]
    assert (await (await edition(harbour, 1)).report(ORGANISATION)).done == ()
    async with harbour.database.write() as session:
        assert await answer(session, "south-0", made.suggestion_id, Became.OPEN, MONDAY)
    assert (await (await edition(harbour, 1)).report("south")).done == ()


async def test_asking_for_it_makes_no_new_suggestion(harbour: Town) -> None:
    await wave(harbour)
    first = await gather(await edition(harbour, 1), "north_a-0")
    calendar = ScheduleCalendar(harbour.database)
    later = NINE + timedelta(weeks=3)
    asked = await on_demand(harbour.database, calendar, harbour.organisation, ITEMS, harbour.seal, later)
    again = await gather(asked, "north_a-0")
    assert again.has_news
    assert first.to_try
    assert again.to_try
    assert again.to_try.suggestion_id == first.to_try.suggestion_id
