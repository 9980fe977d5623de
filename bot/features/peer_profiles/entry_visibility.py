"""Selects the entries that a colleague may see, and those that are on the page for people who use the service."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.natural_order import natural_key
from bot.features.peer_profiles.models import PeerProfile
from bot.people.audiences.chosen_colleagues import shown_to
from bot.people.identity.people import Person


async def visible_to(session: AsyncSession, reader: Person) -> Sequence[PeerProfile]:
    """Published entries that this colleague sees, by name. Nobody's who has left, and never a draft."""
    if reader.left_on or not reader.is_staff:
        return ()
    profiles = await session.scalars(
        select(PeerProfile)
        .join(Person, Person.id == PeerProfile.person_id)
        .where(
            *_published(reader.organisation_id),
            await shown_to(session, reader, PeerProfile.colleagues, PeerProfile.team_id),
        )
    )
    return _by_name(profiles.all())


async def on_the_page(session: AsyncSession, organisation_id: str) -> Sequence[PeerProfile]:
    """Published entries that their writers signed off for people who use the service, by name."""
    profiles = await session.scalars(
        select(PeerProfile)
        .join(Person, Person.id == PeerProfile.person_id)
        .where(*_published(organisation_id), PeerProfile.on_page.is_(True))
    )
    return _by_name(profiles.all())


def _by_name(profiles: Sequence[PeerProfile]) -> Sequence[PeerProfile]:
    return sorted(profiles, key=lambda profile: (natural_key(profile.name), profile.person_id))


def _published(organisation_id: str) -> tuple[ColumnElement[bool], ...]:
    here = (Person.organisation_id == organisation_id, Person.left_on.is_(None), Person.is_staff.is_(True))
    return (PeerProfile.is_published.is_(True), *here)
