"""Suggests one thing for each leader to decide, from the weakest sure item; stores plans and outcomes.

A leader may plan it, with an owner and a date. It then comes back once, to ask what became of it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.features.pulse.told import Told as WhatIsTold
from bot.publishing.publisher import Figures
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import new_id, words

SURE_WITHIN = 0.40
"""An interval this wide still tells few who agree from most: 20 answers give about 40 points at a half."""

LONGEST_OWNER = 80

_RESTS = {"done": timedelta(weeks=12), "not for us": timedelta(weeks=26)}


class SuggestionOutcome(StrEnum):
    OPEN = ""
    PLANNED = "planned"
    DONE = "done"
    NOT_YET = "not yet"
    NOT_FOR_US = "not for us"


class Suggestion(Table):
    """One a person and day. `group_key` is the group whose figures it follows from.

    `owner` is as the leader wrote it, `asked_on` the day on which it came back.
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
        """Whether that is the day to ask what became of it: once, and not before a plan's date."""
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
    """What was done about an item in a group, by somebody who leads it."""

    item_id: str
    on: date


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was last told of an item in a group."""

    group: str
    item_id: str
    told: WhatIsTold

    @property
    def is_sure(self) -> bool:
        return isinstance(self.told, Figures) and self.told.best.width <= SURE_WITHIN

    @property
    def share(self) -> float:
        return self.told.best.middle if isinstance(self.told, Figures) else 0.0


def weakest_first(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that are sure enough."""
    sure = [candidate for candidate in candidates if candidate.is_sure]
    return sorted(sure, key=lambda c: (c.share, c.item_id, c.group))


async def latest(session: AsyncSession, person_id: str) -> Suggestion | None:
    found: Suggestion | None = await session.scalar(
        select(Suggestion)
        .where(Suggestion.person_id == person_id)
        .order_by(Suggestion.made_on.desc(), Suggestion.id)
        .limit(1)
    )
    return found


async def suggest(
    session: AsyncSession, person_id: str, day: date, weakest: Sequence[Candidate]
) -> Suggestion | None:
    """The first of `weakest` that isn't resting, kept for that day: asked again, it is the same."""
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
    """A plan whose day has come, else the latest suggestion that was never answered; each comes back once."""
    found = await session.scalars(
        select(Suggestion)
        .where(
            Suggestion.person_id == person_id,
            Suggestion.outcome.in_((SuggestionOutcome.OPEN, SuggestionOutcome.PLANNED)),
        )
        .order_by(Suggestion.made_on.desc(), Suggestion.id)
    )
    due = [suggestion for suggestion in found if suggestion.comes_back(day)]
    return next(
        (suggestion for suggestion in due if suggestion.outcome is SuggestionOutcome.PLANNED),
        next(iter(due), None),
    )


async def answer(
    session: AsyncSession, person_id: str, suggestion_id: str, outcome: SuggestionOutcome, day: date
) -> Suggestion | None:
    """Only their own; None where there is no such suggestion."""
    found = await mine(session, person_id, suggestion_id)
    if found:
        found.outcome = outcome
        found.done_on = day if outcome is SuggestionOutcome.DONE else None
    return found


async def plan(
    session: AsyncSession, person_id: str, suggestion_id: str, owner: str, due_on: date
) -> Suggestion | None:
    found = await mine(session, person_id, suggestion_id)
    if found:
        found.outcome, found.owner, found.due_on, found.asked_on = (
            SuggestionOutcome.PLANNED,
            owner,
            due_on,
            None,
        )
    return found


async def mine(session: AsyncSession, person_id: str, suggestion_id: str) -> Suggestion | None:
    found = await session.get(Suggestion, suggestion_id)
    return found if found and found.person_id == person_id else None


async def done_in(session: AsyncSession, group: str) -> tuple[Done, ...]:
    """The oldest first. By whom is nobody's business here."""
    rows = await session.execute(
        select(Suggestion.item_id, Suggestion.done_on)
        .where(Suggestion.group_key == group, Suggestion.done_on.is_not(None))
        .distinct()
        .order_by(Suggestion.done_on, Suggestion.item_id)
    )
    return tuple(Done(item_id, on) for item_id, on in rows if on)
