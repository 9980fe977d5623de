"""Hands over a file by one-time link: checks permission, uses up the link and makes the file."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.clock import Clock
from bot.people.access.permissions import ASK, Permission, may
from bot.people.access.roles import roles_of
from bot.people.audit.acts import EXPORTED
from bot.people.audit.audit_log import record
from bot.people.records.one_time_links import FileFormat, Left, Refusal, peek, redeem
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class File:
    """`kind` is its media type."""

    name: str
    kind: str
    body: bytes


Make = Callable[[AsyncSession, str, datetime], Awaitable[File]]
"""For this person (id), now."""


@dataclass(frozen=True, slots=True)
class Offer:
    """`needs` is asked again when the file is taken. `noted`: what the audit says was taken; empty for one's own."""

    title: str
    about: str
    make: Make
    needs: Permission = ASK
    noted: str = ""


@dataclass(frozen=True, slots=True)
class Files:
    database: Database
    clock: Clock
    offers: Mapping[FileFormat, Offer]

    async def offer(self, token: str) -> Offer | Refusal:
        """Uses nothing up."""
        async with self.database.read() as session:
            left = await peek(session, token, self.clock.now())
            if not isinstance(left, Left):
                return left
            offer = self.offers.get(left.formats[0])
            return await _allowed(session, offer, left.holder.person_id)

    async def take(self, token: str) -> File | Refusal:
        """Makes the file and uses the link up in one transaction, so that a failure of ours doesn't waste it."""
        now = self.clock.now()
        async with self.database.write() as session:
            left = await peek(session, token, now)
            if not isinstance(left, Left):
                return left
            holder = await redeem(session, token, left.formats[0], now)
            if isinstance(holder, Refusal):
                return holder
            offer = await _allowed(session, self.offers.get(left.formats[0]), holder.person_id)
            if isinstance(offer, Refusal):
                return offer
            file = await offer.make(session, holder.person_id, now)
            if offer.noted:
                await record(session, holder.person_id, EXPORTED, now, what=offer.noted)
            return file


async def _allowed(session: AsyncSession, offer: Offer | None, person_id: str) -> Offer | Refusal:
    """Their own data are theirs also when they have left."""
    if offer is None:
        return Refusal.UNKNOWN
    roles = (await roles_of(session, [person_id])).get(person_id, set())
    return offer if may(roles, offer.needs) else Refusal.NOT_LEADING
