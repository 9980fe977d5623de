from datetime import date, timedelta

from sqlalchemy import select

from bot.conversation.message import Message, text
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger import changes
from bot.delivery.ledger.deliveries import DeliveryReason, DeliveryState
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.pulse.declarations import PULSE
from bot.people.contact.budget import Reserved
from bot.people.contact.message_kinds import MessageKind
from bot.people.contact.send_time import TOO_OLD
from bot.people.identity.people import Preferences
from tests.delivery.office import HELLO, TEN, Office, occasion
from tests.delivery.people import some_people
from tests.delivery.platform import loses_connection

BETTER = Message("Better", (text("Better"),))


async def test_a_cancelled_slot_gives_its_contacts_back(office: Office) -> None:
    slot = await office.plan()
    async with office.database.write() as session:
        await changes.cancel(session, slot)
    await office.send()
    row = await office.row()
    assert (row.state, row.reason) == (DeliveryState.CANCELLED, DeliveryReason.CANCELLED)
    async with office.database.read() as session:
        assert list(await session.scalars(select(Reserved.used))) == [0]


async def test_a_cancelled_slot_stays_cancelled(office: Office) -> None:
    slot = await office.plan()
    async with office.database.write() as session:
        await changes.cancel(session, slot)
        await changes.resume(session, slot)
    await office.send()
    assert await office.states() == [DeliveryState.CANCELLED]


async def test_resuming_makes_it_a_new_generation(office: Office) -> None:
    slot = await office.plan()
    async with office.database.write() as session:
        before = (await session.get_one(Slot, slot)).workflow
        await changes.pause(session, slot)
        await changes.resume(session, slot)
    async with office.database.read() as session:
        assert (await session.get_one(Slot, slot)).workflow != before


async def test_a_recall_deletes_what_arrived_and_cancels_what_has_not(office: Office) -> None:
    slot = await office.plan()
    await office.send()
    office.people = await some_people(office.database, 1, workspace="W2")
    async with office.database.write() as session:
        (await session.get_one(Slot, slot)).expanded_at = None
    await office.expand(slot)
    async with office.database.write() as session:
        recalling = await changes.recall(session, slot, TEN)
    await office.expand(recalling)
    await office.send("fake W1 recall")
    await office.send("fake W2 send")
    rows = await office.rows()
    assert sorted(r.state for r in rows if r.slot_id == slot) == [
        DeliveryState.CANCELLED,
        DeliveryState.RECALLED,
    ]
    assert office.platform.shown == {}


async def test_a_recall_waits_for_what_is_on_its_way(office: Office) -> None:
    slot = await office.plan()
    await office.leave_sending()
    async with office.database.write() as session:
        recalling = await changes.recall(session, slot, TEN)
    await office.expand(recalling)
    async with office.database.read() as session:
        waiting = await session.get_one(Slot, recalling)
        assert waiting.expanded_at is None
        assert waiting.generation == 1


async def test_an_edit_changes_what_people_got_and_will_get(office: Office) -> None:
    slot = await office.plan()
    await office.send()
    async with office.database.write() as session:
        editing = await changes.edit(session, slot, BETTER, TEN)
    await office.expand(editing)
    await office.send("fake W1 edit")
    assert list(office.platform.shown.values()) == [BETTER]
    assert set(await office.states()) == {DeliveryState.SENT}


async def test_an_edit_of_what_has_not_been_sent_needs_no_edit(office: Office) -> None:
    slot = await office.plan()
    async with office.database.write() as session:
        editing = await changes.edit(session, slot, BETTER, TEN)
    await office.expand(editing)
    await office.send()
    assert [outgoing.message for outgoing in office.platform.arrived] == [BETTER]
    assert len(await office.rows()) == 1


