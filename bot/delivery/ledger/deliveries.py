"""The deliveries table, the only record of who was sent what: one row per message and recipient."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ColumnElement, ForeignKey, Index, UniqueConstraint, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.delivery.calendar.slots import Slot, SlotState
from bot.delivery.sending.gateway import DeliveryAction
from bot.people.contact.budget import release
from bot.people.contact.message_kinds import MessageKind
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import Declared, UtcDateTime, new_id, words


class DeliveryState(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    RECALLED = "recalled"


class DeliveryReason(StrEnum):
    """Why a delivery was not sent. Platforms declare further reasons for their refusals."""

    LEFT = "left"
    OPTED_OUT = "opted out"
    NO_ACCOUNT = "no account"
    UNREACHABLE = "unreachable"
    BUDGET = "enough this week"
    CANCELLED = "cancelled"
    NOT_WANTED = "not sent again"
    LEFT_ALONE = "stays as it is"


NEXT: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.PENDING: frozenset(
        {DeliveryState.SENDING, DeliveryState.SKIPPED, DeliveryState.CANCELLED, DeliveryState.FAILED}
    ),
    DeliveryState.SENDING: frozenset(
        {DeliveryState.SENT, DeliveryState.FAILED, DeliveryState.UNKNOWN, DeliveryState.PENDING}
    ),
    DeliveryState.UNKNOWN: frozenset({DeliveryState.SENT, DeliveryState.PENDING, DeliveryState.CANCELLED}),
    DeliveryState.SENT: frozenset({DeliveryState.RECALLED}),
    DeliveryState.FAILED: frozenset(),
    DeliveryState.SKIPPED: frozenset(),
    DeliveryState.CANCELLED: frozenset(),
    DeliveryState.RECALLED: frozenset(),
}


def _partial(name: str, *columns: str, condition: str, unique: bool = False) -> Index:
    return Index(
        name, *columns, unique=unique, sqlite_where=text(condition), postgresql_where=text(condition)
    )


Where = ColumnElement[bool]


class Delivery(Table):
    """One message to a person's account or, without a person, to a channel.

    `lane` is platform, workspace and action, which share a rate limit. Without `due_at` it is held until the
    person writes. After `latest` it is not sent. `waits` is False if it ignores working hours. `week` is the
    week of its reserved contact. `claimed_at` is real time; all other times are calendar time. `target_id` is
    the delivery that this one edits or recalls.
    """

    __tablename__ = "deliveries"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    slot_id: Mapped[str] = mapped_column(ForeignKey("slots.id"))
    person_id: Mapped[str | None] = mapped_column(ForeignKey("people.id"), index=True)
    channel: Mapped[str | None]
    account_id: Mapped[str | None] = mapped_column(ForeignKey("accounts.id"))
    lane: Mapped[str]
    kind: Mapped[MessageKind] = mapped_column(Declared(MessageKind))
    priority: Mapped[int]
    action: Mapped[DeliveryAction] = mapped_column(words(DeliveryAction))
    content: Mapped[str]
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    latest: Mapped[datetime | None] = mapped_column(UtcDateTime)
    waits: Mapped[bool]
    week: Mapped[date | None]
    state: Mapped[DeliveryState] = mapped_column(words(DeliveryState))
    reason: Mapped[str] = mapped_column(default="")
    claimed_by: Mapped[str | None] = mapped_column(default=None)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    attempts: Mapped[int] = mapped_column(default=0)
    fell_back: Mapped[bool] = mapped_column(default=False)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    reference: Mapped[dict[str, str] | None] = mapped_column(JSON(none_as_null=True), default=None)
    target_id: Mapped[str | None] = mapped_column(default=None)

    __table_args__ = (
        UniqueConstraint("slot_id", "person_id"),
        _partial("deliveries_channel", "slot_id", "channel", condition="channel IS NOT NULL", unique=True),
        _partial("deliveries_pending", "lane", "priority", "due_at", condition="state = 'pending'"),
        _partial("deliveries_unsettled", "lane", "state", condition="state IN ('sending', 'unknown')"),
    )


_OPEN_FIELDS: dict[str, Any] = dict.fromkeys(
    ("person_id", "channel", "account_id", "due_at", "latest", "week", "target_id", "reference")
) | {"reason": ""}


async def insert_new(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> set[str]:
    """Assigns ids and inserts rows. Returns the ids of the new ones: one delivery per recipient and slot."""
    for row in rows:
        row |= _OPEN_FIELDS | {"id": new_id()} | row
    if not rows:
        return set()
    statement = insert(session, Delivery).on_conflict_do_nothing()
    return set(await session.scalars(statement.returning(Delivery.id), list(rows)))


async def move(
    session: AsyncSession, before: DeliveryState, after: DeliveryState, *conditions: Where, **also: object
) -> set[str]:
    """The only function that changes a delivery's state.

    Returns the ids of those that were in a state of `before`.
    """
    if after not in NEXT[before]:
        raise ValueError(f"{before} never becomes {after}")
    statement = update(Delivery).where(Delivery.state == before, *conditions).values(state=after, **also)
    return set(await session.scalars(statement.returning(Delivery.id)))


async def end_unsent(
    session: AsyncSession, before: DeliveryState, after: DeliveryState, reason: str, *conditions: Where
) -> None:
    """Ends deliveries unsent, with a reason, and releases their reserved contacts."""
    await release_contacts(session, await move(session, before, after, *conditions, reason=reason))


async def return_to_pending(
    session: AsyncSession, before: DeliveryState, *conditions: Where, **also: object
) -> set[str]:
    """Returns deliveries to waiting, or to cancelled where the slot was cancelled meanwhile."""
    ids = await move(
        session, before, DeliveryState.PENDING, *conditions, **also, claimed_by=None, claimed_at=None
    )
    cancelled = select(Slot.id).where(Slot.state == SlotState.CANCELLED)
    for part in in_parts(sorted(ids)):
        these = (Delivery.id.in_(part), Delivery.slot_id.in_(cancelled))
        await end_unsent(
            session, DeliveryState.PENDING, DeliveryState.CANCELLED, DeliveryReason.CANCELLED, *these
        )
    return ids


async def release_contacts(session: AsyncSession, ids: Collection[str]) -> None:
    """Releases the contacts reserved for these deliveries."""
    for part in in_parts(sorted(ids)):
        these = Delivery.id.in_(part)
        reserved = await session.execute(select(Delivery.person_id, Delivery.week).where(these))
        await release(session, [(person, week) for person, week in reserved if person and week])
        await session.execute(update(Delivery).where(these).values(week=None))


def in_parts(ids: Sequence[str], size: int = 5000) -> Iterable[Sequence[str]]:
    """Splits values into chunks, because databases limit the parameters of a statement."""
    return (ids[start : start + size] for start in range(0, len(ids), size))
