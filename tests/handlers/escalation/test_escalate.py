from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.message import Paragraph, TextInput
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.core.clock import MovableClock
from bot.delivery.ledger.deliveries import Delivery, State
from bot.delivery.sending.gateway import Action
from bot.features import personal_data
from bot.features.escalation.models import Question
from bot.features.escalation.views.question import LONGEST_ANSWER
from bot.people.access.roles import Role
from schedules.administration.retention import Retention
from tests.fakes import Bot, labels, message_of, stored, words_of
from tests.handlers.postbox import Postbox

PARKING = "where can our peer workers park their bicycles?"
SHED = "In the shed behind the east wing; the porter has the key."


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    """A nurse, and two champions for everybody."""
    found = Postbox(bot)
    await found.knows("nurse", "Amara Osei")
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await found.knows("lee", "Lee Wong", Role.CHAMPION)
    return found


async def asks(place: Postbox, named: str = "without", user: str = "nurse") -> Reply:
    return await place.submits(user, "ask.person.send", question=PARKING, named=named)


async def taken(place: Postbox, named: str = "without") -> Reply:
    await asks(place, named)
    (offer,) = await place.gets("sam")
    return await place.presses("sam", offer, "I'll take it")


async def answered(place: Postbox, named: str = "without") -> Reply:
    question = await taken(place, named)
    opened = await place.presses("sam", question, "Answer")
    assert isinstance(opened, Open)
    return await place.submits("sam", opened.form.action, opened.form.value, answer=SHED)


async def questions(place: Postbox) -> list[Question]:
    async with place.bot.app.services.database.read() as session:
        return list(await session.scalars(select(Question)))


async def test_the_form_has_what_was_asked_and_says_who_reads_it_and_by_when(place: Postbox) -> None:
    opened = await place.presses("nurse", await place.says("nurse", PARKING), "Ask a person")
    assert isinstance(opened, Open)
    (box,) = (field for field in opened.form.fields if isinstance(field, TextInput))
    assert box.initial == PARKING
    first, more = [
        [s.text for f in fields if isinstance(f, Paragraph) for s in f.spans]
        for fields in (opened.form.fields, opened.form.more)
    ]
    assert first == ["2 champions will read it; one should take it by Thursday 26 November 2026."]
    assert any("2 champions" in note and "Harbour" in note for note in more)
    assert len(opened.form.fields) <= 4
    assert await questions(place) == []


async def test_after_an_answer_that_did_not_help_the_form_has_the_question(place: Postbox) -> None:
    asked = "what does a peer worker do?"
    rated = await place.presses("nurse", await place.says("nurse", asked), "It didn't help")
    opened = await place.presses("nurse", rated, "Ask a person")
    assert isinstance(opened, Open)
    assert asked in str(opened.form.fields)


async def test_all_champions_are_offered_it_and_nobody_else(place: Postbox) -> None:
    assert "Sent to 2 champions, without your name" in words_of(await asks(place))
    for champion in ("sam", "lee"):
        (offer,) = await place.gets(champion)
        assert PARKING in words_of(Say(offer))
        assert offer.summary == "A colleague asks:"
        assert "Amara" not in str(offer)
    assert await place.gets("nurse") == []


async def test_with_their_name_champions_see_it(place: Postbox) -> None:
    await asks(place, "with")
    (offer,) = await place.gets("sam")
    assert offer.summary == "Amara Osei asks:"


async def test_the_first_takes_it_and_the_second_is_told_kindly(place: Postbox) -> None:
    await asks(place)
    (sams,), (lees,) = await place.gets("sam"), await place.gets("lee")
    first = await place.presses("sam", sams, "I'll take it")
    assert labels(first) == ["Answer", "Pass it on"]
    second = await place.presses("lee", lees, "I'll take it")
    assert isinstance(second, Replace)
    assert "A colleague was quicker" in words_of(second)


async def test_the_answer_comes_to_the_asker_who_can_reply_and_so_on(place: Postbox) -> None:
    assert SHED in words_of(await answered(place))
    (answer,) = await place.gets("nurse")
    assert answer.summary == "Sam Okafor answers:"
    assert SHED in words_of(Say(answer))
    opened = await place.presses("nurse", answer, "Reply")
    assert isinstance(opened, Open)
    await place.submits("nurse", opened.form.action, opened.form.value, reply="Is it open on Sundays?")
    (news,) = await place.gets("sam")
    assert "Is it open on Sundays?" in words_of(Say(news))
    assert "Amara" not in str(news)
    again = await place.presses("sam", news, "Answer")
    assert isinstance(again, Open)
    await place.submits("sam", again.form.action, again.form.value, answer="Ring the bell.")
    (more,) = await place.gets("nurse")
    assert "Ring the bell." in words_of(Say(more))


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
        waiting = select(Delivery).where(Delivery.state == State.PENDING)
        assert (await session.scalars(waiting)).all() == []
    assert await place.gets("sam") == []


async def test_an_answer_that_is_too_long_is_not_cut_but_stays_to_be_shortened(place: Postbox) -> None:
    await asks(place)
    (offer,) = await place.gets("sam")
    opened = await place.presses("sam", await place.presses("sam", offer, "I'll take it"), "Answer")
    assert isinstance(opened, Open)
    words = "x" * (LONGEST_ANSWER + 1)
    reply = await place.submits("sam", opened.form.action, opened.form.value, answer=words)
    assert isinstance(reply, Faults)
    assert "2,001 characters" in reply.by_field["answer"]
    assert await place.gets("nurse") == []


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


async def test_distress_is_never_sent_to_a_champion(place: Postbox) -> None:
    reply = await place.submits(
        "nurse", "ask.person.send", question="I don't want to be alive any more", named="without"
    )
    assert "discarded" in words_of(reply)
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
        going = (Delivery.action == Action.RECALL, Delivery.state == State.PENDING)
        gone = (await session.scalars(select(Delivery.person_id).where(*going))).all()
    sam, lee = await place.knows("sam", "Sam Okafor"), await place.knows("lee", "Lee Wong")
    assert sorted(person or "" for person in gone) == sorted([sam, sam, lee])


async def test_an_empty_question_is_refused_beside_its_field(place: Postbox) -> None:
    reply = await place.submits("nurse", "ask.person.send", question=" ", named="with")
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {"question"}


async def test_nobody_else_reads_or_ends_it(place: Postbox) -> None:
    await answered(place)
    (answer,) = await place.gets("nurse")
    assert "closed" in message_of(await place.presses("lee", answer, "Thank you, that's all")).summary
    (question,) = await questions(place)
    assert question.closed_at is None
