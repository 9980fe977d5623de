"""Handles a question from offer to answer: take, pass on, answer, reply, thank, and offer again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.changes import Responder
from bot.features.escalation.availability import free
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.escalation.models import Consent, Letter, LetterKind, Question
from bot.features.escalation.question_closing import QuestionOfferEndings, close, end_offers, supersede
from bot.features.escalation.question_offers import (
    due_from,
    offer,
    readers_of,
    schedule_next_step,
    write,
    write_down,
)
from bot.people.access.permissions import may
from bot.people.access.roles import roles_of
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person

# A question is closed after this time without a letter.
QUIET_FOR = timedelta(days=14)


async def theirs(session: AsyncSession, question_id: str, person_id: str) -> Question | None:
    """An open question that this champion has taken, or that is for them alone."""
    question = await session.get(Question, question_id)
    return question if question and not question.closed_at and question.claimed_by == person_id else None


async def taken_and_answered_by(session: AsyncSession, question_id: str, person_id: str) -> Question | None:
    """The question that this champion answered, open or closed, until retention deletes it."""
    question = await session.get(Question, question_id)
    return question if question and question.claimed_by == person_id and question.answered_at else None


async def answered_for(session: AsyncSession, person_id: str) -> Sequence[Question]:
    """Open questions of this person's own that have an answer, the oldest first."""
    mine = (Question.asker_id == person_id, Question.closed_at.is_(None), Question.answered_at.is_not(None))
    return (await session.scalars(select(Question).where(*mine).order_by(Question.answered_at))).all()


async def asked_by(session: AsyncSession, question_id: str, person_id: str) -> Question | None:
    """An open question of this person's own."""
    question = await session.get(Question, question_id)
    return question if question and not question.closed_at and question.asker_id == person_id else None


async def take(
    session: AsyncSession,
    question_id: str,
    person_id: str,
    now: datetime,
    endings: QuestionOfferEndings,
    pressed: str = "",
) -> Question | None:
    """The question for the first champion to take it; None for all others, and for people who weren't asked."""
    question = await session.get(Question, question_id)
    if question is None or person_id not in await readers_of(session, question):
        return None
    free = (Question.id == question_id, Question.claimed_by.is_(None), Question.closed_at.is_(None))
    taken = update(Question).where(*free).values(claimed_by=person_id).returning(Question.id)
    if await session.scalar(taken) is None:
        return None
    await session.refresh(question)
    mine = Responder(person_id, endings.yours(question.id), pressed)
    await end_offers(session, question, endings.taken, now, mine)
    await _expect_answer(session, question, now)
    return question


async def could_have(session: AsyncSession, question: Question) -> Sequence[str]:
    """Other readers who take one more now. The holder can pass the question on to them by name."""
    others = [person for person in await readers_of(session, question) if person != question.claimed_by]
    return await free(session, others, even_if_full=False)


async def pass_on(
    session: AsyncSession,
    question: Question,
    now: datetime,
    endings: QuestionOfferEndings,
    to: str | None = None,
    note: str = "",
) -> None:
    """Passes it on to one of `could_have`, or to all other readers; never back to its holder."""
    await supersede(session, question, endings.passed_on, now)
    question.passed_by, question.claimed_by = question.claimed_by, to
    if to:
        await write(session, question, LetterKind.PASSED_ON, now, note)
    else:
        await write_down(session, question, LetterKind.PASSED_ON, now, note)
        await offer(session, question, now)
    await _expect_answer(session, question, now)


async def answer(
    session: AsyncSession, question: Question, text: str, now: datetime, endings: QuestionOfferEndings
) -> None:
    question.answered_at = now
    await supersede(session, question, endings.moved_on(question.id), now)
    await write(session, question, LetterKind.ANSWER, now, text)
    await schedule_next_step(session, question, now + QUIET_FOR)


async def reply(
    session: AsyncSession, question: Question, text: str, now: datetime, endings: QuestionOfferEndings
) -> None:
    """Makes the question wait for an answer again. If its holder is no longer a champion, all others get an offer."""
    question.answered_at = None
    await supersede(session, question, endings.moved_on(question.id), now)
    await write(session, question, LetterKind.REPLY, now, text)
    if not question.directed_to and not await _still_answers(session, question.claimed_by):
        question.claimed_by = None
        await offer(session, question, now)
    await _expect_answer(session, question, now)


