"""Delivery and Slack together: what each way of going wrong leaves behind."""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.batch import run_batch
from bot.delivery.sending.gateway import Method
from bot.people.identity.people import Account
from bot.platforms.slack.outbound.gateway import PACES
from bot.platforms.slack.rendering import names
from bot.store.database import Database
from tests.delivery.conftest import database
from tests.delivery.faults.truth import assert_told_truly
from tests.delivery.office import LANE, TEN, Office, occasion
from tests.delivery.people import some_people
from tests.delivery.times import utc
from tests.fake_slack import Fault, How
from tests.platforms.slack.sending import FAST, Desk, desk

__all__ = ["database"]


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


async def office_at(at: Desk, database: Database, people: int = 1) -> Office:
    """People to write to, whom this Slack knows."""
    made = Office(database, people=await some_people(database, people))
    made.platform = at.gateway  # type: ignore[assignment]
    for person in made.people:
        at.home.add_member(person)
    await made.plan(occasion("broadcast:rooms"))
    return made


async def long_after(office: Office) -> None:
    """Whatever was on its way has arrived by now, or never will."""
    async with office.database.write() as session:
        await session.execute(update(Delivery).values(claimed_at=utc("2026-01-01 00:00")))


@pytest.mark.parametrize("how", [How.DROP_AFTER, How.GARBLED])
async def test_what_was_accepted_before_the_connection_broke_is_found_and_not_sent_again(
    at: Desk, database: Database, how: How
) -> None:
    office = await office_at(at, database)
    at.slack.faults.add("chat.postMessage", how)
    await office.send()
    assert await office.states() == [DeliveryState.UNKNOWN]
    await long_after(office)
    await office.send()
    (message,) = at.home.sent_to(office.people[0])
    row = await office.row()
    assert row.state is DeliveryState.SENT
    assert row.reference == {"channel": at.home.direct(office.people[0]).id, "ts": message["ts"]}


async def test_what_was_not_accepted_is_sent_once(at: Desk, database: Database) -> None:
    office = await office_at(at, database)
    at.slack.faults.add("chat.postMessage", How.DROP_BEFORE)
    await office.send()
    assert await office.states() == [DeliveryState.UNKNOWN]
    await long_after(office)
    await office.send()
    assert await office.states() == [DeliveryState.SENT]
    assert len(at.home.sent_to(office.people[0])) == 1


async def test_nothing_is_sent_again_before_slack_has_answered_where_it_is(
    at: Desk, database: Database
) -> None:
    office = await office_at(at, database)
    at.slack.faults.add("chat.postMessage", How.DROP_AFTER)
    await office.send()
    await long_after(office)
    at.slack.faults.add("conversations.history", How.BROKEN)
    await office.send()
    assert await office.states() == [DeliveryState.UNKNOWN]
    assert len(at.home.sent_to(office.people[0])) == 1


async def test_when_slack_says_429_it_is_left_alone_for_as_long_as_it_says(
    at: Desk, database: Database
) -> None:
    office = await office_at(at, database)
    at.slack.faults.add("chat.postMessage", Fault(How.BUSY, seconds=60))
    await office.enlist()
    outbox = office.outbox()
    for _ in range(2):
        await run_batch(replace(outbox, timing=replace(office.timing, stretch=0.2)), LANE)
    assert 50 < outbox.bucket(LANE).frozen_for() <= 60
    assert await office.states() == [DeliveryState.PENDING]
    assert at.slack.count("chat.postMessage") == 1


async def test_500s_for_ten_minutes_are_waited_out_and_everybody_gets_it_once(
    at: Desk, database: Database
) -> None:
    """Each minute everything is tried again, and what administrators see stays true."""
    office = await office_at(at, database, people=8)
    for minute in range(10):
        for method in ("chat.postMessage", "conversations.history"):
            at.slack.faults.add(method, *[How.BROKEN] * 50)
        office.clock.move_to(TEN + timedelta(minutes=minute))
        await long_after(office)
        await office.send()
        assert set(await office.states()) <= {DeliveryState.UNKNOWN, DeliveryState.PENDING}
        await assert_told_truly(database, "fake", deliveries(at), office.clock.now())
    assert not deliveries(at)
    at.slack.faults.end()
    for _ in range(2):
        await long_after(office)
        await office.send()
    assert set(await office.states()) == {DeliveryState.SENT}
    assert [len(at.home.sent_to(person)) for person in office.people] == [1] * 8
    await assert_told_truly(database, "fake", deliveries(at), office.clock.now())


def deliveries(at: Desk) -> Counter[str]:
    everywhere = at.home.channels.values()
    return Counter(names.delivery_of(message) for channel in everywhere for message in channel.messages)


async def test_what_slack_refuses_has_failed_with_its_reason(at: Desk, database: Database) -> None:
    office = await office_at(at, database)
    at.slack.faults.add("chat.postMessage", Fault(How.REFUSE, error="restricted_action"))
    await office.send()
    row = await office.row()
    assert (row.state, row.reason) == (DeliveryState.FAILED, "restricted_action")


@pytest.mark.parametrize("trouble", ["nobody of that name", "deactivated"])
async def test_who_is_gone_is_not_written_to_again(at: Desk, database: Database, trouble: str) -> None:
    office = await office_at(at, database)
    person = office.people[0]
    if trouble == "deactivated":
        at.home.members[person]["deleted"] = True
    else:
        del at.home.members[person]
    await office.send()
    assert await office.states() == [DeliveryState.FAILED]
    async with database.read() as session:
        assert (await session.get_one(Account, f"a-{person}")).unreachable_since == TEN


async def test_a_withdrawn_token_holds_the_wave_and_a_new_one_sends_it(at: Desk, database: Database) -> None:
    office = await office_at(at, database, people=3)
    at.home.is_installed = False
    await office.send()
    assert await office.states() == [DeliveryState.PENDING] * 3
    at.home.is_installed = True
    await office.send()
    assert await office.states() == [DeliveryState.SENT] * 3
    async with database.read() as session:
        assert (await session.get_one(Account, f"a-{office.people[0]}")).unreachable_since is None


async def test_no_more_is_claimed_than_slack_lets_us_send(at: Desk, database: Database) -> None:
    """Rows that wait claimed would be nobody else's, and lost for a while with us."""
    at.gateway._paces = {**FAST, Method.SEND: replace(PACES[Method.SEND], burst=4)}
    office = await office_at(at, database, people=30)
    office.timing = replace(office.timing, stretch=0.7)
    await office.send()
    states = await office.states()
    assert DeliveryState.SENDING not in states
    assert 1 <= states.count(DeliveryState.SENT) == at.slack.count("chat.postMessage") <= 10
    assert not [row for row in await office.rows() if row.state is DeliveryState.PENDING and row.attempts]
