"""Withdraws offers, places and reflections: by their people, when they leave, and when accounts are joined."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.features.shadowing.notices import AFTER, NEWS, REMIND, ShadowNews, call_off, guests_of, notify
from bot.features.shadowing.superseding import close_called_off, close_given_back
from bot.people.identity.people import Person


async def cancel_offer(session: AsyncSession, offer: ShadowOffer, now: datetime) -> None:
    """Its guests are told, what they have of it says so, and nobody is reminded any more."""
    offer.cancelled_at = now
    await call_off(session, offer.id, AFTER)
    await close_called_off(session, offer, now)
    for guest in await guests_of(session, offer.id):
        await notify(session, offer, ShadowNews.CANCELLED, guest, now)


async def withdraw_offers(session: AsyncSession, person_id: str) -> None:
    """Withdraws all their offers, and notifies guests of a time to come, without a name. Repeating it changes nothing."""
    for offer in (await session.scalars(select(ShadowOffer).where(ShadowOffer.person_id == person_id))).all():
        if offer.cancelled_at is None:
            # Due since it was made, so at once.
            await cancel_offer(session, offer, offer.made_at)
        offer.person_id, offer.place = None, ""


async def give_back(session: AsyncSession, person_id: str) -> None:
    """Gives back all their places, and notifies the peer workers, without a name."""
    theirs = select(ShadowPlace).where(ShadowPlace.person_id == person_id)
    for place in (await session.scalars(theirs)).all():
        offer = await session.get_one(ShadowOffer, place.offer_id)
        await session.delete(place)
        if offer.person_id and offer.cancelled_at is None:
            await close_given_back(session, offer, place, place.taken_at)
            await notify(session, offer, ShadowNews.GIVEN_BACK, offer.person_id, place.taken_at)
    await session.flush()


async def forget_reflections(session: AsyncSession, person_id: str) -> None:
    await session.execute(delete(ShadowReflection).where(ShadowReflection.person_id == person_id))


async def withdraw_own_data(session: AsyncSession, person_id: str) -> None:
    """Withdraws their offers and deletes their reflections, so that another account doesn't see them."""
    await withdraw_offers(session, person_id)
    await forget_reflections(session, person_id)


async def merge_places(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    """Gives the merged person's places to the one who stays, once for each offer."""
    has = select(ShadowPlace.offer_id).where(ShadowPlace.person_id == kept_id)
    theirs = ShadowPlace.person_id == gone_id
    await session.execute(delete(ShadowPlace).where(theirs, ShadowPlace.offer_id.in_(has)))
    await session.execute(update(ShadowPlace).where(theirs).values(person_id=kept_id))


async def withdraw_departed(session: AsyncSession) -> int:
    """Withdraws offers, places and reflections of people who don't work here any more. Returns how many people."""
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


async def delete_offer(session: AsyncSession, offer: ShadowOffer) -> None:
    await call_off(session, offer.id, NEWS, REMIND, AFTER)
    await session.execute(delete(ShadowPlace).where(ShadowPlace.offer_id == offer.id))
    await session.delete(offer)
