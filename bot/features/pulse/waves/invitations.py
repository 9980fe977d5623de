"""Selects who a wave invites: staff who receive the pulse; for a role's own wave, those with that role."""

from collections.abc import AsyncIterator, Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.themes import Audience
from bot.features.pulse.declarations import PULSE
from bot.features.pulse.models import Invited
from bot.features.pulse.waves.groups import InvitedPerson as Member
from bot.people.access.roles import Role, roles_of
from bot.people.identity.people import Account, Person, Preferences
from bot.store.database import Database

_AUDIENCES = {
    Role.PEER_WORKER: Audience.PEER_WORKER,
    Role.SUPERVISOR: Audience.SUPERVISOR,
    Role.LEADER: Audience.LEADER,
}

WITH_OWN_WAVES = tuple(_AUDIENCES.values())


SETTLES_IN = timedelta(weeks=4)
"""New staff are excluded for this long, because they cannot judge yet."""

_LEAST_DAYS = timedelta(days=4)

# People per transaction.
_AT_ONCE = 2000


def closing_sunday(day: date) -> date:
    """The first Sunday at least four days later."""
    sunday = day + timedelta(days=6 - day.weekday())
    return sunday if sunday - day >= _LEAST_DAYS else sunday + timedelta(weeks=1)


async def eligible(
    session: AsyncSession,
    organisation_id: str,
    day: date,
    audience: Audience = Audience.EVERYONE,
    platforms: Collection[str] = (),
) -> Sequence[Member]:
    """Staff on that day, ordered by id.

    Excludes people who opted out, and people who cannot be reached before the close, because only people who
    got the questions may count as able to answer.

    `platforms` are the platforms that run here; an empty collection means any.
    """
    reachable = exists().where(Account.person_id == Person.id, Account.unreachable_since.is_(None))
    if platforms:
        reachable = reachable.where(Account.platform.in_(platforms))
    settled = or_(Person.starts_on.is_(None), Person.starts_on <= day - SETTLES_IN)
    rows = await session.execute(
        select(Person.id, Person.team_id, Preferences.opted_out, Preferences.snoozed_until)
        .outerjoin(Preferences)
        .where(Person.organisation_id == organisation_id, Person.left_on.is_(None), Person.is_staff.is_(True))
        .where(reachable, settled)
        .order_by(Person.id)
    )
    teams = {
        id_: team
        for id_, team, opted_out, snoozed in rows
        if PULSE not in (opted_out or ()) and (snoozed is None or snoozed < closing_sunday(day))
    }
    roles = await roles_of(session, list(teams))
    everyone = [
        Member(id_, team, frozenset(_AUDIENCES[r] for r in roles.get(id_, ()) if r in _AUDIENCES))
        for id_, team in teams.items()
    ]
    return [m for m in everyone if audience is Audience.EVERYONE or audience in m.audiences]


async def invited_among(session: AsyncSession, wave_id: str, people: Sequence[str]) -> set[str]:
    mine = (Invited.wave_id == wave_id, Invited.person_id.in_(people))
    return set(await session.scalars(select(Invited.person_id).where(*mine)))


async def invited_to(
    database: Database, waves: Sequence[str]
) -> AsyncIterator[dict[str, tuple[str, frozenset[str]]]]:
    """Each invited person's team at that time and their waves, ordered by person id, in chunks."""
    last = ""
    while True:
        async with database.read() as session:
            part = await _part(session, waves, last)
        if not part:
            return
        yield part
        last = max(part)


async def _part(
    session: AsyncSession, waves: Sequence[str], last: str
) -> dict[str, tuple[str, frozenset[str]]]:
    of_these = (Invited.wave_id.in_(waves), Invited.person_id > last)
    ids = select(Invited.person_id).where(*of_these).distinct().order_by(Invited.person_id).limit(_AT_ONCE)
    rows = await session.execute(
        select(Invited.person_id, Invited.team, Invited.wave_id)
        .where(Invited.wave_id.in_(waves), Invited.person_id.in_(ids))
        .order_by(Invited.person_id, Invited.wave_id)
    )
    invited: dict[str, tuple[str, frozenset[str]]] = {}
    for person, team, wave in rows:
        _, before = invited.get(person, ("", frozenset[str]()))
        invited[person] = (team, before | {wave})
    return invited
