"""The shadowing service: offer, take and cancel times. Each function checks who asks; others get nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.core.natural_order import natural_key
from bot.features.shadowing.models import ShadowOffer, ShadowPlace
from bot.features.shadowing.notices import ShadowNews, notify, plan, was_still_to_arrive
from bot.features.shadowing.superseding import close_count, close_given_back
from bot.features.shadowing.withdrawal import cancel_offer
from bot.people.audiences.chosen_colleagues import (
    AudiencePreview,
    Colleagues,
    organisation_of,
    shown_to,
    team_of,
)
from bot.people.identity.lookup import name_in, names_of
from bot.people.identity.people import NotKnownHere, Person, id_behind, staff_behind
from bot.store.database import Database

MOST_AT_ONCE = 20
"""Open offers of one peer worker."""


@dataclass(frozen=True, slots=True)
class WantedTime:
    """A time as the peer worker wrote it."""

    starts_at: datetime
    minutes: int
    place: str
    places: int
    colleagues: Colleagues


@dataclass(frozen=True, slots=True)
class SeenOffer:
    """An offer as one of its people sees it. `guests` has their names, for the peer worker alone."""

    offer: ShadowOffer
    host: str
    left: int
    guests: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mine:
    hosting: Sequence[SeenOffer]
    going: Sequence[SeenOffer]


class Cancelled(Enum):
    OFFER = "offer"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Shadowing:
    database: Database
    clock: Clock

    async def audiences(self, sender: Sender) -> Sequence[AudiencePreview]:
        """The audiences that an offer can be shown to, each with all names. Raises NotKnownHere."""
        async with self.database.read() as session:
            me = await _me(session, sender)
            audiences = (await team_of(session, me, me.team_id), await organisation_of(session, me))
            return [audience for audience in audiences if audience]

    async def offer(self, sender: Sender, wanted: WantedTime) -> bool:
        """False if they offer as many as one may, or have no team to show it to. Raises NotKnownHere.

        The same time sent twice is one offer.
        """
        async with self.database.write() as session:
            me = await _me(session, sender)
            is_team = wanted.colleagues is Colleagues.TEAM
            hosting = await self._open_offers(session, ShadowOffer.person_id == me.id)
            if any(_is_same(offer, wanted) for offer in hosting):
                return True
            if len(hosting) >= MOST_AT_ONCE or (is_team and me.team_id is None):
                return False
            offer = ShadowOffer(organisation_id=me.organisation_id, person_id=me.id, made_at=self.clock.now())
            offer.starts_at, offer.minutes, offer.place = wanted.starts_at, wanted.minutes, wanted.place
            offer.places, offer.colleagues = wanted.places, wanted.colleagues
            offer.team_id = me.team_id if is_team else None
            session.add(offer)
            await session.flush()
            await plan(session, offer, self.clock.now())
            return True

    async def seen_by(self, sender: Sender) -> Sequence[SeenOffer]:
        """Offers with free places that this person may take, the soonest first; none for people who aren't staff."""
        async with self.database.read() as session:
            me = await staff_behind(session, sender)
            return await self._takeable(session, me) if me else ()

    async def take(self, sender: Sender, offer_id: str) -> SeenOffer | None:
        """None if it is full, over, or not offered to them."""
        async with self.database.write() as session:
            me = await staff_behind(session, sender)
            await session.get(ShadowOffer, offer_id, with_for_update=True)
            takeable = await self._takeable(session, me) if me else ()
            seen = next((seen for seen in takeable if seen.offer.id == offer_id), None)
            if me is None or seen is None or seen.offer.person_id is None:
                return None
            now = self.clock.now()
            session.add(ShadowPlace(offer_id=offer_id, person_id=me.id, taken_at=now))
            await notify(session, seen.offer, ShadowNews.PLACE, me.id, now)
            await notify(session, seen.offer, ShadowNews.TAKEN, seen.offer.person_id, now)
            await close_count(session, seen.offer, now)
            return seen

    async def mine(self, sender: Sender) -> Mine:
        """The person's coming offers, with the guests' names, and their own places."""
        async with self.database.read() as session:
            me = await id_behind(session, sender)
            hosting = await self._open_offers(session, ShadowOffer.person_id == me)
            theirs = select(ShadowPlace.offer_id).where(ShadowPlace.person_id == me)
            going = await self._open_offers(session, ShadowOffer.id.in_(theirs))
            guests = [await _guests(session, offer.id) for offer in hosting]
            return Mine(
                [await _seen(session, o, names) for o, names in zip(hosting, guests, strict=True)],
                [await _seen(session, offer) for offer in going],
            )

    async def cancel(self, sender: Sender, offer_id: str) -> Cancelled | None:
        """Cancels the person's own offer or place, and notifies the others. None for offers of others."""
        now = self.clock.now()
        async with self.database.write() as session:
            me = await id_behind(session, sender)
            offer = await session.get(ShadowOffer, offer_id, with_for_update=True)
            if not me or offer is None or offer.cancelled_at or offer.starts_at <= now:
                return None
            if offer.person_id == me:
                await cancel_offer(session, offer, now)
                return Cancelled.OFFER
            place = await session.get(ShadowPlace, (offer_id, me))
            if place is None or offer.person_id is None:
                return None
            if not await was_still_to_arrive(session, offer, place):
                await notify(session, offer, ShadowNews.GIVEN_BACK, offer.person_id, now)
            await close_given_back(session, offer, place, now)
            await session.delete(place)
            return Cancelled.PLACE

    async def _open_offers(
        self, session: AsyncSession, *conditions: ColumnElement[bool]
    ) -> Sequence[ShadowOffer]:
        coming = (ShadowOffer.cancelled_at.is_(None), ShadowOffer.starts_at > self.clock.now())
        statement = select(ShadowOffer).join(Person, Person.id == ShadowOffer.person_id)
        here = (Person.left_on.is_(None), Person.is_staff.is_(True))
        order = (ShadowOffer.starts_at, ShadowOffer.id)
        return (await session.scalars(statement.where(*coming, *here, *conditions).order_by(*order))).all()

    async def _takeable(self, session: AsyncSession, me: Person) -> Sequence[SeenOffer]:
        mine = select(ShadowPlace.offer_id).where(ShadowPlace.person_id == me.id)
        offers = await self._open_offers(
            session,
            ShadowOffer.organisation_id == me.organisation_id,
            ShadowOffer.person_id != me.id,
            ShadowOffer.id.not_in(mine),
            await shown_to(session, me, ShadowOffer.colleagues, ShadowOffer.team_id),
        )
        seen = [await _seen(session, offer) for offer in offers]
        return [each for each in seen if each.left > 0]


async def _me(session: AsyncSession, sender: Sender) -> Person:
    me = await staff_behind(session, sender)
    if me is None:
        raise NotKnownHere(so="no time was offered")
    return me


async def _seen(session: AsyncSession, offer: ShadowOffer, guests: tuple[str, ...] = ()) -> SeenOffer:
    taken = select(func.count()).select_from(ShadowPlace).where(ShadowPlace.offer_id == offer.id)
    left = offer.places - (await session.scalar(taken) or 0)
    return SeenOffer(offer, await name_in(session, offer.person_id), left, guests)


async def _guests(session: AsyncSession, offer_id: str) -> tuple[str, ...]:
    guest_ids = select(ShadowPlace.person_id).where(ShadowPlace.offer_id == offer_id)
    names = await names_of(session, ids := (await session.scalars(guest_ids)).all())
    return tuple(sorted((names[id_] for id_ in ids), key=natural_key))


def _is_same(offer: ShadowOffer, wanted: WantedTime) -> bool:
    current = (offer.starts_at, offer.minutes, offer.place, offer.places, offer.colleagues)
    return current == (wanted.starts_at, wanted.minutes, wanted.place, wanted.places, wanted.colleagues)
