"""Slots: one row per occasion to send, for a schedule's local date or for a one-time event."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.delivery.sending.gateway import DeliveryAction
from bot.people.contact.message_kinds import MessageKind
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import Declared, UtcDateTime, words


class SlotState(StrEnum):
    OPEN = "open"
    PAUSED = "paused"
    CANCELLED = "cancelled"
    SKIPPED = "skipped"


class Slot(Table):
    """An occasion to send.

    `due_at` is when the first time zone is due. `generation` is part of the workflow's id.

    `of_slot` and `content` are for edits and recalls: the slot whose messages change, and the new content.
    """

    __tablename__ = "slots"

    id: Mapped[str] = mapped_column(primary_key=True)
    schedule: Mapped[str] = mapped_column(index=True)
    job: Mapped[str]
    kind: Mapped[MessageKind] = mapped_column(Declared(MessageKind))
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"))
    day: Mapped[date]
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    state: Mapped[SlotState] = mapped_column(words(SlotState), default=SlotState.OPEN)
    reason: Mapped[str] = mapped_column(default="")
    generation: Mapped[int] = mapped_column(default=0)
    expanded_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    action: Mapped[DeliveryAction] = mapped_column(words(DeliveryAction), default=DeliveryAction.SEND)
    of_slot: Mapped[str | None] = mapped_column(ForeignKey("slots.id"), default=None)
    content: Mapped[str | None] = mapped_column(default=None)

    @property
    def workflow(self) -> str:
        return f"slot:{self.id}:g{self.generation}"


@dataclass(frozen=True, slots=True)
class Occasion:
    """An occasion of a schedule. `day` is its local date; `at` is when the first time zone is due.

    A one-time event has a `schedule` key that no other event shares.
    """

    schedule: str
    job: str
    kind: MessageKind
    organisation_id: str
    day: date
    at: datetime

    @property
    def slot_id(self) -> str:
        return f"{self.schedule}:{self.day}"


MISSED = "missed"


async def open_slots(session: AsyncSession, occasions: Iterable[Occasion]) -> None:
    """Inserts slots; the first replica wins.

    If a schedule missed several occasions, only the latest slot is open.
    """
    ordered = sorted(occasions, key=lambda o: (o.schedule, o.at))
    latest = {occasion.schedule: occasion for occasion in ordered}
    for occasion in ordered:
        is_latest = latest[occasion.schedule] is occasion
        await _open(session, occasion, SlotState.OPEN if is_latest else SlotState.SKIPPED)


async def _open(session: AsyncSession, occasion: Occasion, state: SlotState) -> None:
    row = {
        "id": occasion.slot_id,
        "schedule": occasion.schedule,
        "job": occasion.job,
        "kind": occasion.kind,
        "organisation_id": occasion.organisation_id,
        "day": occasion.day,
        "due_at": occasion.at,
        "state": state,
        "reason": MISSED if state is SlotState.SKIPPED else "",
    }
    await session.execute(insert(session, Slot).values(row).on_conflict_do_nothing())


async def latest_day(session: AsyncSession, schedule: str) -> date | None:
    """The latest day for which this schedule has a slot. It is next due after that day."""
    day: date | None = await session.scalar(select(func.max(Slot.day)).where(Slot.schedule == schedule))
    return day


async def unexpanded(session: AsyncSession, now: datetime) -> Sequence[Slot]:
    """Due slots whose deliveries are not all written, in order of priority for reserving contacts."""
    slots = await session.scalars(
        select(Slot).where(Slot.state == SlotState.OPEN, Slot.expanded_at.is_(None), Slot.due_at <= now)
    )
    return sorted(slots, key=lambda slot: (slot.kind.priority, slot.due_at, slot.id))


async def start_afresh(session: AsyncSession, slot: Slot) -> None:
    """Raises the generation, because a workflow id never runs twice."""
    await session.execute(
        update(Slot)
        .where(Slot.id == slot.id, Slot.generation == slot.generation)
        .values(generation=Slot.generation + 1)
    )


async def mark_expanded(session: AsyncSession, slot_id: str, now: datetime) -> None:
    await session.execute(update(Slot).where(Slot.id == slot_id).values(expanded_at=now))


async def slot_of(session: AsyncSession, schedule: str) -> Slot | None:
    """The slot of a one-time event."""
    return await session.scalar(select(Slot).where(Slot.schedule == schedule))
