"""Some platforms run here and others don't: people may have accounts on either."""

from sqlalchemy import update

from bot.delivery.ledger.deliveries import Delivery, DeliveryReason, DeliveryState
from bot.delivery.sending.gateway import Outgoing, Refused
from bot.delivery.sending.lanes import busy_lanes
from bot.features.learning.declarations import PROMPT
from bot.people.audiences.audience_key import Channel
from bot.people.identity.people import Account
from tests import real_time
from tests.delivery.office import LANE, Office, occasion

# Known from a list of people, before anybody has set it up.
ELSEWHERE = "teams"


async def has_another_account(office: Office, platform: str, *, is_chosen: bool) -> None:
    account = {"platform": platform, "workspace": "T", "user": "x", "is_chosen": is_chosen}
    async with office.database.write() as session:
        session.add(Account(id="another", person_id=office.people[0], **account))


async def only_elsewhere(office: Office) -> None:
    async with office.database.write() as session:
        await session.execute(update(Account).values(platform=ELSEWHERE))


def blocks(_: Outgoing) -> None:
    raise Refused("blocked", gone=True)


async def busy(office: Office) -> list[str]:
    async with office.database.write() as session:
        return await busy_lanes(session, office.clock.now(), office.gateways, ["fake"])


async def test_who_has_accounts_only_where_we_do_not_run_is_skipped_with_the_reason(office: Office) -> None:
    await only_elsewhere(office)
    await office.plan()
    row = await office.row()
    assert (row.state, row.reason, row.week) == (DeliveryState.SKIPPED, DeliveryReason.NO_ACCOUNT, None)


async def test_the_account_where_we_run_counts_although_another_was_chosen(office: Office) -> None:
    await has_another_account(office, ELSEWHERE, is_chosen=True)
    async with office.database.write() as session:
        (await session.get_one(Account, f"a-{office.people[0]}")).is_chosen = False
    await office.plan()
    await office.send()
    assert (await office.row()).state is DeliveryState.SENT


async def test_nobody_falls_back_to_an_account_where_we_do_not_run(office: Office) -> None:
    await has_another_account(office, ELSEWHERE, is_chosen=False)
    await office.plan()
    office.platform.before = blocks
    await office.send()
    row = await office.row()
    assert (row.state, row.reason) == (DeliveryState.FAILED, "blocked")


async def test_what_is_planned_for_a_platform_that_is_switched_off_waits_until_it_is_back(
    office: Office,
) -> None:
    await office.plan()
    assert await busy(office) == [LANE]
    async with office.database.write() as session:
        await session.execute(update(Delivery).values(lane=f"{ELSEWHERE} W1 send"))
    assert await busy(office) == []
    async with office.database.write() as session:
        claim = {"state": DeliveryState.SENDING, "claimed_by": "gone", "claimed_at": real_time.now()}
        await session.execute(update(Delivery).values(**claim))
    assert await busy(office) == []


async def test_a_channel_where_we_do_not_run_is_written_to_when_we_do(office: Office) -> None:
    office.kind, office.people = PROMPT, []
    office.channels = [Channel(ELSEWHERE, "T", "C1")]
    await office.plan(occasion("prompts", PROMPT))
    assert (await office.row()).state is DeliveryState.PENDING
    assert await busy(office) == []
