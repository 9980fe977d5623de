"""Delivery and Teams together, on both databases: what each way of going wrong leaves behind in the ledger."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from sqlalchemy import update

from bot.conversation.message import Button, Buttons, Message, text
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.batch import run_batch
from bot.delivery.sending.gateway import CHANNEL_GONE, Method, Refused, TooLate
from bot.people.audiences.audience_key import Channel
from bot.people.identity.people import Account
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.teams.directory.addresses import InstalledTeam
from bot.platforms.teams.outbound.gateway import TeamsGateway
from bot.store.database import Database
from tests.databases import SEAL
from tests.delivery.conftest import database
from tests.delivery.office import Office
from tests.delivery.people import some_people
from tests.delivery.times import utc
from tests.fake_connector import TENANT, Fault, Faults, How
from tests.platforms.teams.arriving import CHANNEL, words
from tests.platforms.teams.sending import Desk, desk

__all__ = ["database"]

LANE = f"teams {TENANT} send"


@pytest.fixture
async def at(database: Database) -> AsyncIterator[Desk]:
    async with desk(database) as made:
        yield made


async def office_at(at: Desk, people: int = 1, installed: int | None = None) -> Office:
    """People to write to, who have installed us."""
    made = Office(at.database, people=await some_people(at.database, people, "teams", TENANT))
    made.others = {"teams": at.gateway}
    await at.installed_by(*made.people[:installed])
    await made.plan()
    return made


async def long_after(office: Office) -> None:
    """Whatever was on its way has arrived by now, or never will."""
    async with office.database.write() as session:
        await session.execute(update(Delivery).values(claimed_at=utc("2026-01-01 00:00")))


async def unreachable(office: Office) -> bool:
    async with office.database.read() as session:
        account = await session.get_one(Account, f"a-{office.people[0]}")
        return account.unreachable_since is not None


async def test_what_arrived_is_known_by_where_it_is(at: Desk) -> None:
    office = await office_at(at)
    await office.send(LANE)
    row, (person,) = await office.row(), office.people
    (message,) = at.connector.conversations[f"a:chat-{person}"].messages
    assert row.state is DeliveryState.SENT
    assert row.reference == {
        "service": at.connector.service,
        "conversation": f"a:chat-{person}",
        "message": message,
    }


@pytest.mark.parametrize("fault", [How.DROP_AFTER, How.DROP_BEFORE, How.GARBLED, Fault(status=502)], ids=str)
async def test_what_nobody_knows_stays_unknown_and_is_never_sent_again_by_itself(
    at: Desk, fault: Fault | How
) -> None:
    office = await office_at(at)
    at.connector.faults.add("post", fault)
    for _ in range(3):
        await office.send(LANE)
        await long_after(office)
    assert await office.states() == [DeliveryState.UNKNOWN]
    assert at.connector.count("post") == 1


async def test_what_a_killed_process_left_is_unknown_and_not_sent_again(at: Desk) -> None:
    office = await office_at(at)
    await office.leave_sending()
    await office.send(LANE)
    assert await office.states() == [DeliveryState.UNKNOWN]
    assert at.connector.count("post") == 0


@pytest.mark.parametrize("fault", [Fault(status=429, retry_after="60"), Fault(status=503, retry_after="60")])
async def test_who_is_told_to_come_back_later_does(at: Desk, fault: Fault) -> None:
    office = await office_at(at)
    at.connector.faults.add("post", fault)
    await office.enlist()
    outbox = office.outbox()
    for _ in range(2):
        await run_batch(replace(outbox, timing=replace(office.timing, stretch=0.2)), LANE)
    assert 50 < outbox.bucket(LANE).frozen_for() <= 72
    assert await office.states() == [DeliveryState.PENDING]
    assert at.connector.count("post") == 1


async def test_a_conflict_passes_and_it_is_sent_once(at: Desk) -> None:
    office = await office_at(at)
    at.connector.faults.add("post", Fault(status=412, retry_after="0"))
    await office.send(LANE)
    await office.send(LANE)
    assert await office.states() == [DeliveryState.SENT]
    assert len(at.connector.in_chat(office.people[0])) == 1


UNINSTALLED = ["BotNotInConversationRoster", "ForbiddenOperationException"]
PERSON = [*UNINSTALLED, "MessageWritesBlocked", "ConversationBlockedByUser"]
OURS = ["BotDisabledByAdmin", "Forbidden", "BotNotRegistered", "InvalidBotApiHost"]


@pytest.mark.parametrize("code", OURS)
async def test_what_is_ours_to_mend_is_held_and_goes_when_the_cause_is_gone(at: Desk, code: str) -> None:
    office = await office_at(at, people=3)
    at.connector.faults.add("post", *[Fault(status=403, code=code)] * 3)
    await office.enlist()
    outbox = office.outbox()
    await run_batch(replace(outbox, timing=replace(office.timing, stretch=0.2)), LANE)
    assert await office.states() == [DeliveryState.PENDING] * 3
    assert 200 < outbox.bucket(LANE).frozen_for() <= 300
    assert not await unreachable(office)
    at.connector.faults = Faults()
    await office.send(LANE)
    assert await office.states() == [DeliveryState.SENT] * 3


async def test_a_code_that_nobody_knows_holds_only_whom_it_is_about(at: Desk) -> None:
    office = await office_at(at, people=3)
    at.connector.faults.add("post", Fault(status=403, code="ACodeOfNextYear"))
    await office.send(LANE)
    assert sorted(await office.states()) == [DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.SENT]
    assert not await unreachable(office)


async def test_a_chat_that_is_not_there_is_opened_again_and_takes_nobody_with_it(at: Desk) -> None:
    office = await office_at(at)
    at.connector.faults.add("post", Fault(status=404, code="ConversationNotFound"))
    await office.send(LANE)
    assert await office.states() == [DeliveryState.SENT]
    assert at.connector.count("post") == 2
    assert not await unreachable(office)


async def test_a_chat_that_is_never_there_is_tried_twice_and_takes_nobody_with_it(at: Desk) -> None:
    office = await office_at(at)
    at.connector.faults.add("post", *[Fault(status=404, code="ConversationNotFound")] * 2)
    await office.send(LANE)
    assert await office.states() == [DeliveryState.FAILED]
    assert not await unreachable(office)


@pytest.mark.parametrize("code", PERSON)
async def test_who_uninstalled_or_blocked_us_is_not_written_to_again(at: Desk, code: str) -> None:
    office = await office_at(at)
    at.connector.faults.add("post", Fault(status=403, code=code))
    await office.send(LANE)
    row = await office.row()
    assert (row.state, row.reason) == (DeliveryState.FAILED, code)
    assert await unreachable(office)
    async with at.database.write() as session:
        # As reading the people of the tenant would.
        await session.execute(update(Account).values(unreachable_since=None))
        account = await session.get_one(Account, f"a-{office.people[0]}")
        assert set(account.address) == {"service", "member", "left"}


async def test_who_never_installed_us_is_skipped_with_a_reason_and_nobody_is_asked(at: Desk) -> None:
    office = await office_at(at, people=2, installed=1)
    await office.send(LANE)
    found = [(row.state, row.reason) for row in await office.rows()]
    assert found == [(DeliveryState.SENT, ""), (DeliveryState.FAILED, "not installed")]
    assert at.connector.count("post") == 1


async def test_too_much_for_teams_is_not_sent_at_all(at: Desk) -> None:
    office = await office_at(at)
    too_much = Message("Long", (text("a" * 30_000),))
    with pytest.raises(Refused, match="too_long"):
        await at.gateway.send(at.to(office.people[0], too_much))
    assert at.connector.count("post") == 0


async def test_a_channel_gets_it_through_any_team_that_has_us(at: Desk) -> None:
    office = Office(at.database, people=await some_people(at.database, 1, "teams", TENANT))
    office.others, office.people = {"teams": at.gateway}, []
    office.channels = [Channel("teams", TENANT, CHANNEL)]
    await office.plan()
    await office.send(LANE)
    row = await office.row()
    assert (row.state, row.reason) == (DeliveryState.FAILED, "not installed")
    await at.addresses.install(InstalledTeam(TENANT, "19:team@thread.tacv2", "Wards", at.connector.service))
    assert (await at.gateway.send(at.into())).reference["conversation"] == CHANNEL


async def test_a_channel_that_is_gone_is_refused_with_its_reason(at: Desk) -> None:
    await at.addresses.install(InstalledTeam(TENANT, "19:team@thread.tacv2", "Wards", at.connector.service))
    del at.connector.conversations[CHANNEL]
    with pytest.raises(Refused, match=CHANNEL_GONE):
        await at.gateway.send(at.into())


async def test_a_message_is_changed_and_taken_back(at: Desk) -> None:
    await office_at(at)
    sent = await at.gateway.send(at.to("ada"))
    changed = at.to("ada", Message("Done", (text("Done"),)), reference=sent.reference)
    assert await at.gateway.edit(changed) == sent
    assert [words(one) for one in at.connector.in_chat("ada")] == ["Done"]
    await at.gateway.delete(changed)
    await at.gateway.delete(changed)
    assert at.connector.in_chat("ada") == []


async def test_a_worker_that_lost_the_right_to_send_in_the_last_moment_sends_nothing(at: Desk) -> None:
    sent = await at.gateway.send(at.to("ada"))
    late = at.to("ada", may_start=lambda: False, reference=sent.reference)
    for call in (at.gateway.send, at.gateway.edit, at.gateway.delete):
        with pytest.raises(TooLate):
            await call(late)
    assert len(at.connector.calls) == 1


async def test_a_message_that_is_gone_does_not_make_its_reader_unreachable(at: Desk) -> None:
    await office_at(at)
    reference = {"service": at.connector.service, "conversation": "a:chat-ada", "message": "gone"}
    with pytest.raises(Refused) as told:
        await at.gateway.edit(at.to("ada", reference=reference))
    assert not told.value.gone


async def test_buttons_that_open_forms_say_so(at: Desk) -> None:
    gateway = TeamsGateway(at.calls, at.addresses, ButtonMarks(SEAL), forms=["settings"])
    await gateway.send(at.to("ada", Message("Hi", (Buttons((Button("Change", "settings"),)),))))
    (row,) = at.connector.in_chat("ada")[0]["attachments"][0]["content"]["body"]
    assert row["actions"][0]["data"]["msteams"] == {"type": "task/fetch"}


def test_an_hour_of_one_conversation_and_half_of_a_tenant(at: Desk) -> None:
    pace = TeamsGateway(at.calls, at.addresses, ButtonMarks(SEAL)).pace(TENANT, Method.SEND)
    assert (pace.per_second, pace.per_conversation * 3600) == (25, 1800)
    assert not at.gateway.can_look_up
