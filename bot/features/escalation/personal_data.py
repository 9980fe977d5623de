"""Declares the personal data of escalation.

An export never names the other side, nor contains words of theirs that didn't reach the person.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.escalation.models import LetterKind, Question
from bot.features.escalation.question_answers import latest_note, letters_of
from bot.features.escalation.question_closing import delete_questions
from bot.people.contact.availability import Availability
from bot.people.records.personal_data import Entry, PersonalData, deletes, entry_of_row

_ASKED = {
    "text": "Your question",
    "is_named": "With your name",
    "asked_at": "Asked",
    "answered_at": "Answered",
    "closed_at": "Closed",
}
_TAKEN = {"answered_at": "Answered", "closed_at": "Closed"}
_PASSED = {"closed_at": "Closed"}
_HIDDEN = (
    "id",
    "organisation_id",
    "asker_id",
    "about",
    "directed_to",
    "offers",
    "look_at",
    "claimed_by",
    "passed_by",
    "told_at",
    "consent",
)


async def _own_questions(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    questions = await session.scalars(
        select(Question).where(Question.asker_id == person_id).order_by(Question.asked_at, Question.id)
    )
    written = {LetterKind.ANSWER: "Answers", LetterKind.REPLY: "What you replied"}
    return [await _with_letters(session, question, _ASKED, written) for question in questions]


async def _taken(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    questions = await session.scalars(
        select(Question).where(Question.claimed_by == person_id).order_by(Question.asked_at, Question.id)
    )
    return [
        await _with_letters(session, q, _TAKEN, {LetterKind.ANSWER: "What was answered"}) for q in questions
    ]


async def _passed_on(session: AsyncSession, person_id: str) -> Sequence[Entry]:
    """The questions that this person passed on, each with its latest note."""
    questions = await session.scalars(
        select(Question).where(Question.passed_by == person_id).order_by(Question.asked_at, Question.id)
    )
    return [{**entry_of_row(q, _PASSED), "Your note": await latest_note(session, q)} for q in questions]


async def _with_letters(
    session: AsyncSession, question: Question, columns: Mapping[str, str], written: Mapping[LetterKind, str]
) -> Entry:
    letters = await letters_of(session, question.id)
    texts = {heading: [x.text for x in letters if x.says is says] for says, heading in written.items()}
    return {**entry_of_row(question, columns), **texts}


async def _forget_asked(session: AsyncSession, person_id: str) -> None:
    mine = select(Question.id).where(Question.asker_id == person_id)
    await delete_questions(session, (await session.scalars(mine)).all())


PERSONAL_DATA = (
    PersonalData(
        Question,
        "Questions that you asked a person",
        lambda me: Question.asker_id == me,
        _ASKED,
        _HIDDEN,
        erased="Questions that you asked a person, open ones too, with all that was written about them: nobody can "
        "answer them any more.",
        stays="What champions already have of your questions in their chat stays there. Questions without your name "
        "have nothing of you once they are closed, so we can't find them for you.",
        erase=_forget_asked,
        read=_own_questions,
    ),
    PersonalData(
        Question,
        "Questions that you took as a champion, never who asked",
        lambda me: Question.claimed_by == me,
        _TAKEN,
        (*_HIDDEN, "text", "is_named", "asked_at"),
        stays="Your answers stay with the questions, because the people who asked need them. All of it is deleted "
        "30 days after a question closes.",
        read=_taken,
    ),
    PersonalData(
        Question,
        "Questions that you were the last to pass on as a champion",
        lambda me: Question.passed_by == me,
        _PASSED,
        (*_HIDDEN, "text", "is_named", "asked_at", "answered_at"),
        stays="A note that you wrote when you passed a question on stays with the question, for as long.",
        read=_passed_on,
    ),
    PersonalData(
        Availability,
        "When you take questions as a champion",
        lambda me: Availability.person_id == me,
        {
            "days": "Days (1 is Monday)",
            "from_hour": "From (hour)",
            "to_hour": "Until (hour)",
            "most": "How many at a time",
            "not_now": "Not now",
        },
        erased="When you take questions as a champion: the usual hours apply again. Where you said “not now”, say it "
        "again, or ask an administrator to take the role.",
        erase=deletes(Availability, lambda me: Availability.person_id == me),
    ),
)
