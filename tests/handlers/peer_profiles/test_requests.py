"""Asking for peer support: without a word about anybody, taken or declined without a reason, seen by both sides."""

import pytest
from sqlalchemy import select

from bot.conversation.message import Message, TextInput
from bot.conversation.routes import Faults, Say
from bot.core.clock import MovableClock
from bot.features.peer_profiles.support.models import PeerRequest
from bot.people.access.roles import Role
from bot.publishing.tallies import PeerTally
from tests.fakes import Bot, buttons, labels, stored, words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of, harbour, opens, published, said_in
from tests.handlers.postbox import Postbox

SHOWN = {"name": "Ania K."}
TIMES = {"day1": "2026-11-26", "time1": "10:00", "day2": "2026-11-27", "time2": "14:30"}


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    found = await harbour(bot)
    await published(found, "ania", "organisation", **SHOWN)
    return found


async def ania(place: Postbox) -> str:
    return await place.knows("ania", "Ania Kowalska", team="Rowan ward")


async def asks(place: Postbox, user: str = "amara", to: str = "anybody", **changed: str) -> Say | Faults:
    values = {"to": to, "purpose": "somebody", "soon": "week"} | changed
    reply = await place.submits(user, "requests.ask", **values)
    assert isinstance(reply, Say | Faults)
    return reply


async def offered(place: Postbox, user: str = "ania") -> Message:
    (offer,) = await place.gets(user)
    return offer


async def taken(place: Postbox) -> Say:
    await asks(place)
    return await taken_by_ania(place)


async def taken_by_ania(place: Postbox) -> Say:
    reply = await place.presses("ania", await offered(place), "I'll take it")
    return Say(reply.message)  # type: ignore[union-attr]


async def test_the_form_has_no_box_to_write_in_and_says_why(place: Postbox) -> None:
    entry = await opens(place, "amara", await ania(place))
    assert not isinstance(entry, Faults)
    assert (entry.action, entry.submit) == ("requests.open", "Ask for peer support")
    form = form_of(await place.submits("amara", entry.action, entry.value))
    assert not [field for field in form.all_fields if isinstance(field, TextInput)]
    assert "There is no box for the person to be supported, on purpose" in said_in(form)


async def test_nothing_that_somebody_slips_in_is_kept_or_shown(place: Postbox) -> None:
    await asks(place, detail="Zanzibar", purpose="somebody", soon="week", note="Zanzibar")
    assert isinstance(await asks(place, purpose="Zanzibar"), Faults)
    assert await stored(place.bot, "Zanzibar") == []


async def test_it_is_taken_times_are_proposed_and_one_is_agreed(place: Postbox) -> None:
    mine = await taken(place)
    assert [m.summary for m in await place.gets("amara")] == ["Ania K. takes your request for peer support."]
    form = form_of(await place.presses("ania", mine, "Propose times"))
    await place.submits("ania", form.action, form.value, **TIMES)
    (news,) = await place.gets("amara")
    assert labels(Say(news)) == [
        "Thursday 26 November 2026, 10:00",
        "Friday 27 November 2026, 14:30",
        "None of these",
    ]
    await place.presses("amara", news, "Friday 27 November 2026, 14:30")
    (agreed,) = await place.gets("ania")
    assert agreed.summary == "Amara Osei agrees to a time for peer support."
    assert "14:30" in words_of(Say(agreed))
    for user in ("amara", "ania"):
        shown = said_in(form_of(await place.bot.presses("requests.show", **place.of(user))))
        assert "agreed: Friday 27 November 2026, 14:30" in shown


async def test_other_times_can_be_asked_for(place: Postbox) -> None:
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    await place.submits("ania", form.action, form.value, **TIMES)
    news = next(m for m in await place.gets("amara") if "None of these" in labels(Say(m)))
    await place.presses("amara", news, "None of these")
    (asked,) = await place.gets("ania")
    assert labels(Say(asked))[0] == "Propose times"


async def test_a_time_has_a_day_and_is_to_come(place: Postbox) -> None:
    form = form_of(await place.presses("ania", await taken(place), "Propose times"))
    for values in ({"day1": "2026-11-26"}, {}, {"day1": "2020-01-01", "time1": "10:00"}):
        assert isinstance(await place.submits("ania", form.action, form.value, **values), Faults)


async def test_a_no_needs_no_reason_and_the_asker_reads_no_name(place: Postbox) -> None:
    await asks(place, to=await ania(place))
    declined = await place.presses("ania", await offered(place), "Not this time")
    assert "Nobody is told why" in words_of(declined)
    (news,) = await place.gets("amara")
    assert news.summary == "The person you asked for peer support can't this time."
    assert "Ania" not in str(news)
    assert labels(Say(news)) == ["Ask for peer support", "Find a peer worker"]


async def test_in_a_pool_the_others_still_have_it_after_a_no(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place)
    await place.presses("ania", await offered(place), "Not this time")
    assert await place.gets("amara") == []
    await place.presses("ben", await offered(place, "ben"), "I'll take it")
    (news,) = await place.gets("amara")
    assert news.summary == "Ben takes your request for peer support."