async def thank(
    session: AsyncSession, question: Question, now: datetime, endings: QuestionOfferEndings
) -> None:
    """Tells the champion that the asker has what they need, and closes the question."""
    await close(session, question, now, endings)
    await write(session, question, LetterKind.THANKS, now)


async def may_we(
    session: AsyncSession, question: Question, now: datetime, endings: QuestionOfferEndings, pressed: str = ""
) -> None:
    """Asks the asker once whether a card may quote them."""
    if question.consent is Consent.NOT_ASKED:
        question.consent = Consent.ASKED
        await supersede(session, question, endings.moved_on(question.id), now, pressed)
        await write(session, question, LetterKind.MAY_WE, now)


async def consent(
    session: AsyncSession, question: Question, they_may: bool, now: datetime, endings: QuestionOfferEndings
) -> None:
    question.consent = Consent.YES if they_may else Consent.NO
    await supersede(session, question, endings.moved_on(question.id), now)
    await write(session, question, LetterKind.YOU_MAY if they_may else LetterKind.YOU_MAY_NOT, now)


async def process_when_due(
    session: AsyncSession, question: Question, now: datetime, endings: QuestionOfferEndings
) -> None:
    """Does what is due: offers it again, then tells the asker who else helps, and at last closes it."""
    if question.closed_at or question.look_at > now:
        return
    if question.answered_at or question.told_at:
        await close(session, question, now, endings)
    elif question.offers > 1:
        question.told_at = now
        await write(session, question, LetterKind.NOBODY_YET, now)
        await schedule_next_step(session, question, now + QUIET_FOR)
    else:
        await supersede(session, question, endings.passed_on, now)
        question.claimed_by = question.directed_to
        await offer(session, question, now)
        await _expect_answer(session, question, now)


async def letters_of(session: AsyncSession, question_id: str) -> Sequence[Letter]:
    """All letters about the question, the oldest first."""
    mine = Letter.question_id == question_id
    return (await session.scalars(select(Letter).where(mine).order_by(Letter.at, Letter.id))).all()


async def latest_answer(session: AsyncSession, question_id: str) -> Letter | None:
    answers = [
        letter for letter in await letters_of(session, question_id) if letter.says is LetterKind.ANSWER
    ]
    return answers[-1] if answers else None


async def latest_note(session: AsyncSession, question: Question) -> str:
    """The note of the champion who passed it on last, or empty."""
    notes = [
        letter.text
        for letter in await letters_of(session, question.id)
        if letter.says is LetterKind.PASSED_ON
    ]
    return notes[-1] if notes else ""


async def waiting_for(session: AsyncSession, organisation_id: str, person_id: str) -> Sequence[Question]:
    """The questions that this champion may take, the oldest first."""
    questions = await session.scalars(
        select(Question)
        .where(Question.organisation_id == organisation_id)
        .where(Question.claimed_by.is_(None), Question.closed_at.is_(None))
        .order_by(Question.asked_at, Question.id)
    )
    return [q for q in questions if person_id in await readers_of(session, q)]


async def taken_by(session: AsyncSession, person_id: str) -> Sequence[Question]:
    """The champion's open questions: those that wait for an answer first, then the oldest."""
    questions = await session.scalars(
        select(Question).where(Question.claimed_by == person_id, Question.closed_at.is_(None))
    )
    return sorted(questions, key=lambda q: (q.answered_at is not None, q.asked_at, q.id))


async def merge_questions(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    """Gives all that the merged person asked or took to the one that stays."""
    for column in (Question.asker_id, Question.claimed_by, Question.directed_to, Question.passed_by):
        await session.execute(update(Question).where(column == gone_id).values({column: kept_id}))


async def _expect_answer(session: AsyncSession, question: Question, now: datetime) -> None:
    organisation = await session.get_one(Organisation, question.organisation_id)
    await schedule_next_step(session, question, due_from(organisation, now))


async def _still_answers(session: AsyncSession, person_id: str | None) -> bool:
    person = await session.get(Person, person_id) if person_id else None
    if person is None or person.left_on:
        return False
    roles = (await roles_of(session, [person.id])).get(person.id, set())
    return may(roles, ANSWER_QUESTIONS)
