"""`Colleagues`: to which colleagues a person shows something of their own, and who these are by name."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.core.natural_order import natural_key
from bot.people.access.scopes import people_in, with_teams_above
from bot.people.identity.lookup import names_of
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person


class Colleagues(StrEnum):
    """Which colleagues see what somebody shows of their own."""

    NOBODY = "nobody"
    TEAM = "team"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class AudiencePreview:
    """Colleagues who would see it: the names of all of them but whose it is, in the order of the alphabet."""

    colleagues: Colleagues
    label: str
    names: tuple[str, ...]


async def readers_of(
    session: AsyncSession, organisation_id: str, colleagues: Colleagues, team_id: str | None
) -> Sequence[str]:
    """The ids of all who see what is shown to these, whose it is among them if they belong there."""
    if colleagues is Colleagues.ORGANISATION:
        return await people_in(session, organisation_id, None)
    if colleagues is Colleagues.TEAM and team_id:
        return await people_in(session, organisation_id, team_id)
    return ()


async def shown_to(
    session: AsyncSession,
    reader: Person,
    colleagues: InstrumentedAttribute[Colleagues],
    team_id: InstrumentedAttribute[str | None],
) -> ColumnElement[bool]:
    """Rows that this colleague sees, by the two columns that say to whom each is shown."""
    teams = await with_teams_above(session, reader.team_id)
    to_team = and_(colleagues == Colleagues.TEAM, team_id.in_(teams))
    return or_(colleagues == Colleagues.ORGANISATION, to_team)


async def team_of(session: AsyncSession, me: Person, team_id: str | None) -> AudiencePreview | None:
    """The person's team; None for people without one."""
    team = await session.get(Team, team_id) if team_id else None
    return await _audience(session, me, Colleagues.TEAM, team.name, team.id) if team else None


async def organisation_of(session: AsyncSession, me: Person) -> AudiencePreview:
    return await _audience(session, me, Colleagues.ORGANISATION, "", None)


async def _audience(
    session: AsyncSession, me: Person, colleagues: Colleagues, label: str, team_id: str | None
) -> AudiencePreview:
    ids = [id_ for id_ in await readers_of(session, me.organisation_id, colleagues, team_id) if id_ != me.id]
    names = await names_of(session, ids)
    return AudiencePreview(colleagues, label, tuple(sorted((names[id_] for id_ in ids), key=natural_key)))
