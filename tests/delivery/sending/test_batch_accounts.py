"""A person with two accounts: the other one has its turn only after a definite failure."""

from sqlalchemy import update

from bot.delivery.ledger.deliveries import DeliveryReason, DeliveryState
from bot.delivery.sending.gateway import Refused
from bot.people.identity.people import Account
from tests.delivery.office import LANE, TEN, Office
from tests.delivery.platform import loses_connection


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
    assert (await office.row()).state is DeliveryState.SENT
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
    assert await office.states() == [DeliveryState.FAILED]


async def test_the_other_account_has_no_turn_while_it_may_have_arrived(office: Office) -> None:
    await with_another_account(office)
    office.platform.after = loses_connection
    await office.plan()
    await office.send()
    await office.send("other T send")
    assert await office.states() == [DeliveryState.UNKNOWN]
    assert office.other.times == {}


async def test_an_account_that_became_unreachable_is_not_tried(office: Office) -> None:
    await office.plan()
    async with office.database.write() as session:
        await session.execute(update(Account).values(unreachable_since=TEN))
    await office.send()
    assert (await office.row()).reason == DeliveryReason.UNREACHABLE
    assert office.platform.times == {}
