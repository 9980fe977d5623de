from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import DeliveryReason, DeliveryState
from bot.delivery.sending.gateway import Pace, Refused, Throttled
from bot.features.learning.declarations import NUDGE
from bot.features.pulse.declarations import PULSE
from bot.people.contact.budget import Reserved
from bot.people.contact.send_time import TOO_OLD
from bot.people.identity.people import Person, Preferences
from tests.delivery.office import TEN, Office, occasion
from tests.delivery.people import some_people
from tests.delivery.times import utc


async def test_everyone_gets_it_once(office: Office) -> None:
    office.people = await some_people(office.database, 120, workspace="W2")
    await office.plan()
    await office.send("fake W2 send")
    await office.send("fake W2 send")
    assert office.platform.times == dict.fromkeys(office.people, 1)
    assert set(await office.states()) == {DeliveryState.SENT}


async def test_what_was_sent_can_be_found_again(office: Office) -> None:
    await office.plan()
    await office.send()
    row = await office.row()
    assert row.reference == {"ts": f"{office.people[0]}/1"}
    assert row.sent_at == TEN


async def test_nothing_is_sent_before_it_is_due(office: Office) -> None:
    office.clock = type(office.clock)(utc("2026-07-14 09:59"), frozen=True)
    await office.plan()
    await office.send()
    assert office.platform.times == {}


async def test_the_more_important_goes_first(office: Office) -> None:
    await office.plan(occasion("tips", NUDGE))
    office.kind = PULSE
    await office.plan(occasion("pulse", PULSE))
    await office.send()
    assert [outgoing.kind for outgoing in office.platform.arrived] == [PULSE, NUDGE]


async def test_a_paused_slot_waits_and_goes_on_when_resumed(office: Office) -> None:
    slot = await office.plan()
    for state, expected in ((SlotState.PAUSED, DeliveryState.PENDING), (SlotState.OPEN, DeliveryState.SENT)):
        async with office.database.write() as session:
            await session.execute(update(Slot).where(Slot.id == slot).values(state=state))
        await office.send()
        assert await office.states() == [expected]


CHANGED = {
    "they left": (Person, {"left_on": date(2026, 7, 14)}, DeliveryReason.LEFT),
    "they opted out": (Preferences, {"opted_out": ["nudge"]}, DeliveryReason.OPTED_OUT),
    "they went on a long leave": (Preferences, {"snoozed_until": date(2026, 9, 1)}, TOO_OLD),
}


@pytest.mark.parametrize(("table", "change", "reason"), CHANGED.values(), ids=CHANGED)
async def test_what_changed_since_it_was_planned_is_honoured(
    office: Office, table: type[Person | Preferences], change: dict[str, object], reason: str
) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0]))
    await office.plan()
    async with office.database.write() as session:
        await session.execute(update(table).values(**change))
    await office.send()
    row = await office.row()
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, reason)
    assert row.week is None, "the contact is given back"


async def test_a_snooze_begun_meanwhile_moves_it_and_its_contact(office: Office) -> None:
    office.kind = PULSE
    await office.plan(occasion("pulse", PULSE))
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], snoozed_until=date(2026, 7, 22)))
    await office.send()
    row = await office.row()
    assert (row.state, row.due_at, row.week) == (
        DeliveryState.PENDING,
        utc("2026-07-22 10:00"),
        date(2026, 7, 20),
    )
    async with office.database.read() as session:
        used = await session.execute(select(Reserved.week, Reserved.used).order_by(Reserved.week))
        assert used.all() == [(date(2026, 7, 13), 0), (date(2026, 7, 20), 1)]


async def test_after_a_stop_of_ours_nobody_is_written_to_at_night(office: Office) -> None:
    await office.plan()
    office.clock.move_to(utc("2026-07-14 22:00"))
    await office.send()
    assert (await office.row()).due_at == utc("2026-07-15 08:00")
    office.clock.move_to(utc("2026-07-15 08:00"))
    await office.send()
    assert await office.states() == [DeliveryState.SENT]


async def test_a_nudge_that_we_could_not_send_for_five_days_is_skipped(office: Office) -> None:
    await office.plan()
    office.clock.move_to(TEN + timedelta(days=6))
    await office.send()
    assert (await office.row()).reason == TOO_OLD


async def test_what_the_platform_refuses_has_failed_with_its_reason(office: Office) -> None:
    def refuses(_: object) -> None:
        raise Refused("channel_not_found")

    office.platform.before = refuses
    await office.plan()
    await office.send()
    row = await office.row()
    assert (row.state, row.reason, row.week) == (DeliveryState.FAILED, "channel_not_found", None)


async def test_when_told_to_slow_down_nothing_is_lost_and_nothing_more_is_tried(office: Office) -> None:
    tried = []

    def is_busy(outgoing: object) -> None:
        tried.append(outgoing)
        raise Throttled(60)

    office.people = await some_people(office.database, 40, workspace="W2")
    office.platform.before = is_busy
    await office.plan()
    await office.send("fake W2 send")
    assert set(await office.states()) == {DeliveryState.PENDING}
    assert len(tried) == 1


async def test_a_slow_platform_is_given_only_as_many_as_it_can_take(office: Office) -> None:
    office.people = await some_people(office.database, 20, workspace="W2")
    office.platform.fast = Pace(per_second=10, burst=4, per_conversation=1000)
    office.timing = replace(office.timing, stretch=0.5)
    await office.plan()
    await office.send("fake W2 send")
    assert 1 <= len(office.platform.arrived) <= 8
