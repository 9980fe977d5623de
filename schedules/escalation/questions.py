"""Offers escalated questions to champions, delivers letters on them, and does what becomes due."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import Clock
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.escalation.availability import free
from bot.features.escalation.models import Letter, LetterKind, Question
from bot.features.escalation.question_answers import latest_note, letters_of, process_when_due
from bot.features.escalation.question_offers import name_of, readers_of, who_asked
from bot.features.escalation.views import asker as asker_views
from bot.features.escalation.views import champion as champion_views
from bot.features.escalation.views.inbox import OFFER_ENDINGS
from bot.people.contact.availability import in_their_hours
from bot.people.contact.send_time import Instant, Never, due, reach_of
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person, Preferences
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Questions:
    database: Database
    clock: Clock

    async def offers(self, slot: Slot) -> AsyncIterator[Draft]:
        """To champions who take one more, in their hours; the second time also to those who have enough."""
        drafts: list[Draft] = []
        async with self.database.read() as session:
            question = await session.get(Question, ScheduleKey.parse(slot.schedule).about)
            if question and not question.closed_at and question.claimed_by == question.directed_to:
                note = await latest_note(session, question)
                message = champion_views.offer(question, await who_asked(session, question), note)
                for person in await _recipients(session, question):
                    wish = await _in_their_hours(session, person, slot)
                    drafts.append(Draft(person, message, slot.kind, wish))
        for draft in drafts:
            yield draft

    async def letters(self, slot: Slot) -> AsyncIterator[Draft]:
        """To the letter's recipient. An asker without a name gets nothing after their question closed."""
        async with self.database.read() as session:
            letter = await session.get(Letter, ScheduleKey.parse(slot.schedule).about)
            question = await session.get_one(Question, letter.question_id) if letter else None
            draft = await _letter(session, question, letter, slot) if letter and question else None
        if draft:
            yield draft

    async def looks(self, slot: Slot) -> AsyncIterator[Draft]:
        """Does what is due for each question. People hear of it through slots of their own."""
        nobody: Sequence[Draft] = ()
        async with self.database.write() as session:
            question = await session.get(
                Question, ScheduleKey.parse(slot.schedule).about, with_for_update=True
            )
            if question:
                await process_when_due(session, question, self.clock.now(), OFFER_ENDINGS)
        for draft in nobody:
            yield draft


async def _recipients(session: AsyncSession, question: Question) -> Sequence[str]:
    reading = await readers_of(session, question)
    if question.directed_to:
        return reading
    others = [person for person in reading if person != question.passed_by]
    return await free(session, others, even_if_full=question.offers > 1)


async def _in_their_hours(session: AsyncSession, person_id: str, slot: Slot) -> Instant:
    return await in_their_hours(session, person_id, slot.organisation_id, slot.due_at)


async def _letter(session: AsyncSession, question: Question, letter: Letter, slot: Slot) -> Draft | None:
    if letter.says.is_for_asker:
        champion = await name_of(session, question.claimed_by)
        contact = (await session.get_one(Organisation, slot.organisation_id)).contact
        to, message = question.asker_id, asker_views.to_asker(question, letter, champion, contact)
    else:
        asker, letters = await who_asked(session, question), await letters_of(session, question.id)
        passer = await name_of(session, question.passed_by)
        to, message = (
            question.claimed_by,
            champion_views.to_champion(question, letter, asker, letters, passer),
        )
    if to is None:
        return None
    when = _in_their_hours if letter.says is LetterKind.PASSED_ON else _soon
    return Draft(to, message, slot.kind, await when(session, to, slot))


async def _soon(session: AsyncSession, person_id: str, slot: Slot) -> Instant:
    """In working hours. A person who paused everything asked for this, and gets it at once."""
    person = await session.get_one(Person, person_id)
    organisation = await session.get_one(Organisation, slot.organisation_id)
    wish = Instant(slot.due_at)
    timing = due(wish, reach_of(person, await session.get(Preferences, person_id), organisation))
    return Instant(slot.due_at, waits=False) if isinstance(timing, Never) else wish
