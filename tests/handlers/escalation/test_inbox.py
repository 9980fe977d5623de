import pytest
from sqlalchemy import select

from bot.conversation.message import Facts
from bot.conversation.routes import Faults, Open, Say
from bot.core.clock import MovableClock
from bot.features.escalation.models import Question
from bot.features.escalation.question_offers import ask
from bot.features.escalation.views.inbox import OFFER_ENDINGS
from bot.people.access.roles import Role
from tests.fakes import Bot, labels, message_of, words_of
from tests.handlers.champions import PARKING, a_nurse_and_two_champions, asks, moves, taken
from tests.handlers.postbox import Postbox


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await a_nurse_and_two_champions(bot)


async def test_the_inbox_has_what_waits_and_what_is_theirs(place: Postbox) -> None:
    await asks(place)
    reply = await place.says("lee", "inbox")
    assert message_of(reply).summary == "Waiting for somebody: 1. With you: 0."
    assert f"> {PARKING}" in words_of(reply)
    await place.presses("lee", reply, "I'll take it")
    mine = await place.says("lee", "inbox")
    assert message_of(mine).summary == "Waiting for somebody: 0. With you: 1."
    assert labels(await place.presses("lee", mine, "Open it")) == ["Answer", "Pass it on"]
    assert (
        message_of(await place.says("sam", "inbox")).summary
        == "No question is waiting, and none is with you."
    )


async def test_an_inbox_is_for_champions(place: Postbox) -> None:
    assert "That is for champions" in words_of(await place.says("nurse", "inbox"))


async def test_once_somebody_has_it_the_offers_of_all_others_say_so_and_have_no_button(
    place: Postbox,
) -> None:
    await asks(place)
    (offer,) = await place.gets("sam")
    await place.gets("lee")
    await place.presses("sam", offer, "I'll take it")
    (now,) = await place.sees_instead("lee")
    assert "A colleague has taken this question" in words_of(Say(now))
    assert "Sam" not in str(now)
    assert labels(Say(now)) == []
    assert await place.sees_instead("sam") == []


async def test_an_offer_that_waits_for_their_hours_never_comes_once_it_is_taken(
    place: Postbox, clock: MovableClock
) -> None:
    await chooses(place, days="Thursday", **{"from": "13", "to": "15"})
    await asks(place)
    (offer,) = await place.gets("lee")
    assert await place.due("sam") != []
    await place.presses("lee", offer, "I'll take it")
    assert await place.due("sam") == []


async def test_a_champion_who_took_it_from_the_inbox_finds_it_behind_their_offer_too(place: Postbox) -> None:
    await asks(place)
    (offer,) = await place.gets("sam")
    await place.presses("sam", await place.says("sam", "inbox"), "I'll take it")
    assert labels(await place.presses("sam", offer, "I'll take it")) == ["Answer", "Pass it on"]


async def test_an_offer_that_nobody_took_says_that_it_is_over_once_it_is_closed(
    place: Postbox, clock: MovableClock
) -> None:
    await asks(place)
    await place.gets("sam")
    await moves(place, clock, 20)
    found = await place.sees_instead("sam")
    assert [message.summary for message in found] == [OFFER_ENDINGS.closed.summary]


async def test_unclaimed_it_is_offered_once_more_then_the_asker_is_told(
    place: Postbox, clock: MovableClock
) -> None:
    await asks(place)
    assert len(await place.gets("sam")) == 1
    await moves(place, clock, 1)
    assert await place.gets("sam") == []
    await moves(place, clock, 1)
    (again,) = await place.gets("sam")
    assert "I ask once more" in words_of(Say(again))
    assert await place.gets("nurse") == []
    # A weekend lies between.
    await moves(place, clock, 3)
    assert await place.gets("nurse") == []
    await moves(place, clock, 1)
    (told,) = await place.gets("nurse")
    assert "Ring Priya on 4120." in words_of(Say(told))
    assert message_of(await place.says("sam", "inbox")).summary == "Waiting for somebody: 1. With you: 0."


async def test_taken_and_not_answered_it_goes_back_to_all(place: Postbox, clock: MovableClock) -> None:
    await taken(place)
    await moves(place, clock, 2)
    (offer,) = await place.gets("lee")
    assert labels(await place.presses("lee", offer, "I'll take it")) == ["Answer", "Pass it on"]


