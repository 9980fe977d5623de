"""Records the outcomes of deliveries in groups, for rows that this worker still has claimed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import column, select, update, values
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import Delivery, DeliveryState, Where, end_unsent, move, return_to_pending
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.attempt import Doubtful, Failed, NotSent
from bot.delivery.sending.claim import Claimed
from bot.delivery.sending.gateway import DeliveryAction, Reference
from bot.people.identity.people import Account


@dataclass(frozen=True, slots=True)
class Arrived:
    reference: Reference


Outcome = Arrived | NotSent | Failed | Doubtful
Result = tuple[Claimed, Outcome]


async def record(
    session: AsyncSession,
    worker: str,
    results: Sequence[Result],
    platforms: Collection[str],
    now: datetime,
) -> None:
    """Writes outcomes only to rows that this worker still owns; another worker may have taken some over.

    `platforms` run here. A person whose account failed may be written to on another of them.
    """
    ours = Delivery.claimed_by == worker
    await _arrived(session, worker, [(c, o) for c, o in results if isinstance(o, Arrived)], now)
    await _not_sent(session, ours, [(c, o) for c, o in results if isinstance(o, NotSent)], now)
    if doubtful := _ids(results, Doubtful):
        await move(session, DeliveryState.SENDING, DeliveryState.UNKNOWN, ours, Delivery.id.in_(doubtful))
    for claimed, outcome in results:
        if isinstance(outcome, Failed):
            await _failed(session, worker, claimed, outcome, platforms, now)


def _ids(results: Sequence[Result], kind: type[Outcome]) -> list[str]:
    return [claimed.outgoing.id for claimed, outcome in results if isinstance(outcome, kind)]


async def _not_sent(
    session: AsyncSession, ours: Where, results: Sequence[tuple[Claimed, NotSent]], now: datetime
) -> None:
    """Records deliveries that were not sent. Some wait alone while the rest of their lane continues."""
    for after in {outcome.after for _, outcome in results}:
        these = Delivery.id.in_(
            [claimed.outgoing.id for claimed, outcome in results if outcome.after == after]
        )
        later = {"due_at": now + timedelta(seconds=after)} if after else {}
        await return_to_pending(session, DeliveryState.SENDING, ours, these, **later)


async def _arrived(
    session: AsyncSession, worker: str, results: Sequence[tuple[Claimed, Arrived]], now: datetime
) -> None:
    """Records sent messages. Each has its own reference, so the values form a table within one statement."""
    if not results:
        return
    columns = (column("id", Delivery.id.type), column("reference", Delivery.reference.type))
    rows = [(claimed.outgoing.id, dict(arrived.reference)) for claimed, arrived in results]
    arrivals = values(*columns, name="arrivals").data(rows).cte()
    ours = (
        Delivery.id == arrivals.c.id,
        Delivery.claimed_by == worker,
        Delivery.state == DeliveryState.SENDING,
    )
    sent = {"state": DeliveryState.SENT, "sent_at": now, "reference": arrivals.c.reference}
    statement = update(Delivery).where(*ours).values(**sent)
    await session.execute(statement.execution_options(synchronize_session=False))
    if recalled := [claimed.outgoing.id for claimed, _ in results if claimed.action is DeliveryAction.RECALL]:
        targets = select(Delivery.target_id).where(
            Delivery.id.in_(recalled), Delivery.state == DeliveryState.SENT
        )
        await move(session, DeliveryState.SENT, DeliveryState.RECALLED, Delivery.id.in_(targets))


async def _failed(
    session: AsyncSession,
    worker: str,
    claimed: Claimed,
    failed: Failed,
    platforms: Collection[str],
    now: datetime,
) -> None:
    """Records failures and plans a delivery to the person's other account, once the failure is certain."""
    this = (Delivery.id == claimed.outgoing.id, Delivery.claimed_by == worker)
    if failed.gone and claimed.account_id:
        gone = update(Account).where(Account.id == claimed.account_id, Account.unreachable_since.is_(None))
        await session.execute(gone.values(unreachable_since=now))
    other = await _other_account(session, claimed, platforms)
    if other is None:
        await end_unsent(session, DeliveryState.SENDING, DeliveryState.FAILED, failed.reason, *this)
        return
    lane = str(LaneKey(other.platform, other.workspace))
    await return_to_pending(
        session, DeliveryState.SENDING, *this, account_id=other.id, lane=lane, fell_back=True
    )


async def _other_account(
    session: AsyncSession, claimed: Claimed, platforms: Collection[str]
) -> Account | None:
    if claimed.action is not DeliveryAction.SEND or claimed.account_id is None:
        return None
    not_yet = (Delivery.id == claimed.outgoing.id, Delivery.fell_back.is_(False))
    person = select(Delivery.person_id).where(*not_yet).scalar_subquery()
    others = (Account.person_id == person, Account.id != claimed.account_id)
    account: Account | None = await session.scalar(
        select(Account)
        .where(*others, Account.unreachable_since.is_(None), Account.platform.in_(platforms))
        .order_by(Account.id)
        .limit(1)
    )
    return account
