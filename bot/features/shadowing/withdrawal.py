"""Withdraws offers, places and reflections: by their people, when they leave, and when accounts are joined."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.features.shadowing.notices import AFTER, NEWS, REMIND, News, call_off, tell
from bot.people.identity.people import Person


async def cancel_offer(session: AsyncSession, offer: ShadowOffer, now: datetime) -> None:
    """Its guests are told, and nobody is reminded any more."""
    offer.cancelled_at = now
    await call_off(session, offer.id, REMIND, AFTER)
    for guest in await _guests(session, offer.id):
        await tell(session, offer, News.CANCELLED, guest, now)


async def withdraw_offers(session: AsyncSession, person_id: str) -> None:
    """All that they offer: guests of a time to come are told, without a name. Doing it again changes nothing."""
    for offer in (await session.scalars(select(ShadowOffer).where(ShadowOffer.person_id == person_id))).all():
        if offer.cancelled_at is None:
            # Due since it was made, so at once.
            await cancel_offer(session, offer, offer.made_at)
        offer.person_id, offer.place = None, ""


async def give_back(session: AsyncSession, person_id: str) -> None:
    """All the places that they have; whose time it is is told, without a name."""
    theirs = select(ShadowPlace).where(ShadowPlace.person_id == person_id)
    for place in (await session.scalars(theirs)).all():
        offer = await session.get_one(ShadowOffer, place.offer_id)
        await session.delete(place)
        if offer.person_id and offer.cancelled_at is None:
            await tell(session, offer, News.GIVEN_BACK, offer.person_id, place.taken_at)
    await session.flush()


async def forget_reflections(session: AsyncSession, person_id: str) -> None:
    await session.execute(delete(ShadowReflection).where(ShadowReflection.person_id == person_id))


async def forget_told(session: AsyncSession, person_id: str) -> None:
    """What another account of theirs mustn't find: that they offer times, and what they wrote for themselves."""
    await withdraw_offers(session, person_id)
    await forget_reflections(session, person_id)


async def carry_over(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    """Two turned out to be one: where either comes along, they do."""
    has = select(ShadowPlace.offer_id).where(ShadowPlace.person_id == kept_id)
    theirs = ShadowPlace.person_id == gone_id
    await session.execute(delete(ShadowPlace).where(theirs, ShadowPlace.offer_id.in_(has)))
    await session.execute(update(ShadowPlace).where(theirs).values(person_id=kept_id))


async def withdraw_gone(session: AsyncSession) -> int:
    """Of all who don't work here any more; how many people."""
    gone = or_(Person.left_on.is_not(None), Person.is_staff.is_(False))
    people = set[str | None]()
    for column in (ShadowOffer.person_id, ShadowPlace.person_id, ShadowReflection.person_id):
        theirs = select(column).join(Person, Person.id == column).where(gone)
        people |= set(await session.scalars(theirs))
    for person_id in people:
        if person_id:
            await withdraw_offers(session, person_id)
            await give_back(session, person_id)
            await forget_reflections(session, person_id)
    return len(people)


async def forget(session: AsyncSession, offer: ShadowOffer) -> None:
    await call_off(session, offer.id, NEWS, REMIND, AFTER)
    await session.execute(delete(ShadowPlace).where(ShadowPlace.offer_id == offer.id))
    await session.delete(offer)


async def _guests(session: AsyncSession, offer_id: str) -> list[str]:
    found = select(ShadowPlace.person_id).where(ShadowPlace.offer_id == offer_id)
    return list(await session.scalars(found.order_by(ShadowPlace.person_id)))
