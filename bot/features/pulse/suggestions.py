"""Suggests to each leader one decision, based on the weakest reliable item; stores plans and outcomes.

A leader may plan an action, with an owner and a date. It comes back once, with the question how it went.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.features.pulse.published_result import PublishedResult
from bot.publishing.publisher import Figures
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import new_id, words

SURE_WITHIN = 0.40
"""The widest interval that still separates a minority from a large majority: 20 answers give about 40 points
at a half.
"""

LONGEST_OWNER = 80

_RESTS = {"done": timedelta(weeks=12), "not for us": timedelta(weeks=26)}


class SuggestionOutcome(StrEnum):
    OPEN = ""
    PLANNED = "planned"
    DONE = "done"
    NOT_YET = "not yet"
    NOT_FOR_US = "not for us"


class Suggestion(Table):
    """One per person and day. `group_key` is the group with the weak result.

    `owner` is as the leader typed it; `asked_on` is the day on which the plan came back.
    """

    __tablename__ = "pulse_suggestions"
    __table_args__ = (UniqueConstraint("person_id", "group_key", "made_on"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group_key: Mapped[str]
    item_id: Mapped[str]
    made_on: Mapped[date]
    outcome: Mapped[SuggestionOutcome] = mapped_column(
        words(SuggestionOutcome), default=SuggestionOutcome.OPEN
    )
    owner: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date | None] = mapped_column(default=None)
    asked_on: Mapped[date | None] = mapped_column(default=None)
    done_on: Mapped[date | None] = mapped_column(default=None)

    def comes_back(self, day: date) -> bool:
        """Whether to ask about the outcome today: once, and not before the plan's date."""
        if self.outcome not in (SuggestionOutcome.OPEN, SuggestionOutcome.PLANNED) or self.asked_on not in (
            None,
            day,
        ):
            return False
        if self.outcome is SuggestionOutcome.OPEN:
            return self.made_on < day
        return self.due_on is not None and self.due_on <= day


@dataclass(frozen=True, slots=True)
class Done:
    """An action that a leader of the group took on an item."""

    item_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """The latest published result of an item in a group."""

    group: str
    item_id: str
    result: PublishedResult

    @property
    def is_sure(self) -> bool:
        return isinstance(self.result, Figures) and self.result.best.width <= SURE_WITHIN

    @property
    def share(self) -> float:
        return self.result.best.middle if isinstance(self.result, Figures) else 0.0


def weakest_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The sufficiently precise results, weakest first."""
    sure = [candidate for candidate in candidates if candidate.is_sure]
    return sorted(sure, key=lambda c: (c.share, c.item_id, c.group))


async def latest(session: AsyncSession, person_id: str) -> Suggestion | None:
    suggestion: Suggestion | None = await session.scalar(
        select(Suggestion)
        .where(Suggestion.person_id == person_id)
        .order_by(Suggestion.made_on.desc(), Suggestion.id)
        .limit(1)
    )
    return suggestion


async def suggest(
    session: AsyncSession, person_id: str, day: date, weakest: Sequence[Candidate]
) -> Suggestion | None:
    """The first of `weakest` that was not suggested recently.

    Stored for the day, so repeated calls return the same one.
    """
    mine = Suggestion.person_id == person_id
    past = (await session.scalars(select(Suggestion).where(mine).order_by(Suggestion.made_on))).all()
    if past and past[-1].made_on == day:
        return past[-1]
    resting = {s.item_id for s in past if s.made_on + _RESTS.get(s.outcome, timedelta()) > day}
    resting |= {past[-1].item_id} if past else set()
    chosen = next((c for c in weakest if c.item_id not in resting), None)
    if chosen is None:
        return None
    about = {"group_key": chosen.group, "item_id": chosen.item_id, "outcome": SuggestionOutcome.OPEN}
    statement = insert(session, Suggestion).values(id=new_id(), person_id=person_id, made_on=day, **about)
    await session.execute(statement.on_conflict_do_nothing())
    return await latest(session, person_id)


async def coming_back(session: AsyncSession, person_id: str, day: date) -> Suggestion | None:
    """A plan whose date has come, else the latest unanswered suggestion. Each comes back once."""
    suggestions = await session.scalars(
        select(Suggestion)
        .where(
            Suggestion.person_id == person_id,
            Suggestion.outcome.in_((SuggestionOutcome.OPEN, SuggestionOutcome.PLANNED)),
        )
        .order_by(Suggestion.made_on.desc(), Suggestion.id)
    )
    due = [suggestion for suggestion in suggestions if suggestion.comes_back(day)]
    return next(
        (suggestion for suggestion in due if suggestion.outcome is SuggestionOutcome.PLANNED),
        next(iter(due), None),
    )


async def answer(
    session: AsyncSession, person_id: str, suggestion_id: str, outcome: SuggestionOutcome, day: date
) -> Suggestion | None:
    """Stores the answer to the person's own suggestion. None if they have none of this id."""
    suggestion = await mine(session, person_id, suggestion_id)
    if suggestion:
        suggestion.outcome = outcome
        suggestion.done_on = day if outcome is SuggestionOutcome.DONE else None
    return suggestion


async def plan(
    session: AsyncSession, person_id: str, suggestion_id: str, owner: str, due_on: date
) -> Suggestion | None:
    suggestion = await mine(session, person_id, suggestion_id)
    if suggestion:
        suggestion.outcome, suggestion.owner, suggestion.due_on, suggestion.asked_on = (
            SuggestionOutcome.PLANNED,
            owner,
            due_on,
            None,
        )
    return suggestion


async def mine(session: AsyncSession, person_id: str, suggestion_id: str) -> Suggestion | None:
    suggestion = await session.get(Suggestion, suggestion_id)
    return suggestion if suggestion and suggestion.person_id == person_id else None


async def done_in(session: AsyncSession, group: str) -> tuple[Done, ...]:
    """Actions taken, oldest first. Does not say by whom."""
    rows = await session.execute(
        select(Suggestion.item_id, Suggestion.done_on)
        .where(Suggestion.group_key == group, Suggestion.done_on.is_not(None))
        .distinct()
        .order_by(Suggestion.done_on, Suggestion.item_id)
    )
    return tuple(Done(item_id, on) for item_id, on in rows if on)
