"""Stores a person's private reflection after shadowing: encrypted, and decrypted for that person only."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.people.identity.people import id_behind
from bot.store.database import Database, seal_of
from bot.store.sealing import Unsealable

Answers = tuple[str, str]

_AS_HOST = "host"


@dataclass(frozen=True, slots=True)
class WrittenReflection:
    """`as_host`: the answers are to the peer worker's own two questions, not to those of a guest."""

    answers: Answers
    as_host: bool


@dataclass(frozen=True, slots=True)
class Reflections:
    database: Database
    clock: Clock

    async def of(self, sender: Sender, about: str) -> WrittenReflection | None:
        """The person's earlier reflection, or an empty one; None for people who didn't take part."""
        async with self.database.read() as session:
            me = await id_behind(session, sender)
            row = await session.get(ShadowReflection, (me, about))
            if row is None and not await self._was_there(session, me, about):
                return None
            before = opened(session, row) if row else None
            return before or WrittenReflection(("", ""), await _hosted(session, me, about))

    async def write(self, sender: Sender, about: str, answers: Answers) -> bool:
        """Replaces the earlier reflection. False for people who didn't take part."""
        async with self.database.write() as session:
            me = await id_behind(session, sender)
            before = await session.get(ShadowReflection, (me, about))
            if before is None and not await self._was_there(session, me, about):
                return False
            written = opened(session, before) if before else None
            as_host = written.as_host if written else await _hosted(session, me, about)
            plain = [*answers, _AS_HOST] if as_host else answers
            sealed = seal_of(session).close(json.dumps(plain).encode())
            row = ShadowReflection(person_id=me, about=about, written_at=self.clock.now(), sealed=sealed)
            await session.merge(row)
            return True

    async def _was_there(self, session: AsyncSession, me: str, about: str) -> bool:
        offer = await session.get(ShadowOffer, about)
        if not me or offer is None or offer.cancelled_at or offer.starts_at > self.clock.now():
            return False
        return offer.person_id == me or await session.get(ShadowPlace, (about, me)) is not None


async def _hosted(session: AsyncSession, me: str, about: str) -> bool:
    offer = await session.get(ShadowOffer, about)
    return offer is not None and offer.person_id == me


async def written_by(session: AsyncSession, person_id: str) -> Sequence[ShadowReflection]:
    mine = select(ShadowReflection).where(ShadowReflection.person_id == person_id)
    return (await session.scalars(mine.order_by(ShadowReflection.written_at, ShadowReflection.about))).all()


def opened(session: AsyncSession, row: ShadowReflection) -> WrittenReflection | None:
    """None if the key that sealed it is lost."""
    try:
        first, second, *kind = json.loads(seal_of(session).open(row.sealed))
    except Unsealable:
        return None
    return WrittenReflection((first, second), kind == [_AS_HOST])
