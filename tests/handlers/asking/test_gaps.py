import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.routes import Open
from bot.core.clock import MovableClock
from bot.features.asking.feedback import Colleague, Rating, count_rating, count_unanswered
from bot.features.asking.retention import delete_old
from bot.people.access.roles import Role
from bot.publishing.noise_keys import noise_layers_in
from tests.fakes import Bot, labels, words_of
from tests.handlers.bot_with_guards import gives
from tests.handlers.postbox import Postbox

CARD = "role/what-is-a-peer-worker"
SUPERVISION = "how often should peers have supervision"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    found = Postbox(bot)
    await found.knows("nurse", "Amara Osei")
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await found.knows("ed", "Ed Moss", Role.EDITOR)
    return found


async def counts(place: Postbox, unknown: dict[str, int], helped: int = 0, not_helped: int = 0) -> None:
    services = place.bot.app.services
    home, today = services.organisation.id, services.clock.now().date()
    async with services.database.write() as session:
        layers = await noise_layers_in(session, home, services.seal, today)
        people = [Colleague(home, f"colleague {number}", today, layers) for number in range(20)]
        for nearest, count in unknown.items():
            for by in people[:count]:
                await count_unanswered(session, by, nearest)
        for by in people[:helped]:
            await count_rating(session, by, CARD, helped=True)
        for by in people[helped : helped + not_helped]:
            await count_rating(session, by, CARD, helped=False)


async def test_counts_from_the_floor_up_are_told_once_their_week_is_over(
    place: Postbox, clock: MovableClock
) -> None:
    await counts(place, {"medication": 8, "role": 7}, helped=5, not_helped=4)
    assert "Nothing yet." in words_of(await place.says("sam", "gaps"))
    clock.move_to(clock.now() + timedelta(days=6))
    said = words_of(await place.says("sam", "gaps"))
    library = place.bot.app.services.library
    assert f"{library.boundaries['medication'].title}: about " in said
    assert "Fewer than 8 each: Role." in said
    assert f"{library.card(CARD).title}: helped about " in said
    assert said == words_of(await place.says("sam", "gaps"))


@pytest.mark.parametrize("unknown", [{"role": 2, "evidence": 1}, {"role": 1, "evidence": 2}])
async def test_the_order_of_what_is_not_told_tells_nothing(
    place: Postbox, clock: MovableClock, unknown: dict[str, int]
) -> None:
    await counts(place, unknown)
    clock.move_to(clock.now() + timedelta(days=6))
    assert "Fewer than 8 each: Evidence, Role." in words_of(await place.says("sam", "gaps"))


async def test_the_order_of_counts_is_that_of_what_is_told(place: Postbox, clock: MovableClock) -> None:
    await counts(place, {"role": 12, "evidence": 11, "medication": 10, "supervision": 9, "boundaries": 13})
    clock.move_to(clock.now() + timedelta(days=6))
    told = [int(n) for n in re.findall(r": about (\d+)", words_of(await place.says("sam", "gaps")))]
    assert len(told) == 5
    assert told == sorted(told, reverse=True)


async def test_what_was_offered_in_vain_counts_as_missing_too(place: Postbox, clock: MovableClock) -> None:
    for number in range(9):
        await place.bot.presses("ask.none-of-these", SUPERVISION, **place.of(f"colleague {number}"))
    clock.move_to(clock.now() + timedelta(days=6))
    assert "Supervision: about " in words_of(await place.says("sam", "gaps"))


async def test_one_person_reaches_no_floor_however_often_they_press(
    place: Postbox, clock: MovableClock
) -> None:
    for number in range(9):
        await place.bot.presses("ask.none-of-these", SUPERVISION, **place.of("nurse"))
        acted_on = {"acted_on": f"web {number}"}
        await place.bot.presses("card.helped", CARD, **place.of("nurse"), **acted_on)
        await place.submits("nurse", "missing.send", question="Bicycles?")
        clock.move_to(clock.now() + timedelta(days=7))
    said = words_of(await place.says("sam", "gaps"))
    assert "Fewer than 8 each: Supervision." in said
    assert "No answer was rated 8 times yet." in said
    assert "waiting for an editor" not in said


async def test_eight_people_reach_it_together_in_any_of_the_weeks(
    place: Postbox, clock: MovableClock
) -> None:
    for number in range(8):
        await place.bot.presses("card.helped", CARD, **place.of(f"colleague {number}"))
        clock.move_to(clock.now() + timedelta(days=7))
    assert "helped about " in words_of(await place.says("sam", "gaps"))


async def test_a_card_that_does_not_exist_is_not_rated(place: Postbox) -> None:
    for number in range(8):
        await place.bot.presses("card.helped", "role/made-up short", **place.of(f"colleague {number}"))
    async with place.bot.app.services.database.read() as session:
        assert (await session.scalars(select(Rating))).all() == []


async def test_who_was_counted_is_forgotten_with_the_weeks(place: Postbox, clock: MovableClock) -> None:
    await counts(place, {"role": 8})
    clock.move_to(clock.now() + timedelta(weeks=12))
    database = place.bot.app.services.database
    assert await delete_old(database, clock.now(), {}) == {"counted_people": 0}
    clock.move_to(clock.now() + timedelta(weeks=1))
    assert await delete_old(database, clock.now(), {}) == {"counted_people": 8}


async def test_an_answer_rated_less_often_than_the_floor_is_not_told(
    place: Postbox, clock: MovableClock
) -> None:
    await counts(place, {}, helped=4, not_helped=3)
    clock.move_to(clock.now() + timedelta(days=6))
    assert "No answer was rated 8 times yet." in words_of(await place.says("sam", "gaps"))


async def test_what_people_told_the_editors_is_read_by_editors_only(place: Postbox) -> None:
    await place.submits("nurse", "missing.send", question="Bicycles, in general")
    assert "Bicycles" not in words_of(await place.says("sam", "gaps"))
    shown = await place.says("ed", "gaps")
    assert "> Bicycles, in general" in words_of(shown)
    done = await place.presses("ed", shown, "Done with it")
    assert "Nothing is waiting." in words_of(done)
    assert "Done with it" not in labels(done)


async def test_cards_past_their_date_are_counted(place: Postbox, clock: MovableClock) -> None:
    cards = len(place.bot.app.services.library.cards)
    assert f"Past their review date: 0 of {cards} answers." in words_of(await place.says("ed", "gaps"))
    clock.move_to(clock.now() + timedelta(days=800))
    assert f"Past their review date: {cards} of {cards} answers." in words_of(await place.says("ed", "gaps"))


async def test_gaps_are_for_champions_and_editors(place: Postbox) -> None:
    assert "That is for champions and editors" in words_of(await place.says("nurse", "gaps"))


async def test_what_only_the_organisation_can_answer_is_counted_and_can_be_begun(bot: Bot) -> None:
    services = bot.app.services
    boundary = next(b for b in services.library.boundaries.values() if b.whose == "organisation")
    await gives(bot, Role.EDITOR)
    shown = await bot.says("gaps")
    assert "Only you can answer" in words_of(shown)
    opened = await bot.presses("local.start", boundary.name)
    assert isinstance(opened, Open)
    assert boundary.title in str(opened.form.fields)
    assert boundary.questions[0] in str(opened.form.fields)
