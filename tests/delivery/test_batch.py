from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from time import sleep

import pytest
from sqlalchemy import select, update

from bot.delivery.gateway import Outgoing, Pace, Refused, Sent, Throttled
from bot.delivery.ledger import NEXT, Delivery, Reason, State, move
from bot.delivery.slots import Slot, SlotState
from bot.delivery.workers import Life
from bot.people.budget import Kind, Reserved
from bot.people.due import TOO_OLD
from bot.people.people import Account, Person, Preferences
from tests.delivery.office import LANE, TEN, Office, occasion
from tests.delivery.people import some_people
from tests.delivery.platform import LostConnection, loses_connection
from tests.delivery.times import utc


async def test_everyone_gets_it_once(office: Office) -> None:
    office.people = await some_people(office.database, 120, workspace="W2")
    await office.plan()
    await office.send("fake W2 send")
    await office.send("fake W2 send")
    assert office.platform.times == dict.fromkeys(office.people, 1)
    assert set(await office.states()) == {State.SENT}


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
    await office.plan(occasion("tips", Kind.NUDGE))
    office.kind = Kind.PULSE
    await office.plan(occasion("pulse", Kind.PULSE))
    await office.send()
    assert [outgoing.kind for outgoing in office.platform.arrived] == [Kind.PULSE, Kind.NUDGE]


async def test_a_paused_slot_waits_and_goes_on_when_resumed(office: Office) -> None:
    slot = await office.plan()
    for state, expected in ((SlotState.PAUSED, State.PENDING), (SlotState.OPEN, State.SENT)):
        async with office.database.write() as session:
            await session.execute(update(Slot).where(Slot.id == slot).values(state=state))
        await office.send()
        assert await office.states() == [expected]


CHANGED = {
    "they left": (Person, {"left_on": date(2026, 7, 14)}, Reason.LEFT),
    "they opted out": (Preferences, {"opted_out": ["nudge"]}, Reason.OPTED_OUT),
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
    assert (row.state, row.reason) == (State.SKIPPED, reason)
    assert row.week is None, "the contact is given back"


async def test_a_snooze_begun_meanwhile_moves_it_and_its_contact(office: Office) -> None:
    office.kind = Kind.PULSE
    await office.plan(occasion("pulse", Kind.PULSE))
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], snoozed_until=date(2026, 7, 22)))
    await office.send()
    row = await office.row()
    assert (row.state, row.due_at, row.week) == (State.PENDING, utc("2026-07-22 10:00"), date(2026, 7, 20))
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
    assert await office.states() == [State.SENT]


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
    assert (row.state, row.reason, row.week) == (State.FAILED, "channel_not_found", None)


async def with_another_account(office: Office) -> None:
    async with office.database.write() as session:
        person = office.people[0]
        session.add(
            Account(id="b", person_id=person, platform="other", workspace="T", user="x", is_chosen=False)
        )


async def test_the_other_account_has_its_turn_only_after_a_definite_failure(office: Office) -> None:
    def is_gone(_: object) -> None:
        raise Refused("uninstalled", gone=True)

    await with_another_account(office)
    office.platform.before = is_gone
    await office.plan()
    await office.send()
    await office.send("other T send")
    assert (await office.row()).state is State.SENT
    assert (office.platform.times, office.other.times) == ({}, {"x": 1})
    async with office.database.read() as session:
        first = await session.get_one(Account, f"a-{office.people[0]}")
        assert first.unreachable_since == TEN


async def test_when_both_accounts_refuse_it_has_failed(office: Office) -> None:
    def refuses(_: object) -> None:
        raise Refused("blocked")

    await with_another_account(office)
    office.platform.before = office.other.before = refuses
    await office.plan()
    for lane in (LANE, "other T send", LANE):
        await office.send(lane)
    assert await office.states() == [State.FAILED]


async def test_the_other_account_has_no_turn_while_it_may_have_arrived(office: Office) -> None:
    await with_another_account(office)
    office.platform.after = loses_connection
    await office.plan()
    await office.send()
    await office.send("other T send")
    assert await office.states() == [State.UNKNOWN]
    assert office.other.times == {}


async def test_an_account_that_became_unreachable_is_not_tried(office: Office) -> None:
    await office.plan()
    async with office.database.write() as session:
        await session.execute(update(Account).values(unreachable_since=TEN))
    await office.send()
    assert (await office.row()).reason == Reason.UNREACHABLE
    assert office.platform.times == {}


async def test_when_told_to_slow_down_nothing_is_lost_and_nothing_more_is_tried(office: Office) -> None:
    tried = []

    def is_busy(outgoing: object) -> None:
        tried.append(outgoing)
        raise Throttled(60)

    office.people = await some_people(office.database, 40, workspace="W2")
    office.platform.before = is_busy
    await office.plan()
    await office.send("fake W2 send")
    assert set(await office.states()) == {State.PENDING}
    assert len(tried) == 1