async def test_two_weeks_after_its_answer_it_is_closed(place: Postbox, bot: Bot, clock: MovableClock) -> None:
    opened = await place.presses("sam", await taken(place), "Answer")
    assert isinstance(opened, Open)
    await place.submits("sam", opened.form.action, opened.form.value, answer="In the shed.")
    await moves(place, clock, 13)
    assert message_of(await place.says("sam", "inbox")).summary.endswith("With you: 1.")
    await moves(place, clock, 1)
    assert message_of(await place.says("sam", "inbox")).summary.endswith("none is with you.")


async def test_a_reply_to_an_announcement_reaches_its_writer_only(place: Postbox, bot: Bot) -> None:
    nurse, sam = await place.knows("nurse", "Amara Osei"), await place.knows("sam", "Sam Okafor")
    services = bot.app.services
    async with services.database.write() as session:
        home, now = services.organisation.id, services.clock.now()
        about = "broadcast:b1"
        await ask(session, home, nurse, "Is lunch included?", is_named=True, to=sam, about=about, now=now)
    assert await place.gets("lee") == []
    (reply,) = await place.gets("sam")
    assert reply.summary == "Amara Osei replies to your announcement:"
    assert labels(Say(reply)) == ["Answer", "Close it"]
    assert (
        message_of(await place.says("lee", "inbox")).summary
        == "No question is waiting, and none is with you."
    )


async def test_not_now_is_not_offered_anything_and_nobody_asks_why(place: Postbox) -> None:
    shown = await place.presses("sam", await place.says("sam", "hours"), "Not now")
    assert ("Just now", "Not now") in rows(shown)
    await asks(place)
    assert (len(await place.gets("sam")), len(await place.gets("lee"))) == (0, 1)
    await place.presses("sam", shown, "Take questions again")
    await asks(place)
    assert len(await place.gets("sam")) == 1


async def test_a_champion_at_their_limit_is_asked_again_once_nobody_took_it(
    place: Postbox, clock: MovableClock
) -> None:
    await chooses(place, most="1")
    await taken(place)
    await asks(place)
    assert (len(await place.gets("sam")), len(await place.gets("lee"))) == (0, 1)
    await moves(place, clock, 2)
    assert len(await place.gets("sam")) == 2


async def test_an_offer_comes_in_the_hours_they_chose(place: Postbox, bot: Bot) -> None:
    await chooses(place, days="Thursday", **{"from": "13", "to": "15"})
    await asks(place)
    assert await place.due("sam") == ["2026-11-26 13:00"]
    assert await place.due("lee") == ["2026-11-24 10:00"]


@pytest.mark.parametrize(
    ("field", "typed", "fault"), [("days", "sometimes", "days"), ("most", "99", ""), ("from", "x", "")]
)
async def test_hours_that_nobody_can_have_are_refused(
    place: Postbox, field: str, typed: str, fault: str
) -> None:
    reply = await chooses(place, **{field: typed})
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {fault}


async def chooses(place: Postbox, **values: str) -> object:
    given = {"days": "Mon-Fri", "from": "9", "to": "17", "most": "3", "now": "yes"} | values
    return await place.submits("sam", "hours.save", **given)


def rows(shown: object) -> tuple[tuple[str, str], ...]:
    assert isinstance(shown, Say)
    (facts,) = (block for block in shown.message.blocks if isinstance(block, Facts))
    return facts.rows


async def test_a_named_question_is_for_the_champions_of_the_team_and_of_everybody(
    bot: Bot, place: Postbox
) -> None:
    await place.team("east")
    await place.team("west")
    await place.knows("kit", "Kit Adeyemi", Role.CHAMPION, team="west")
    await place.knows("joy", "Joy Bell", Role.CHAMPION, team="east")
    await place.knows("nurse", "Amara Osei", team="east")
    for named, joys in (("with", 1), ("without", 0)):
        await place.submits("nurse", "ask.person.send", question=PARKING, named=named)
        assert (len(await place.gets("joy")), len(await place.gets("kit"))) == (joys, 0)
    async with bot.app.services.database.read() as session:
        (unnamed,) = await session.scalars(select(Question.id).where(Question.is_named.is_(False)))
    await bot.presses("inbox.take", unnamed, **place.of("joy"))
    assert message_of(await place.says("joy", "inbox")).summary == "Waiting for somebody: 1. With you: 0."
