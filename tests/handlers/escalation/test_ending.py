"""How a question ends: closed, erased, taken back."""

from datetime import timedelta

from sqlalchemy import select

from bot.conversation.routes import Open, Say
from bot.core.clock import MovableClock
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import DeliveryAction
from bot.features import personal_data
from schedules.administration.retention import Retention
from tests.fakes import Bot, labels, stored, words_of
from tests.handlers.escalation.bicycles import PARKING, SHED, answered, asks, questions
from tests.handlers.postbox import Postbox


async def test_closed_nothing_says_any_more_who_asked_without_a_name(place: Postbox, bot: Bot) -> None:
    await answered(place)
    (answer,) = await place.gets("nurse")
    await place.presses("nurse", answer, "Thank you, that's all")
    (question,) = await questions(place)
    assert question.closed_at
    assert question.asker_id is None
    nurse = await place.knows("nurse", "Amara Osei")
    async with bot.app.services.database.read() as session:
        assert (await session.scalars(select(Delivery).where(Delivery.person_id == nurse))).all() == []
    (thanks,) = await place.gets("sam")
    assert "A colleague says thank you" in words_of(Say(thanks))


async def test_an_answer_still_on_its_way_arrives_before_the_link_is_cut(
    place: Postbox, bot: Bot, clock: MovableClock
) -> None:
    said = await answered(place)
    await place.presses("sam", said, "Close it")
    (answer,) = await place.gets("nurse")
    assert SHED in words_of(Say(answer))
    services = bot.app.services
    await Retention(services.database, services.clock, services.retention_defaults).clear_out()
    assert [question.asker_id for question in await questions(place)] == [None]
    nurse = await place.knows("nurse", "Amara Osei")
    async with services.database.read() as session:
        assert (await session.scalars(select(Delivery).where(Delivery.person_id == nurse))).all() == []


async def test_thirty_days_after_it_was_closed_its_words_are_nowhere(
    place: Postbox, bot: Bot, clock: MovableClock
) -> None:
    said = await answered(place, "with")
    await place.gets("nurse")
    await place.presses("sam", said, "Close it")
    services = bot.app.services
    for days, is_there in ((29, True), (2, False)):
        clock.move_to(clock.now() + timedelta(days=days))
        await Retention(services.database, services.clock, services.retention_defaults).clear_out()
        assert bool(await stored(bot, "bicycles")) is is_there
    assert await stored(bot, "east wing") == []


async def test_an_offer_of_an_erased_question_never_arrives_empty(place: Postbox, bot: Bot) -> None:
    await asks(place)
    await place.settle()
    nurse = await place.knows("nurse", "Amara Osei")
    async with bot.app.services.database.write() as session:
        await personal_data.erase(session, nurse)
        waiting = select(Delivery).where(Delivery.state == DeliveryState.PENDING)
        assert (await session.scalars(waiting)).all() == []
    assert await place.gets("sam") == []


async def test_whom_nobody_could_answer_can_take_the_question_back(
    place: Postbox, clock: MovableClock
) -> None:
    await asks(place)
    for _ in range(2):
        clock.move_to(clock.now() + timedelta(days=7))
        await place.settle()
    (news,) = await place.gets("nurse")
    assert news.summary == "Nobody has been able to answer your question yet."
    await place.presses("nurse", news, "Take it back")
    assert await questions(place) == []


async def test_taken_back_it_is_gone(place: Postbox, bot: Bot) -> None:
    sent = await asks(place)
    (offer,) = await place.gets("sam")
    reply = await place.presses("nurse", sent, "Take it back")
    assert "The question is deleted" in words_of(reply)
    assert await stored(bot, "bicycles") == []
    assert "taken back" in words_of(await place.presses("sam", offer, "I'll take it"))


async def test_taken_back_it_leaves_every_chat_that_it_reached_even_where_somebody_has_it(
    place: Postbox, bot: Bot
) -> None:
    sent = await asks(place)
    (offer,) = await place.gets("sam")
    await place.gets("lee")
    opened = await place.presses("sam", await place.presses("sam", offer, "I'll take it"), "Answer")
    assert isinstance(opened, Open)
    await place.submits("sam", opened.form.action, opened.form.value, answer=SHED)
    (answer,) = await place.gets("nurse")
    again = await place.presses("nurse", answer, "Reply")
    assert isinstance(again, Open)
    await place.submits("nurse", again.form.action, again.form.value, reply="On Sundays, too?")
    await place.gets("sam")
    await place.presses("nurse", sent, "Take it back")
    await place.settle()
    async with bot.app.services.database.read() as session:
        going = (Delivery.action == DeliveryAction.RECALL, Delivery.state == DeliveryState.PENDING)
        gone = (await session.scalars(select(Delivery.person_id).where(*going))).all()
    sam, lee = await place.knows("sam", "Sam Okafor"), await place.knows("lee", "Lee Wong")
    assert sorted(person or "" for person in gone) == sorted([sam, sam, lee])


async def test_home_says_that_a_question_waits_until_its_asker_takes_it_back(place: Postbox) -> None:
    await asks(place)
    await asks(place)
    home = await place.says("nurse", "home")
    (waits,) = [label for label in labels(home) if "of yours" in label]
    assert waits == "2 questions of yours wait for an answer, one by Thursday 26 November"
    assert PARKING not in words_of(home)
    mine = await place.presses("nurse", home, waits)
    assert words_of(mine).count(PARKING) == 2
    first = await place.presses("nurse", mine, "Take it back")
    assert labels(first) == ["Your other questions", "Ask a person"]
    second = await place.presses(
        "nurse", await place.presses("nurse", first, labels(first)[0]), "Take it back"
    )
    assert labels(second) == ["Ask a person"]
    assert "of yours" not in str(labels(await place.says("nurse", "home")))


async def test_home_gives_no_day_for_a_question_that_nobody_could_answer(
    place: Postbox, clock: MovableClock
) -> None:
    await asks(place)
    for _ in range(2):
        clock.move_to(clock.now() + timedelta(days=7))
        await place.settle()
    home = await place.says("nurse", "home")
    mine = await place.presses("nurse", home, "1 question of yours waits for an answer")
    assert "Nobody has been able to answer it yet. It stays open." in words_of(mine)
