"""Stores a question, finds the champions who read it, and offers it to them with a deadline."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features.escalation.models import Letter, LetterKind, Question
from bot.people.access.roles import Grant, Role
from bot.people.access.scopes import with_teams_above
from bot.people.contact.message_kinds import ESCALATION, REPLY
from bot.people.contact.send_time import Reach, after_working_days
from bot.people.identity.lookup import known_as
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Person
from bot.store.types import new_id

# Jobs, and what the schedules of their slots begin with. Each slot is for one question or letter.
OFFER, LETTER, LOOK = "question-offers", "question-letters", "question-looks"

WORKING_DAYS = 2
MOST_OPEN = 5
LONGEST = 1000


async def ask(
    session: AsyncSession,
    organisation_id: str,
    asker_id: str,
    words: str,
    *,
    is_named: bool,
    to: str | None,
    about: str,
    now: datetime,
) -> str:
    """Asks one champion, or all readers; `about` is what it replies to, such as "broadcast:<id>". Returns its id."""
    organisation = await session.get_one(Organisation, organisation_id)
    question = Question(id=new_id(), organisation_id=organisation_id, asker_id=asker_id, is_named=is_named)
    question.text, question.about, question.asked_at, question.offers = words, about, now, 0
    question.directed_to = question.claimed_by = to
    question.look_at = due_from(organisation, now)
    session.add(question)
    await session.flush()
    await offer(session, question, now)
    await schedule_next_step(session, question, question.look_at)
    return question.id


async def unanswered_of(session: AsyncSession, asker_id: str) -> Sequence[Question]:
    """Open questions of this person's own without an answer, the oldest first."""
    mine = (Question.asker_id == asker_id, Question.closed_at.is_(None), Question.answered_at.is_(None))
    questions = select(Question).where(*mine).order_by(Question.asked_at, Question.id)
    return (await session.scalars(questions)).all()


async def has_enough_open(session: AsyncSession, asker_id: str) -> bool:
    """Whether the asker has `MOST_OPEN` unanswered questions. More would overload those who answer."""
    return len(await unanswered_of(session, asker_id)) >= MOST_OPEN


def expected_by(question: Question) -> datetime | None:
    """When its next step is due; None once its asker was told that nobody could answer it."""
    is_given_up = question.told_at and question.claimed_by is None
    return None if is_given_up else question.look_at


def due_from(organisation: Organisation, now: datetime, days: int = WORKING_DAYS) -> datetime:
    """The time by which a champion should take it: some of the organisation's working days later."""
    reach = Reach(organisation.time_zone, organisation.country, organisation.region)
    return after_working_days(now, days, reach)


async def readers(
    session: AsyncSession, organisation_id: str, asker_id: str | None, *, is_named: bool
) -> Sequence[str]:
    """The champions who read it, in the order of ids; never the asker.

    With a name, those for the asker's team or for everybody. Without one, those for everybody: being one of a
    few teams' would say whose it is. Where there are none of these, all champions.
    """
    asker = await session.get(Person, asker_id) if asker_id and is_named else None
    teams = await with_teams_above(session, asker.team_id) if asker else frozenset()
    champions = [(p, t) for p, t in await _champions(session, organisation_id) if p != asker_id]
    near = {person_id for person_id, team_id in champions if team_id is None or team_id in teams}
    return sorted(near or {person_id for person_id, _ in champions})


async def readers_of(session: AsyncSession, question: Question) -> Sequence[str]:
    if question.directed_to:
        return [question.directed_to]
    return await readers(session, question.organisation_id, question.asker_id, is_named=question.is_named)


async def offer(session: AsyncSession, question: Question, now: datetime) -> None:
    """Offers the question once more."""
    question.offers += 1
    await _open(session, question, ScheduleKey.of(OFFER, question.id, question.offers), now)


async def write(
    session: AsyncSession, question: Question, says: LetterKind, now: datetime, words: str = ""
) -> None:
    """Sends a letter to the asker or to the champion, as `says` determines."""
    letter = await write_down(session, question, says, now, words)
    await _open(session, question, ScheduleKey.of(LETTER, letter.id), now)


async def write_down(
    session: AsyncSession, question: Question, says: LetterKind, now: datetime, words: str
) -> Letter:
    """Stores a letter without sending it. Champions read it with the question."""
    letter = Letter(id=new_id(), question_id=question.id, says=says, text=words, at=now)
    session.add(letter)
    await session.flush()
    return letter


async def schedule_next_step(session: AsyncSession, question: Question, at: datetime) -> None:
    """Sets the question's next deadline, and opens its slot."""
    question.look_at = at
    await _open(session, question, ScheduleKey.of(LOOK, question.id, f"{at:%Y%m%dT%H%M%S}"), at)


async def _open(session: AsyncSession, question: Question, key: ScheduleKey, at: datetime) -> None:
    kind = REPLY if key.job == LETTER else ESCALATION
    once = Occasion(str(key), key.job, kind, question.organisation_id, at.date(), at)
    await open_slots(session, [once])


async def _champions(session: AsyncSession, organisation_id: str) -> Sequence[tuple[str, str | None]]:
    """Champions, each with their team; None for the whole organisation."""
    rows = await session.execute(
        select(Grant.person_id, Grant.team_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.role == Role.CHAMPION)
        .where(Person.organisation_id == organisation_id, Person.left_on.is_(None))
        .order_by(Grant.person_id)
    )
    return [(person_id, team_id) for person_id, team_id in rows]


async def who_asked(session: AsyncSession, question: Question) -> str:
    """The asker's name as champions see it."""
    return await name_of(session, question.asker_id if question.is_named else None)


async def name_of(session: AsyncSession, person_id: str | None) -> str:
    return await known_as(session, person_id) or "A colleague"