async def test_a_teams_pool_is_its_own_peer_workers(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place, to="Any peer worker of Willow ward", purpose="team")
    assert await place.gets("ania") == []
    assert "My team: join a meeting of ours" in words_of(Say(await offered(place, "ben")))


async def test_who_is_second_is_told_so(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place)
    theirs, bens = await offered(place), await offered(place, "ben")
    await place.presses("ania", theirs, "I'll take it")
    assert "with a colleague or over" in words_of(await place.presses("ben", bens, "I'll take it"))


async def test_who_said_not_now_is_not_asked(place: Postbox) -> None:
    hours = await place.bot.presses("requests.hours", **place.of("ania"))
    await place.presses("ania", hours, "Not now")
    reply = await asks(place, to=await ania(place))
    assert isinstance(reply, Faults)
    assert "take no requests just now" in reply.by_field["to"]
    assert await place.gets("ania") == []


async def test_who_holds_enough_is_not_asked_for_more(place: Postbox) -> None:
    hours = {"days": "Mon-Fri", "from": "9", "to": "17", "most": "1", "now": "yes"}
    await place.submits("ania", "requests.hours.save", **hours)
    await taken(place)
    assert isinstance(await asks(place, "ben", to=await ania(place)), Faults)


async def test_an_offer_waits_for_their_hours(place: Postbox) -> None:
    hours = {"days": "Thursday", "from": "13", "to": "15", "most": "3", "now": "yes"}
    await place.submits("ania", "requests.hours.save", **hours)
    await asks(place)
    assert await place.due("ania") == ["2026-11-26 13:00"]


async def test_unclaimed_it_goes_on_to_others_and_then_says_so(place: Postbox, clock: MovableClock) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place, to=await ania(place))
    await place.gets("ania")
    assert await place.gets("ben") == []
    await moves(place, clock, 2)
    assert len(await place.gets("ben")) == 1
    await moves(place, clock, 5)
    assert any(m.summary.startswith("Nobody has been able") for m in await place.gets("amara"))


async def test_taken_back_who_has_it_is_told(place: Postbox) -> None:
    await taken(place)
    (news,) = await place.gets("amara")
    await place.presses("amara", news, "Take it back")
    (told,) = await place.gets("ania")
    assert told.summary.startswith("Amara Osei doesn't need peer support any more.")


@pytest.mark.parametrize("user", ["sue", "ida", "ben"])
async def test_nobody_else_can_take_decline_agree_or_see_it(place: Postbox, user: str) -> None:
    await asks(place, to=await ania(place))
    offer = await offered(place)
    request_id = buttons(Say(offer))[0].value
    for action in ("take", "decline", "back", "propose", "agree"):
        for value in (request_id, f"{request_id} 0"):
            await place.submits(user, f"requests.{action}", value, **TIMES)
    shown = said_in(form_of(await place.bot.presses("requests.show", **place.of(user))))
    assert "Amara" not in shown
    assert "You have" in words_of(await place.presses("ania", offer, "I'll take it"))


async def test_only_counts_of_eight_or_more_reach_a_leader(place: Postbox, clock: MovableClock) -> None:
    await place.knows("lea", "Lea Brandt", Role.LEADER)
    services = place.bot.app.services
    async with services.database.write() as session:
        month = {
            "organisation_id": services.organisation.id,
            "month": clock.now().date().replace(month=10, day=1),
        }
        session.add(PeerTally(what="asked", count=40, **month))
        session.add(PeerTally(what="taken 1", count=4, **month))
    said = words_of(await place.says("lea", "peer support numbers"))
    assert "Requests asked: About" in said
    assert said.count("Fewer than 8, so no figure") == 3
    assert "That is for leaders" in words_of(await place.says("amara", "peer support numbers"))


async def test_no_figure_tells_how_long_a_single_request_waited(place: Postbox, clock: MovableClock) -> None:
    """Seven were taken on the same day, and one after 23 days: half were taken long before."""
    await place.knows("lea", "Lea Brandt", Role.LEADER)
    services = place.bot.app.services
    async with services.database.write() as session:
        month = {
            "organisation_id": services.organisation.id,
            "month": clock.now().date().replace(month=10, day=1),
        }
        session.add(PeerTally(what="taken 0", count=7, **month))
        session.add(PeerTally(what="taken 23", count=1, **month))
    said = words_of(await place.says("lea", "peer support numbers"))
    assert "23 days" not in said
    assert "The same day" in said


async def test_a_request_is_counted_without_a_name(place: Postbox) -> None:
    await taken(place)
    async with place.bot.app.services.database.read() as session:
        rows = (await session.scalars(select(PeerTally))).all()
        assert {(row.what, row.count) for row in rows} == {("asked", 1), ("taken 0", 1)}
        assert (await session.scalars(select(PeerRequest))).one().taken_at is not None