async def test_a_slow_platform_is_given_only_as_many_as_it_can_take(office: Office) -> None:
    office.people = await some_people(office.database, 20, workspace="W2")
    office.platform.fast = Pace(per_second=10, burst=4, per_conversation=1000)
    office.timing = replace(office.timing, stretch=0.5)
    await office.plan()
    await office.send("fake W2 send")
    assert 1 <= len(office.platform.arrived) <= 8


async def test_a_claim_older_than_the_lease_is_not_begun(office: Office) -> None:
    """As in a process that was frozen after claiming: others may have taken over by now."""
    office.timing = replace(office.timing, lease=1.0, timeout=1.0)
    await office.plan()
    await office.send()
    assert office.platform.times == {}
    assert await office.states() == [State.PENDING]


async def test_a_process_that_was_frozen_in_the_last_moment_sends_nothing(office: Office) -> None:
    def freezes(_: Outgoing) -> None:
        sleep(1.1)

    office.timing = replace(office.timing, lease=2.0, timeout=1.0)
    office.platform.before = freezes
    await office.plan()
    await office.send()
    assert office.platform.times == {}
    assert await office.states() == [State.PENDING]


async def test_what_a_worker_says_after_it_was_taken_over_is_not_written_down(office: Office) -> None:
    async def taken_over() -> None:
        async with office.database.write() as session:
            await session.execute(update(Delivery).values(claimed_by="somebody else"))

    send = office.platform.send

    async def slow_send(outgoing: Outgoing) -> Sent:
        sent = await send(outgoing)
        await taken_over()
        return sent

    office.platform.send = slow_send  # type: ignore[method-assign]
    await office.plan()
    await office.send()
    row = await office.row()
    assert (row.state, row.claimed_by) == (State.SENDING, "somebody else")


async def test_what_a_dead_worker_had_sent_is_found_and_not_sent_again(office: Office) -> None:
    await office.plan()
    id_ = (await office.row()).id
    office.platform.arrived = [Outgoing(id_, Kind.NUDGE, "fake", "W1", office.message, user=office.people[0])]
    await office.leave_sending()
    await office.send()
    assert office.platform.times == {office.people[0]: 1}
    assert (await office.row()).reference == {"ts": f"{office.people[0]}/1"}


async def test_what_a_dead_worker_had_not_sent_is_sent(office: Office) -> None:
    await office.plan()
    await office.leave_sending()
    await office.send()
    assert office.platform.looked_up == 1
    assert office.platform.times == {office.people[0]: 1}


async def test_what_nobody_can_know_is_not_sent_again(office: Office) -> None:
    office.platform.can_look_up = False
    await office.plan()
    await office.leave_sending()
    await office.send()
    assert await office.states() == [State.UNKNOWN]
    assert office.platform.times == {}


async def test_what_a_living_worker_is_sending_is_left_alone(office: Office) -> None:
    await office.plan()
    await office.leave_sending("busy", Life.ALIVE)
    await office.send()
    assert await office.states() == [State.SENDING]
    assert office.platform.looked_up == 0


async def test_a_lost_connection_is_looked_up_but_not_while_it_may_still_arrive(office: Office) -> None:
    office.platform.after = loses_connection
    await office.plan()
    await office.send()
    await office.send()
    assert (await office.states(), office.platform.looked_up) == ([State.UNKNOWN], 0)
    async with office.database.write() as session:
        await session.execute(update(Delivery).values(claimed_at=utc("2026-01-01 00:00")))
    await office.send()
    assert (await office.states(), office.platform.looked_up) == ([State.SENT], 1)
    assert office.platform.times == {office.people[0]: 1}


async def test_a_look_up_that_fails_is_tried_again_later(office: Office) -> None:
    async def fails(_: object) -> None:
        raise LostConnection

    office.platform.look_up = fails  # type: ignore[assignment, method-assign]
    await office.plan()
    await office.leave_sending()
    await office.send()
    row = await office.row()
    assert row.state is State.UNKNOWN
    assert row.claimed_at and row.claimed_at > TEN


async def test_what_comes_back_after_its_slot_was_cancelled_is_cancelled(office: Office) -> None:
    slot = await office.plan()
    await office.leave_sending()
    async with office.database.write() as session:
        await session.execute(update(Slot).where(Slot.id == slot).values(state=SlotState.CANCELLED))
    await office.send()
    assert await office.states() == [State.CANCELLED]


async def test_states_follow_each_other_as_designed(office: Office) -> None:
    async with office.database.write() as session:
        for before, after in product(State, State):
            if after not in NEXT[before]:
                with pytest.raises(ValueError, match="never becomes"):
                    await move(session, before, after)
