from datetime import date

from sqlalchemy import func, select

from bot.delivery.calendar.slots import MISSED, Slot, SlotState, latest_day, open_slots
from bot.delivery.ledger.contents import StoredContent
from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState, insert_new
from bot.features.learning.declarations import NUDGE, PROMPT
from bot.features.pulse.declarations import PULSE
from bot.people.audiences.audience_key import Channel
from bot.people.contact.budget import Reserved
from bot.people.contact.message_kinds import DIGEST
from bot.people.contact.send_time import TOO_OLD
from bot.people.identity.people import Account, Person, Preferences
from tests.delivery.office import TEN, TUESDAY, Office, occasion
from tests.delivery.people import some_people
from tests.delivery.times import utc


async def test_everyone_has_one_delivery_however_often_a_slot_is_expanded(office: Office) -> None:
    office.people = await some_people(office.database, 5, workspace="W2")
    slot = await office.plan()
    async with office.database.write() as session:
        (await session.get_one(Slot, slot)).expanded_at = None
    await office.expand(slot)
    assert await office.states() == [DeliveryState.PENDING] * 5


async def test_expanding_twice_uses_the_budget_once(office: Office) -> None:
    slot = await office.plan()
    async with office.database.write() as session:
        (await session.get_one(Slot, slot)).expanded_at = None
    await office.expand(slot)
    async with office.database.read() as session:
        assert list(await session.scalars(select(Reserved.used))) == [1]


async def test_a_message_is_kept_once_however_many_get_it(office: Office) -> None:
    office.people = await some_people(office.database, 5, workspace="W2")
    await office.plan()
    async with office.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(StoredContent)) == 1


async def test_leavers_get_nothing(office: Office) -> None:
    async with office.database.write() as session:
        (await session.get_one(Person, office.people[0])).left_on = date(2026, 1, 1)
    await office.plan()
    row = await office.row()
    assert (row.state, row.reason) == (DeliveryState.SKIPPED, DeliveryReason.LEFT)


async def test_who_opted_out_of_a_kind_gets_the_others(office: Office) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], opted_out=[NUDGE]))
    await office.plan()
    office.kind = PULSE
    await office.plan(occasion("pulse", PULSE))
    assert {row.kind: row.state for row in await office.rows()} == {
        NUDGE: DeliveryState.SKIPPED,
        PULSE: DeliveryState.PENDING,
    }


async def test_who_has_no_account_is_skipped_with_the_reason(office: Office) -> None:
    async with office.database.write() as session:
        session.add(Person(id="new", organisation_id="home", name="New"))
    office.people = ["new"]
    await office.plan()
    assert (await office.row()).reason == DeliveryReason.NO_ACCOUNT


async def test_someone_with_two_accounts_gets_one_message_on_the_chosen_one(office: Office) -> None:
    async with office.database.write() as session:
        account = await session.get_one(Account, f"a-{office.people[0]}")
        account.is_chosen = False
        session.add(
            Account(id="chosen", person_id=office.people[0], platform="other", workspace="T", user="x")
        )
    await office.plan()
    assert (await office.row()).account_id == "chosen"


async def test_a_fourth_contact_in_a_week_is_skipped_with_the_reason(office: Office) -> None:
    for schedule in ("a", "b", "c", "d"):
        await office.plan(occasion(schedule))
    assert sorted(await office.states()) == [DeliveryState.PENDING] * 3 + [DeliveryState.SKIPPED]
    assert DeliveryReason.BUDGET in {row.reason for row in await office.rows()}


async def test_what_was_asked_for_comes_although_the_budget_is_used(office: Office) -> None:
    for schedule in ("a", "b", "c"):
        await office.plan(occasion(schedule))
    office.kind = DIGEST
    await office.plan(occasion("digest", DIGEST))
    assert await office.states() == [DeliveryState.PENDING] * 4


async def test_a_channel_has_no_person_and_no_budget(office: Office) -> None:
    office.kind = PROMPT
    office.people = []
    office.channels = [Channel("fake", "W1", "C42")]
    slot = await office.plan(occasion("prompts", PROMPT))
    await office.expand(slot)
    await office.send()
    assert (await office.row()).state is DeliveryState.SENT
    assert office.platform.times == {"C42": 1}


async def test_of_several_missed_slots_only_the_latest_is_sent(office: Office) -> None:
    days = [utc(f"2026-07-{day} 10:00") for day in (12, 13, 14)]
    async with office.database.write() as session:
        await open_slots(session, [occasion(at=at) for at in days])
    async with office.database.read() as session:
        slots = await session.scalars(select(Slot).order_by(Slot.day))
        assert [(slot.state, slot.reason) for slot in slots] == [
            (SlotState.SKIPPED, MISSED),
            (SlotState.SKIPPED, MISSED),
            (SlotState.OPEN, ""),
        ]
        assert await latest_day(session, "tips") == TUESDAY
        assert await latest_day(session, "others") is None


async def test_a_nudge_older_than_five_days_is_skipped_with_the_reason(office: Office) -> None:
    async with office.database.write() as session:
        session.add(Preferences(person_id=office.people[0], snoozed_until=date(2026, 7, 30)))
    await office.plan()
    assert (await office.row()).reason == TOO_OLD


async def test_a_slot_that_comes_late_uses_the_budget_of_the_week_in_which_it_is_sent(
    office: Office,
) -> None:
    office.kind = PULSE
    office.clock.move_to(utc("2026-07-20 10:00"))
    await office.plan(occasion("pulse", PULSE, TEN))
    assert (await office.row()).week == date(2026, 7, 20)


async def test_a_cancelled_slot_is_not_expanded(office: Office) -> None:
    async with office.database.write() as session:
        await open_slots(session, [occasion()])
        (await session.get_one(Slot, f"tips:{TUESDAY}")).state = SlotState.CANCELLED
    await office.expand(f"tips:{TUESDAY}")
    assert await office.rows() == []


async def test_nobody_has_two_deliveries_in_one_slot_whatever_the_code_does(office: Office) -> None:
    await office.plan()
    row = await office.row()
    fields = {c.name: getattr(row, c.name) for c in Delivery.__table__.columns if c.name != "id"}
    async with office.database.write() as session:
        assert await insert_new(session, [fields]) == set()
