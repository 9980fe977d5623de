"""A replica of this release beside one of the next, on one database: it leaves to the other what only the other knows."""

from datetime import timedelta

from sqlalchemy import text, update

from bot.delivery.calendar.slots import Slot, open_slots
from bot.delivery.ledger.contents import StoredContent
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.overview import counts
from bot.delivery.sending.outbox import Timing
from bot.delivery.sending.tick import Tick
from bot.people.access.roles import Role
from bot.people.audit.acts import GAVE_ROLE
from bot.people.audit.audit_check import check
from bot.people.audit.audit_log import latest, record
from bot.people.audit.audit_text import line_in_words
from bot.store.database import Database
from tests.delivery.calendar import FixedCalendar
from tests.delivery.office import TEN, Office, occasion
from tests.delivery.people import some_people
from tests.delivery.sending.recording import Recording

MINUTE = timedelta(minutes=1)
NEWER_MESSAGE = '{"version":1,"message":{"is":"Message","summary":"Hello","sparkles":true}}'


async def _call_kinds(database: Database, kind: str) -> None:
    async with database.write() as session:
        for table in ("slots", "deliveries"):
            await session.execute(text(f"update {table} set kind = :kind"), {"kind": kind})


async def test_a_message_of_a_kind_that_only_the_newer_release_has_is_sent_and_counted(
    office: Office,
) -> None:
    await office.plan()
    await _call_kinds(office.database, "horoscope")
    await office.send()
    assert await office.states() == [DeliveryState.SENT]
    async with office.database.read() as session:
        found = await counts(session, TEN - timedelta(days=1))
    assert [(kind.label, dict(states)) for kind, states in found.items()] == [
        ("Messages of a newer release", {DeliveryState.SENT: 1})
    ]


async def test_a_message_that_only_the_newer_release_can_read_waits_for_it_and_holds_up_nobody(
    office: Office,
) -> None:
    office.people = await some_people(office.database, 2, first=10)
    await office.plan()
    newer, _ = await office.rows()
    async with office.database.write() as session:
        session.add(StoredContent(hash="newer", body=NEWER_MESSAGE, kept_at=TEN))
        await session.execute(update(Delivery).where(Delivery.id == newer.id).values(content="newer"))
    await office.send()
    waiting, sent = await office.rows()
    assert (waiting.state, waiting.due_at, waiting.attempts) == (DeliveryState.PENDING, TEN + MINUTE, 0)
    assert sent.state is DeliveryState.SENT
    async with office.database.write() as session:
        readable = NEWER_MESSAGE.replace(',"sparkles":true', "")
        await session.execute(
            update(StoredContent).where(StoredContent.hash == "newer").values(body=readable)
        )
    office.clock.move_to(TEN + MINUTE)
    await office.send()
    assert await office.states() == [DeliveryState.SENT] * 2
    assert set(office.platform.times.values()) == {1}


async def test_an_occasion_of_a_job_that_only_the_newer_release_has_is_left_to_it(office: Office) -> None:
    """Whether this replica sees it first or the engine hands it over."""
    theirs = occasion("horoscopes", job="horoscope")
    async with office.database.write() as session:
        await open_slots(session, [theirs, occasion()])
    engine = Recording()
    await Tick(
        office.database, engine, office.clock, office.gateways, FixedCalendar(), Timing(), office.jobs
    )()
    assert [task.about for task in engine.tasks] == [occasion().slot_id]
    await office.expand(theirs.slot_id)
    async with office.database.read() as session:
        assert (await session.get_one(Slot, theirs.slot_id)).expanded_at is None


async def test_a_line_of_the_audit_with_an_act_that_only_the_newer_release_has_names_nobody(
    office: Office,
) -> None:
    async with office.database.write() as session:
        line = await record(session, office.people[0], GAVE_ROLE, TEN, role=Role.LEADER)
        before = line.digest
        await session.execute(text("update audit set act = 'read-stars'"))
    async with office.database.read() as session:
        (line,) = await latest(session, 1)
        assert line_in_words(line, {office.people[0]: "Amara"}).startswith(
            "Something was done that only the newer"
        )
        assert "Amara" not in line_in_words(line, {office.people[0]: "Amara"})
        # The check still reads the word as it is written, and sees that it is another one.
        assert (line.digest, (await check(session)).at) == (before, 1)
