"""Three weeks in the demo, through the code that runs in production."""

import threading
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import select

from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.demo.run import Demo
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.people.contact.message_kinds import MessageKind
from bot.people.identity.people import Account, Preferences
from tests.demo.conftest import Opened

LONDON = ZoneInfo("Europe/London")
THREE_WEEKS = timedelta(days=21)


async def sent(demo: Demo, user: str, *kinds: MessageKind) -> list[Delivery]:
    async with demo.app.services.database.read() as session:
        found = await session.scalars(
            select(Delivery)
            .join(Account, Account.person_id == Delivery.person_id)
            .where(Account.user == user, Delivery.state == DeliveryState.SENT, Delivery.kind.in_(kinds))
            .order_by(Delivery.due_at)
        )
        return list(found)


async def snooze(demo: Demo, user: str, until: date) -> None:
    async with demo.app.services.database.write() as session:
        account = (await session.scalars(select(Account).where(Account.user == user))).one()
        await session.merge(Preferences(person_id=account.person_id, snoozed_until=until))


async def test_at_rest_no_thread_of_the_demo_looks_for_work(demo: Demo) -> None:
    """The durable queue's threads look every second, which is most of what an idle demo costs."""
    names = [thread.name for thread in threading.enumerate()]
    assert [name for name in names if "queue" in name or name.startswith("dbos")] == []


async def test_three_weeks(demo: Demo) -> None:
    await snooze(demo, "colleague-5", date(2027, 3, 1))
    await demo.move(THREE_WEEKS)
    await _three_different_tips_came_in_working_hours(demo)
    await _people_who_snooze_got_none_and_a_new_starter_an_induction(demo)
    await _every_sent_message_is_in_the_conversation_once(demo)
    await _nobody_got_more_than_the_week_allows(demo)


async def _three_different_tips_came_in_working_hours(demo: Demo) -> None:
    for user in (
        "nurse",
        "director",
        "peer-worker",
        "champion",
        "administrator",
        "team-leader",
        "colleague-9",
    ):
        tips = await sent(demo, user, NUDGE)
        assert len(tips) == 3, user
        assert len({tip.content for tip in tips}) == 3, user
        for tip in tips:
            assert tip.due_at
            local = tip.due_at.astimezone(LONDON)
            assert local.isoweekday() <= 5
            assert 8 <= local.hour < 18


async def _people_who_snooze_got_none_and_a_new_starter_an_induction(demo: Demo) -> None:
    assert await sent(demo, "colleague-5", NUDGE) == []
    assert await sent(demo, "new-starter", INDUCTION) != []


async def _every_sent_message_is_in_the_conversation_once(demo: Demo) -> None:
    """A closed wave keeps only counts of its messages, so its invitations stand in the conversation alone."""
    entries = demo.workspace.transcript("nurse").entries
    invitations = [entry for entry in entries if entry.message.summary == "A few short questions"]
    assert len(invitations) == 2
    assert len(entries) - len(invitations) == len(await sent(demo, "nurse", *MessageKind.all()))


async def _nobody_got_more_than_the_week_allows(demo: Demo) -> None:
    weeks: dict[tuple[str, tuple[int, int]], int] = {}
    for delivery in await sent(demo, "new-starter", *(kind for kind in MessageKind.all() if kind.is_counted)):
        assert delivery.due_at
        week = delivery.due_at.astimezone(LONDON).isocalendar()[:2]
        weeks["new-starter", week] = weeks.get(("new-starter", week), 0) + 1
    assert max(weeks.values()) <= 3


async def test_a_restart_goes_on_where_it_was(own: Path, opened: Opened) -> None:
    first = await opened(own)
    await first.move(timedelta(days=8))
    reached = first.clock.now()
    before = await sent(first, "nurse", NUDGE)
    await first.stop()
    again = await opened(own)
    assert abs(again.clock.now() - reached) < timedelta(minutes=2)
    await again.move(timedelta(days=7))
    after = await sent(again, "nurse", NUDGE)
    await again.stop()
    assert len(after) == len(before) + 1
    assert [tip.id for tip in after[: len(before)]] == [tip.id for tip in before]
