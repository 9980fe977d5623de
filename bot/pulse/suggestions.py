"""One thing to try, for each leader: from the weakest item that is sure enough, never the same twice running."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, select, update
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
    """`group_key` is what the leader was told about, `made_on` the day of the digest."""

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
    """What was last told of an item in the leader's group, or in the organisation as a whole."""

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


def weakest_first(candidates: Sequence[Candidate]) -> list[str]:
    """The items that are sure enough."""
    sure = [candidate for candidate in candidates if candidate.is_sure]
    return [candidate.item_id for candidate in sorted(sure, key=lambda c: (c.share, c.item_id))]


async def latest(session: AsyncSession, person_id: str, group: str) -> Suggestion | None:
    found: Suggestion | None = await session.scalar(
        select(Suggestion)
        .where(Suggestion.person_id == person_id, Suggestion.group_key == group)
        .order_by(Suggestion.made_on.desc())
        .limit(1)
    )
    return found


async def suggest(
    session: AsyncSession, person_id: str, group: str, day: date, weakest: Sequence[str]
) -> Suggestion | None:
    """The first of `weakest` that isn't resting, kept for that day: asked again, it is the same."""
    mine = (Suggestion.person_id == person_id, Suggestion.group_key == group)
    past = (await session.scalars(select(Suggestion).where(*mine).order_by(Suggestion.made_on))).all()
    if past and past[-1].made_on == day:
        return past[-1]
    resting = {s.item_id for s in past if s.made_on + _RESTS.get(s.outcome, timedelta()) > day}
    resting |= {past[-1].item_id} if past else set()
    chosen = next((item for item in weakest if item not in resting), None)
    if chosen is None:
        return None
    row = {"id": new_id(), "person_id": person_id, "group_key": group, "item_id": chosen, "made_on": day}
    await session.execute(
        insert(session, Suggestion).values(**row, outcome=Outcome.OPEN).on_conflict_do_nothing()
    )
    return (await session.scalars(select(Suggestion).where(*mine, Suggestion.made_on == day))).one()


async def answer(session: AsyncSession, person_id: str, suggestion_id: str, outcome: Outcome) -> str | None:
    """Only their own. The item it was about; None where there is no such suggestion."""
    mine = (Suggestion.id == suggestion_id, Suggestion.person_id == person_id)
    statement = update(Suggestion).where(*mine).values(outcome=outcome).returning(Suggestion.item_id)
    found: str | None = await session.scalar(statement)
    return found
