"""Stores an organisation's own cards, one row per revision: draft, submitted, published, withdrawn."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.features.asking.declarations import CARD_CHANGED, CARD_PUBLISHED, CARD_WITHDRAWN
from bot.people.audit.audit_log import record
from bot.store.database import Table
from bot.store.statements import insert, lock_for_transaction
from bot.store.types import UtcDateTime, new_id, words

# Cards on local names, places and numbers need a review sooner than cards on evidence.
REVIEWED_AFTER = timedelta(days=183)


# The job that announces cards. Its slots' schedule keys start with it and a card's id.
NEWS = "card-news"


class CardState(StrEnum):
    """Drafts belong to their writer, submitted revisions wait for an editor, one revision of a card is
    published.
    """

    DRAFT = "draft"
    SUBMITTED = "submitted"
    IN_FORCE = "in-force"
    REPLACED = "replaced"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"


class LocalCard(Table):
    """A revision of the card `card_id`. `beside` is the nearest evidence card, empty if none is near.

    `remark` is an editor's note to the writer.
    """

    __tablename__ = "local_cards"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    card_id: Mapped[str]
    state: Mapped[CardState] = mapped_column(words(CardState), default=CardState.DRAFT)
    title: Mapped[str]
    questions: Mapped[list[str]] = mapped_column(JSON)
    body: Mapped[str]
    source: Mapped[str]
    beside: Mapped[str] = mapped_column(default="")
    written_by: Mapped[str] = mapped_column(ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"), default=None)
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime, default=None)
    remark: Mapped[str] = mapped_column(default="")
    review_by: Mapped[date | None] = mapped_column(default=None)


class CardStoreVersion(Table):
    """A counter that increases with every publication, so that every replica notices changes."""

    __tablename__ = "shelf_versions"

    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), primary_key=True)
    number: Mapped[int]


def new_card_id() -> str:
    return f"local/{new_id()[:12]}"


async def keep_draft(session: AsyncSession, card: LocalCard) -> None:
    """Replaces the writer's unsubmitted draft of this card."""
    theirs = (LocalCard.written_by == card.written_by, LocalCard.card_id == card.card_id)
    unsent = LocalCard.state.in_((CardState.DRAFT, CardState.RETURNED))
    await session.execute(delete(LocalCard).where(*theirs, unsent))
    session.add(card)
    await session.flush()


async def draft_of(session: AsyncSession, id_: str, person_id: str) -> LocalCard | None:
    """The writer's draft, not submitted yet or returned."""
    card = await session.get(LocalCard, id_)
    is_theirs = card and card.written_by == person_id
    return card if is_theirs and card and card.state in (CardState.DRAFT, CardState.RETURNED) else None


async def submit(session: AsyncSession, card: LocalCard) -> Sequence[LocalCard]:
    """Submits a draft in place of the card's waiting revision, which it returns."""
    await lock_for_transaction(session, "local cards")
    waited = await waiting_of(session, card.card_id)
    for other in waited:
        other.state = CardState.REPLACED
    card.state, card.remark = CardState.SUBMITTED, ""
    return waited


async def waiting_of(session: AsyncSession, card_id: str) -> Sequence[LocalCard]:
    of_it = (LocalCard.card_id == card_id, LocalCard.state == CardState.SUBMITTED)
    return (await session.scalars(select(LocalCard).where(*of_it).order_by(LocalCard.id))).all()


async def in_force_of(session: AsyncSession, card_id: str) -> LocalCard | None:
    of_it = (LocalCard.card_id == card_id, LocalCard.state == CardState.IN_FORCE)
    card: LocalCard | None = await session.scalar(select(LocalCard).where(*of_it))
    return card


async def submitted(session: AsyncSession, organisation_id: str) -> Sequence[LocalCard]:
    """Revisions waiting for an editor, oldest first."""
    revisions = await session.scalars(
        select(LocalCard)
        .where(LocalCard.organisation_id == organisation_id, LocalCard.state == CardState.SUBMITTED)
        .order_by(LocalCard.written_at, LocalCard.id)
    )
    return revisions.all()


async def publish(session: AsyncSession, id_: str, editor_id: str, now: datetime) -> LocalCard | None:
    """Publishes a revision in place of the earlier one.

    None if it isn't waiting, or was written by this editor.
    """
    await lock_for_transaction(session, "local cards")
    card = await session.get(LocalCard, id_)
    if card is None or card.state is not CardState.SUBMITTED or card.written_by == editor_id:
        return None
    older = (LocalCard.card_id == card.card_id, LocalCard.state == CardState.IN_FORCE)
    statement = update(LocalCard).where(*older).values(state=CardState.REPLACED)
    had_one = (await session.scalars(statement.returning(LocalCard.id))).all()
    card.state, card.decided_by, card.decided_at = CardState.IN_FORCE, editor_id, now
    card.review_by = now.date() + REVIEWED_AFTER
    act = CARD_CHANGED if had_one else CARD_PUBLISHED
    await record(session, editor_id, act, now, about=card.card_id, written_by=card.written_by)
    await _raise_version(session, card.organisation_id)
    return card


async def give_back(session: AsyncSession, id_: str, editor_id: str, remark: str) -> LocalCard | None:
    """Returns a revision to its writer, who may change and resubmit it."""
    await lock_for_transaction(session, "local cards")
    card = await session.get(LocalCard, id_)
    if card is None or card.state is not CardState.SUBMITTED:
        return None
    card.state, card.decided_by, card.remark = CardState.RETURNED, editor_id, remark
    return card


async def withdraw(session: AsyncSession, id_: str, editor_id: str, now: datetime) -> LocalCard | None:
    await lock_for_transaction(session, "local cards")
    card = await session.get(LocalCard, id_)
    if card is None or card.state is not CardState.IN_FORCE:
        return None
    card.state, card.decided_by, card.decided_at = CardState.WITHDRAWN, editor_id, now
    await record(session, editor_id, CARD_WITHDRAWN, now, about=card.card_id)
    await _raise_version(session, card.organisation_id)
    return card


async def in_force(session: AsyncSession, organisation_id: str) -> Sequence[LocalCard]:
    """Published revisions, those due for review first."""
    revisions = await session.scalars(
        select(LocalCard)
        .where(LocalCard.organisation_id == organisation_id, LocalCard.state == CardState.IN_FORCE)
        .order_by(LocalCard.review_by, LocalCard.card_id)
    )
    return revisions.all()


async def _raise_version(session: AsyncSession, organisation_id: str) -> None:
    statement = insert(session, CardStoreVersion).values(organisation_id=organisation_id, number=1)
    higher = {"number": CardStoreVersion.number + 1}
    await session.execute(statement.on_conflict_do_update(index_elements=["organisation_id"], set_=higher))


async def titles_of(session: AsyncSession, card_ids: Collection[str]) -> dict[str, str]:
    """Of those of these ids that are a local card's; of several wordings the newest."""
    statement = select(LocalCard.card_id, LocalCard.title).where(LocalCard.card_id.in_(card_ids))
    return dict((await session.execute(statement.order_by(LocalCard.written_at))).all())
