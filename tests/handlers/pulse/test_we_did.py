from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.message import Choice, TextInput
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.expansion import expand
from bot.features.pulse.declarations import RESULTS
from bot.features.pulse.you_said_we_did import WeDid
from bot.people.access.roles import Role, grant, revoke
from schedules import all_jobs
from tests.fakes import Bot, labels, message_of, words_of
from tests.handlers.asked import DIRECTOR, STAFF, TEAM_LEADER, Asked, asked_at

SAID, DID = "Few of you know when to bring in peer support.", "We agreed on three situations."


@pytest.fixture
async def harbour(bot: Bot) -> Asked:
    return await asked_at(bot)


async def written(place: Asked, said: str = SAID, did: str = DID, who: str = TEAM_LEADER) -> Reply:
    group = "organisation" if who == DIRECTOR else "east"
    return await place.submits(who, "we-did.check", group, said=said, did=did)


async def drafts(place: Asked) -> list[WeDid]:
    async with place.town.database.read() as session:
        return list(await session.scalars(select(WeDid)))


async def slots(place: Asked) -> list[Slot]:
    async with place.town.database.read() as session:
        return list(await session.scalars(select(Slot).order_by(Slot.id)))


async def test_a_leader_sees_it_exactly_as_staff_will_and_nothing_is_sent(harbour: Asked) -> None:
    reply = await written(harbour)
    assert isinstance(reply, Say)
    assert reply.private
    said = words_of(reply)
    assert f"You said: {SAID}" in said
    assert f"We did: {DID}" in said
    assert "From the leaders of east." in said
    assert "It goes to everyone in east: 30 people." in said
    assert labels(reply) == ["Post it", "Change it", "Leave it"]
    assert await slots(harbour) == []


async def test_posted_it_reaches_everyone_in_the_team_once(harbour: Asked) -> None:
    preview = await written(harbour)
    posted = await harbour.presses_button(TEAM_LEADER, preview, "Post it")
    again = await harbour.presses_button(TEAM_LEADER, preview, "Post it")
    assert isinstance(posted, Replace)
    assert message_of(posted) == message_of(again)
    (slot,) = await slots(harbour)
    services = harbour.bot.app.services
    await expand(harbour.town.database, slot.id, all_jobs(services), services.clock, ["web"])
    async with harbour.town.database.read() as session:
        rows = (await session.scalars(select(Delivery))).all()
    assert {row.person_id for row in rows} == set(harbour.town.people["east"])
    assert {(row.kind, row.state, row.week) for row in rows} == {(RESULTS, DeliveryState.PENDING, None)}


async def test_taken_back_it_is_recalled_once(harbour: Asked, clock: MovableClock) -> None:
    posted = await harbour.presses_button(TEAM_LEADER, await written(harbour), "Post it")
    reply = await harbour.presses_button(TEAM_LEADER, posted, "Take it back")
    clock.move_to(clock.now() + timedelta(minutes=1))
    await harbour.presses_button(TEAM_LEADER, posted, "Take it back")
    assert "People may have read it already." in words_of(reply)
    assert [slot.action for slot in await slots(harbour)] == ["recall", "send"]


async def test_only_its_writer_posts_or_takes_back(harbour: Asked) -> None:
    preview = await written(harbour)
    assert "changed, left or posted since" in words_of(
        await harbour.presses_button(DIRECTOR, preview, "Post it")
    )
    assert await slots(harbour) == []
    posted = await harbour.presses_button(TEAM_LEADER, preview, "Post it")
    await harbour.presses_button(DIRECTOR, posted, "Take it back")
    assert [slot.action for slot in await slots(harbour)] == ["send"]


async def test_nobody_writes_to_a_group_they_do_not_lead(harbour: Asked) -> None:
    reply = await harbour.submits(TEAM_LEADER, "we-did.check", "north", said=SAID, did=DID)
    assert reply == Faults({"group": "Choose one of the groups you lead."})
    assert "That is for leaders" in words_of(await harbour.presses(STAFF, "we-did.open", "north"))


async def test_who_leads_the_group_no_more_posts_nothing(harbour: Asked) -> None:
    preview = await written(harbour)
    async with harbour.town.database.write() as session:
        now = harbour.bot.app.services.clock.now()
        await grant(session, TEAM_LEADER, Role.LEADER, "west", granted_by=None, now=now)
        await revoke(session, TEAM_LEADER, Role.LEADER, "east", by=None, now=now)
    reply = await harbour.presses_button(TEAM_LEADER, preview, "Post it")
    assert "You no longer lead that group here" in words_of(reply)
    assert await slots(harbour) == []


async def test_an_old_preview_posts_nothing_after_a_change(harbour: Asked) -> None:
    first = await written(harbour)
    opened = await harbour.presses_button(TEAM_LEADER, first, "Change it")
    assert isinstance(opened, Open)
    boxes = {box.name: box.initial for box in opened.form.fields if isinstance(box, TextInput)}
    assert boxes == {"said": SAID, "did": DID}
    second = await written(harbour, did="We agreed on four.")
    assert "changed, left or posted since" in words_of(
        await harbour.presses_button(TEAM_LEADER, first, "Post it")
    )
    posted = await harbour.presses_button(TEAM_LEADER, second, "Post it")
    assert "We agreed on four." in words_of(posted)
    assert len(await slots(harbour)) == 1


async def test_what_is_left_is_not_kept(harbour: Asked) -> None:
    preview = await written(harbour)
    assert "nothing is kept of it" in words_of(await harbour.presses_button(TEAM_LEADER, preview, "Leave it"))
    assert await drafts(harbour) == []


async def test_what_was_posted_cannot_be_left_any_more(harbour: Asked) -> None:
    preview = await written(harbour)
    await harbour.presses_button(TEAM_LEADER, preview, "Post it")
    await harbour.presses_button(TEAM_LEADER, preview, "Leave it")
    assert len(await drafts(harbour)) == 1


async def test_words_of_distress_only_warn(harbour: Asked) -> None:
    reply = await written(harbour, said="Some of you wrote that you want to kill yourself")
    assert labels(reply) == ["Post it", "Change it", "Leave it"]
    assert "sound like somebody in distress" in words_of(reply)
    assert "emergency 999" in words_of(reply)
    assert "distress" not in words_of(await written(harbour))


async def test_empty_and_long_ones_are_refused_beside_their_box(harbour: Asked) -> None:
    assert await written(harbour, said=" ", did="x" * 401) == Faults(
        {
            "said": "Write a sentence, or close this.",
            "did": "That is 401 characters long. Keep it to 400.",
        }
    )
    assert await drafts(harbour) == []


async def test_who_leads_several_groups_chooses_one(harbour: Asked) -> None:
    async with harbour.town.database.write() as session:
        now = harbour.bot.app.services.clock.now()
        await grant(session, DIRECTOR, Role.LEADER, "west", granted_by=None, now=now)
    opened = await harbour.presses(DIRECTOR, "we-did.open", "organisation")
    assert isinstance(opened, Open)
    (choice,) = [field for field in opened.form.fields if isinstance(field, Choice)]
    assert [option.label for option in choice.options] == ["Harbour", "west"]
    reply = await harbour.submits(DIRECTOR, "we-did.check", "organisation", group="west", said=SAID, did=DID)
    assert "everyone in west: 9 people" in words_of(reply)


async def test_the_director_posts_to_everyone(harbour: Asked) -> None:
    reply = await written(harbour, who=DIRECTOR)
    assert "From the leaders of Harbour." in words_of(reply)
    assert "everyone in Harbour: 75 people" in words_of(reply)
