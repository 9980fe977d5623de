"""Workers and their heartbeats: a worker that stops is declared dead, and others take over its work."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from time import monotonic

from sqlalchemy import Select, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.store.database import Database, Table
from bot.store.types import UtcDateTime, words


class Life(StrEnum):
    ALIVE = "alive"
    GONE = "gone"
    DEAD = "dead"


class Worker(Table):
    """One run of one process. `beats` grows while it lives. `recovered`: its workflows have new owners."""

    __tablename__ = "workers"

    id: Mapped[str] = mapped_column(primary_key=True)
    life: Mapped[Life] = mapped_column(words(Life), default=Life.ALIVE)
    beats: Mapped[int] = mapped_column(default=0)
    recovered: Mapped[bool] = mapped_column(default=False)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)


def living() -> Select[str]:
    return select(Worker.id).where(Worker.life == Life.ALIVE)


async def enlist(session: AsyncSession, worker: str, now: datetime) -> None:
    session.add(Worker(id=worker, started_at=now))


async def beat(session: AsyncSession, worker: str) -> bool:
    """Records a heartbeat. False if another worker declared this one dead and took over its claims."""
    counted = update(Worker).where(Worker.id == worker, Worker.life == Life.ALIVE)
    worker_id = await session.scalar(counted.values(beats=Worker.beats + 1).returning(Worker.id))
    return worker_id is not None


async def leave(session: AsyncSession, worker: str) -> None:
    """Records a clean stop, so that others need not wait for the lease to expire."""
    left = update(Worker).where(Worker.id == worker, Worker.life == Life.ALIVE)
    await session.execute(left.values(life=Life.GONE))


async def unrecovered(session: AsyncSession) -> Sequence[str]:
    """Dead workers whose workflows no other worker has taken over yet."""
    no_more = (Worker.life != Life.ALIVE, Worker.recovered.is_(False))
    return (await session.scalars(select(Worker.id).where(*no_more))).all()


async def mark_recovered(session: AsyncSession, worker: str) -> None:
    await session.execute(update(Worker).where(Worker.id == worker).values(recovered=True))


async def forget_workers(session: AsyncSession, before: datetime) -> None:
    old = (Worker.life != Life.ALIVE, Worker.recovered, Worker.started_at < before)
    await session.execute(delete(Worker).where(*old))


class LivenessMonitor:
    """Declares a worker dead after a lease without a heartbeat, measured by this process's monotonic clock.

    Clocks of two machines are never compared, so a wrong clock declares no worker dead.
    """

    def __init__(self, worker: str, lease: float) -> None:
        self._worker = worker
        self._lease = lease
        self._seen: dict[str, tuple[int, float]] = {}
        self._looked_at = monotonic()

    async def check(self, database: Database) -> None:
        now = monotonic()
        # While this process was frozen or offline, other workers may have sent heartbeats that it did not
        # see.
        if now - self._looked_at > self._lease / 2:
            self._seen.clear()
        others = select(Worker.id, Worker.beats).where(Worker.life == Life.ALIVE, Worker.id != self._worker)
        async with database.read() as session:
            current: dict[str, int] = {row.id: row.beats for row in await session.execute(others)}
        self._seen = {id_: seen for id_, seen in self._seen.items() if id_ in current}
        silent = {id_: beats for id_, beats in current.items() if self._is_silent(id_, beats, now)}
        if silent:
            await _declare_dead(database, silent)
        self._looked_at = monotonic()

    def _is_silent(self, worker: str, beats: int, now: float) -> bool:
        known, since = self._seen.setdefault(worker, (beats, now))
        if known != beats:
            self._seen[worker] = (beats, now)
        return known == beats and now - since > self._lease


async def _declare_dead(database: Database, silent: dict[str, int]) -> None:
    """Declares a worker dead only if it still has not beaten, so that one of several observers wins."""
    async with database.write() as session:
        for id_, beats in silent.items():
            still = (Worker.id == id_, Worker.beats == beats, Worker.life == Life.ALIVE)
            await session.execute(update(Worker).where(*still).values(life=Life.DEAD))
