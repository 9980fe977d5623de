"""Who sees an entry: the colleagues themselves, so that the names shown to its writer are exact."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.features.peer_profiles.models import Colleagues, PeerProfile
from bot.people.access.scopes import people_in, with_teams_above
from bot.people.identity.people import Person


async def readers_of(
    session: AsyncSession, organisation_id: str, colleagues: Colleagues, team_id: str | None
) -> Sequence[str]:
    """The ids of all who see what is published to these, its writer among them if they belong there."""
    if colleagues is Colleagues.ORGANISATION:
        return await people_in(session, organisation_id, None)
    if colleagues is Colleagues.TEAM and team_id:
        return await people_in(session, organisation_id, team_id)
    return ()


async def visible_to(session: AsyncSession, reader: Person) -> Sequence[PeerProfile]:
    """Published entries that this colleague sees, by name. Nobody's who has left, and never a draft."""
    if reader.left_on or not reader.is_staff:
        return ()
    found = await session.scalars(
        select(PeerProfile)
        .join(Person, Person.id == PeerProfile.person_id)
        .where(*_published(reader.organisation_id), await _shown_to(session, reader))
        .order_by(PeerProfile.name, PeerProfile.person_id)
    )
    return found.all()


async def on_the_page(session: AsyncSession, organisation_id: str) -> Sequence[PeerProfile]:
    """Published entries that their writers signed off for people who use the service, by name."""
    found = await session.scalars(
        select(PeerProfile)
        .join(Person, Person.id == PeerProfile.person_id)
        .where(*_published(organisation_id), PeerProfile.on_page.is_(True))
        .order_by(PeerProfile.name, PeerProfile.person_id)
    )
    return found.all()


def _published(organisation_id: str) -> tuple[ColumnElement[bool], ...]:
    here = (Person.organisation_id == organisation_id, Person.left_on.is_(None), Person.is_staff.is_(True))
    return (PeerProfile.is_published.is_(True), *here)


async def _shown_to(session: AsyncSession, reader: Person) -> ColumnElement[bool]:
    teams = await with_teams_above(session, reader.team_id)
    to_team = and_(PeerProfile.colleagues == Colleagues.TEAM, PeerProfile.team_id.in_(teams))
    return or_(PeerProfile.colleagues == Colleagues.ORGANISATION, to_team)
