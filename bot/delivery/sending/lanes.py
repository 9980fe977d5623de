"""The table of lanes (deliveries that share a rate limit), and the query for lanes with work."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, false, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.lane_key import LaneKey
from bot.store.database import Database, Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime


class Lane(Table):
    """A lane. `batch` counts finished batches.

    `rests_until` (real time) is set when the platform asks for a pause.
    """

    __tablename__ = "lanes"

    id: Mapped[str] = mapped_column(primary_key=True)
    batch: Mapped[int] = mapped_column(default=0)
    generation: Mapped[int] = mapped_column(default=0)
    rests_until: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)

    @property
    def workflow(self) -> str:
        """The id of the current or next batch. Enqueuing it twice runs one batch."""
        return f"batch:{self.id}:{self.batch}:g{self.generation}"


async def busy_lanes(
    session: AsyncSession, now: datetime, platforms: Collection[str], look_up: Collection[str]
) -> list[str]:
    """Lanes on these platforms with due or doubtful deliveries.

    `look_up` lists platforms that can resolve doubtful ones.

    Deliveries for a platform that no longer runs wait until it runs again.
    """
    due = (Delivery.state == DeliveryState.PENDING, Delivery.due_at <= now, Slot.state == SlotState.OPEN)
    waiting = select(Delivery.lane).join(Slot).where(*due, _is_on(platforms)).distinct()
    doubtful = (
        select(Delivery.lane)
        .where(Delivery.state.in_([DeliveryState.SENDING, DeliveryState.UNKNOWN]))
        .distinct()
    )
    unsettled = doubtful.where(
        _is_on(platforms), or_(Delivery.state == DeliveryState.SENDING, _is_on(look_up))
    )
    return sorted({*(await session.scalars(waiting)), *(await session.scalars(unsettled))})


async def lanes_of(database: Database, ids: Sequence[str]) -> list[Lane]:
    """The lanes of these ids, added where they are new. Most often nothing is to be written."""
    async with database.read() as session:
        rows = await session.scalars(select(Lane).where(Lane.id.in_(ids)))
        lanes = {lane.id: lane for lane in rows}
    if missing := [id_ for id_ in ids if id_ not in lanes]:
        async with database.write() as session:
            lanes |= {id_: await _new_lane(session, id_) for id_ in missing}
    return [lanes[id_] for id_ in ids]


def _is_on(platforms: Collection[str]) -> ColumnElement[bool]:
    return or_(false(), *(Delivery.lane.startswith(LaneKey.beginning(name)) for name in platforms))


async def _new_lane(session: AsyncSession, id_: str) -> Lane:
    row = {"id": id_, "batch": 0, "generation": 0}
    await session.execute(insert(session, Lane).values(row).on_conflict_do_nothing())
    return await session.get_one(Lane, id_)


async def finish_batch(session: AsyncSession, id_: str, batch: int, rests_until: datetime | None) -> None:
    """Counts the batch as finished. Does nothing if another worker has taken it over and finished it."""
    this = update(Lane).where(Lane.id == id_, Lane.batch == batch)
    await session.execute(this.values(batch=batch + 1, rests_until=rests_until))


async def start_lane_afresh(session: AsyncSession, lane: Lane) -> None:
    """Uses a new id, where the engine considers the batch finished but the ledger does not."""
    this = (Lane.id == lane.id, Lane.batch == lane.batch, Lane.generation == lane.generation)
    await session.execute(update(Lane).where(*this).values(generation=Lane.generation + 1))
