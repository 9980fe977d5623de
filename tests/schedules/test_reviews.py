from datetime import date, time, timedelta
from pathlib import Path

from sqlalchemy import update

from bot.conversation.message import Bullets, Message, Paragraph
from bot.delivery.calendar.schedules import Schedule
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.asking.cards.library import Library, load
from bot.features.asking.views.review_reminder import reminder
from bot.people.access.roles import Role, grant
from bot.people.contact.message_kinds import DIGEST
from bot.people.contact.send_time import Local
from bot.people.identity.people import Person
from bot.store.database import Database
from schedules.asking.reviews import ReviewReminders, due_for_review
from tests.delivery.people import HOME, some_people
from tests.delivery.times import utc

CONTENT = load(Path("content"))
FIRST = min(card.meta.review_by for card in CONTENT.cards.values())
LAST = max(card.meta.review_by for card in CONTENT.cards.values())


def test_a_card_is_due_from_thirty_days_before_its_date() -> None:
    cards = CONTENT.cards.values()
    assert due_for_review(cards, FIRST - timedelta(days=31)) == []
    assert due_for_review(cards, FIRST - timedelta(days=30))
    assert len(due_for_review(cards, LAST)) == len(CONTENT.cards)


def test_the_longest_overdue_is_named_first_with_its_date() -> None:
    cards = due_for_review(CONTENT.cards.values(), LAST + timedelta(days=1))
    assert cards[0].meta.review_by == FIRST
    said = _text(reminder(cards, LAST + timedelta(days=1)))
    assert f"{cards[0].title} (was due on {FIRST.day} {FIRST:%B %Y})" in said


def test_the_numbers_tell_what_is_past_from_what_is_coming() -> None:
    card = due_for_review(CONTENT.cards.values(), LAST)[0]
    message = reminder([card], card.meta.review_by)
    assert message.summary == "One answer to read again."
    assert "Past the review date: 0. Due within 30 days: 1." in _text(message)
    late = reminder([card, card], card.meta.review_by + timedelta(days=1))
    assert "2 answers to read again. Past the review date: 2. Due within 30 days: 0." in _text(late)


def test_more_than_can_be_read_in_one_go_is_counted() -> None:
    cards = due_for_review(CONTENT.cards.values(), LAST)[:21]
    message = reminder(cards, LAST)
    assert len(next(b for b in message.blocks if isinstance(b, Bullets)).items) == 20
    assert "And 1 more" in _text(message)


async def test_editors_who_are_here_hear_of_it_at_the_time_the_schedule_says(database: Database) -> None:
    slot = await _slot(database, LAST)
    drafts = await _drafts(database, CONTENT, slot)
    assert [draft.to for draft in drafts] == ["W1-000001"]
    assert drafts[0].wish == Local(LAST, time(9, 30))
    assert drafts[0].kind is DIGEST


async def test_nobody_hears_anything_when_nothing_is_due(database: Database) -> None:
    slot = await _slot(database, FIRST - timedelta(days=60))
    assert await _drafts(database, CONTENT, slot) == []


async def test_an_empty_library_needs_no_review(database: Database) -> None:
    assert await _drafts(database, Library({}, {}, {}), await _slot(database, LAST)) == []


async def _drafts(database: Database, library: Library, slot: Slot) -> list[Draft]:
    return [draft async for draft in ReviewReminders(database, lambda: library).drafts(slot)]


async def _slot(database: Database, day: date) -> Slot:
    """Of four people one is an editor, one was, one is a champion."""
    await some_people(database, 4)
    now = utc("2026-07-14 10:00")
    async with database.write() as session:
        for person, role in (("1", Role.EDITOR), ("2", Role.EDITOR), ("3", Role.CHAMPION)):
            await grant(session, f"W1-00000{person}", role, None, granted_by=None, now=now)
        await session.execute(update(Person).where(Person.id == "W1-000002").values(left_on=day))
        given = {"organisation_id": HOME, "job": "reviews", "kind": DIGEST}
        session.add(Schedule(id="r", name="R", cron="30 9 * * mon#1", starts_on=day, since=now, **given))
    return Slot(id=f"r:{day}", schedule="r", day=day, due_at=now, **given)


def _text(message: Message) -> str:
    paragraphs: list[Paragraph] = []
    for block in message.blocks:
        paragraphs += block.items if isinstance(block, Bullets) else []
        paragraphs += [block] if isinstance(block, Paragraph) else []
    return "\n".join("".join(span.text for span in p.spans) for p in paragraphs)