async def test_what_is_settled_reaches_nobody_any_more_and_one_person_keeps_what_they_have(
    office: Office,
) -> None:
    office.people += await some_people(office.database, 1, workspace="W3")
    slot = await office.plan()
    await office.send()
    await office.send("fake W3 send")
    office.people += await some_people(office.database, 1, workspace="W2")
    async with office.database.write() as session:
        (await session.get_one(Slot, slot)).expanded_at = None
    await office.expand(slot)
    async with office.database.write() as session:
        schedule = (await session.get_one(Slot, slot)).schedule
        await changes.close_notices(session, schedule, BETTER, TEN, frozenset(office.people[:1]))
        changing = await session.scalar(select(Slot.id).where(Slot.of_slot == slot))
    await office.expand(changing or "")
    for lane in ("fake W1 edit", "fake W3 edit", "fake W2 send"):
        await office.send(lane)
    assert sorted(message.summary for message in office.platform.shown.values()) == ["Better", HELLO.summary]
    states = {row.person_id: row.state for row in await office.rows() if row.slot_id == slot}
    assert [states[person] for person in office.people] == [
        DeliveryState.SENT,
        DeliveryState.SENT,
        DeliveryState.CANCELLED,
    ]


async def test_everything_unknown_is_listed_and_can_be_sent_again(office: Office) -> None:
    office.platform.can_look_up = False
    office.platform.before = loses_connection
    await office.plan()
    await office.send()
    async with office.database.read() as session:
        (doubtful,) = await changes.unknown(session)
    office.platform.before = lambda _: None
    await office.send()
    assert office.platform.times == {}
    async with office.database.write() as session:
        assert await changes.send_again(session, doubtful.id)
        assert not await changes.send_again(session, doubtful.id)
    await office.send()
    assert office.platform.times == {office.people[0]: 1}


async def test_something_unknown_can_be_let_be(office: Office) -> None:
    office.platform.can_look_up = False
    office.platform.after = loses_connection
    await office.plan()
    await office.send()
    async with office.database.write() as session:
        assert await changes.settle_without_resending(session, (await office.row()).id)
    assert await office.states() == [DeliveryState.CANCELLED]


async def with_held(office: Office, *kinds: MessageKind) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], holds_until_writing=True))
    for kind in kinds:
        office.kind = kind
        await office.plan(occasion(f"{kind}", kind))


async def test_what_is_held_comes_when_the_person_writes_whatever_the_hour(office: Office) -> None:
    await with_held(office, PULSE)
    await office.send()
    assert office.platform.times == {}
    at_night = TEN + timedelta(hours=13)
    office.clock.move_to(at_night)
    async with office.database.write() as session:
        await changes.release_held(session, office.people[0], 3, "UTC", at_night)
    await office.send()
    assert office.platform.times == {office.people[0]: 1}


async def test_what_was_held_comes_within_the_budget_and_the_important_first(office: Office) -> None:
    await with_held(office, NUDGE, INDUCTION, PULSE)
    async with office.database.write() as session:
        await changes.release_held(session, office.people[0], 2, "UTC", TEN)
    await office.send()
    assert [outgoing.kind for outgoing in office.platform.arrived] == [PULSE, INDUCTION]
    assert DeliveryReason.BUDGET in {row.reason for row in await office.rows()}


async def test_a_nudge_that_was_held_too_long_is_skipped(office: Office) -> None:
    await with_held(office, NUDGE)
    async with office.database.write() as session:
        await changes.release_held(session, office.people[0], 3, "UTC", TEN + timedelta(days=6))
    assert (await office.row()).reason == TOO_OLD


async def test_who_chose_to_hold_after_it_was_planned_is_not_disturbed(office: Office) -> None:
    office.kind = PULSE
    await office.plan(occasion("pulse", PULSE))
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], holds_until_writing=True))
    await office.send()
    row = await office.row()
    assert (row.state, row.due_at, row.week) == (DeliveryState.PENDING, None, None)
    async with office.database.read() as session:
        assert await session.get_one(Reserved, (office.people[0], date(2026, 7, 13)))
