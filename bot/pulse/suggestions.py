"""One thing to try, for each leader: from the weakest item that is sure enough, never the same twice running."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.pulse.disclosure import AtEnd, Figures
from bot.pulse.disclosure import Told as WhatIsTold
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import new_id, words

SURE_WITHIN = 0.40
"""An interval this wide still tells few who agree from most: 20 answers give about 40 points at a half."""

_RESTS = {"done": timedelta(weeks=12), "not for us": timedelta(weeks=26)}


class Outcome(StrEnum):
    OPEN = ""
    DONE = "done"
    NOT_YET = "not yet"
    NOT_FOR_US = "not for us"


class Suggestion(Table):
    """One a person and day. `group_key` is the group whose figures it follows from."""

    __tablename__ = "pulse_suggestions"
    __table_args__ = (UniqueConstraint("person_id", "group_key", "made_on"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"))
    group_key: Mapped[str]
    item_id: Mapped[str]
    made_on: Mapped[date]
    outcome: Mapped[Outcome] = mapped_column(words(Outcome), default=Outcome.OPEN)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What was last told of an item in a group."""

    group: str
    item_id: str
    told: WhatIsTold

    @property
    def is_sure(self) -> bool:
        """Where nearly nobody agrees the ends tell no interval, and need none."""
        match self.told:
            case Figures(share):
                return share.high - share.low <= SURE_WITHIN
            case AtEnd(label):
                return label.endswith("less")
            case _:
                return False

    @property
    def share(self) -> float:
        return self.told.share.value if isinstance(self.told, Figures) else 0.0


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
    about = {"group_key": chosen.group, "item_id": chosen.item_id, "outcome": Outcome.OPEN}
    statement = insert(session, Suggestion).values(id=new_id(), person_id=person_id, made_on=day, **about)
    await session.execute(statement.on_conflict_do_nothing())
    return await latest(session, person_id)


async def answer(
    session: AsyncSession, person_id: str, suggestion_id: str, outcome: Outcome
) -> Suggestion | None:
    """Only their own; None where there is no such suggestion."""
    found = await session.get(Suggestion, suggestion_id)
    if found is None or found.person_id != person_id:
        return None
    found.outcome = outcome
    return found
