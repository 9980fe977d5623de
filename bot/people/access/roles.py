"""Roles: granted by an administrator, or, for peer workers, declared by the person."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, ForeignKey, Index, UniqueConstraint, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.core.errors import UserFacingError
from bot.core.natural_order import natural_key
from bot.people.audit.acts import GAVE_ROLE, TOOK_ROLE
from bot.people.audit.audit_log import AuditLine, record
from bot.people.identity.peer_declaration import declared_peers
from bot.people.identity.people import Person
from bot.store.database import Table
from bot.store.statements import insert
from bot.store.types import UtcDateTime, new_id, words


class Role(StrEnum):
    """Everybody is staff. Who is a peer worker is in `peer_declaration.py`; all others are grants."""

    STAFF = "staff"
    PEER_WORKER = "peer-worker"
    SUPERVISOR = "supervisor"
    LEADER = "leader"
    CHAMPION = "champion"
    EDITOR = "editor"
    ADMINISTRATOR = "administrator"


GRANTED = (Role.SUPERVISOR, Role.LEADER, Role.CHAMPION, Role.EDITOR, Role.ADMINISTRATOR)
FOR_A_TEAM = frozenset({Role.SUPERVISOR, Role.LEADER, Role.CHAMPION})

# Databases limit how many values a statement may carry.
_AT_ONCE = 5000


class Grant(Table):
    """A role of a person. Without a team it covers the whole organisation. The first administrator's has no grantor."""

    __tablename__ = "grants"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), index=True)
    role: Mapped[Role] = mapped_column(words(Role))
    team_id: Mapped[str | None] = mapped_column(ForeignKey("teams.id"))
    granted_by: Mapped[str | None] = mapped_column(ForeignKey("people.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)

    __table_args__ = (
        UniqueConstraint("person_id", "role", "team_id"),
        # A unique constraint lets NULL occur any number of times.
        Index(
            "grants_everywhere",
            "person_id",
            "role",
            unique=True,
            sqlite_where=text("team_id IS NULL"),
            postgresql_where=text("team_id IS NULL"),
        ),
    )


async def grant(
    session: AsyncSession,
    person_id: str,
    role: Role,
    team_id: str | None,
    *,
    granted_by: str | None,
    now: datetime,
) -> AuditLine | None:
    """Grants a role and records it in the audit. None if they hold it. UserFacingError for a role that can't be given."""
    require_grantable(role, team_id)
    given = {"role": role, "team_id": team_id, "granted_by": granted_by, "granted_at": now}
    row = {"id": new_id(), "person_id": person_id} | given
    # Giving somebody a role confirms that they work here.
    await session.execute(update(Person).where(Person.id == person_id).values(is_staff=True))
    new = insert(session, Grant).values(row).on_conflict_do_nothing().returning(Grant.id)
    if not await session.scalar(new):
        return None
    return await record(session, granted_by, GAVE_ROLE, now, person_id, role=role, team=team_id or "")


def require_grantable(role: Role, team_id: str | None) -> None:
    """UserFacingError for what nobody can be given."""
    if role is Role.PEER_WORKER:
        raise UserFacingError(
            "Being a peer worker is each person's own to tell, so nobody can give it. Leave it out: they can say so in their settings."
        )
    if role is Role.STAFF:
        raise UserFacingError("Everybody here is staff, so there is nothing to give. Choose another role.")
    if team_id and role not in FOR_A_TEAM:
        raise UserFacingError(f"The role of {role} is always for the whole organisation. Leave the team out.")


async def revoke(
    session: AsyncSession, person_id: str, role: Role, team_id: str | None, *, by: str | None, now: datetime
) -> Sequence[AuditLine]:
    """Takes a role away. UserFacingError for the last administrator; no change if they don't hold it."""
    if role is Role.ADMINISTRATOR:
        await _require_another_administrator(session, [person_id])
    held = (Grant.person_id == person_id, Grant.role == role, Grant.team_id.is_not_distinct_from(team_id))
    return await _take(session, *held, by=by, now=now)


async def revoke_all(
    session: AsyncSession, person_ids: Collection[str], *, by: str | None, now: datetime
) -> Sequence[AuditLine]:
    """Takes all roles from a leaver. UserFacingError if nobody would be administrator."""
    await _require_another_administrator(session, person_ids)
    return await _take(session, Grant.person_id.in_(person_ids), by=by, now=now)


async def drop_all(session: AsyncSession, person_id: str, now: datetime) -> None:
    """Takes all roles from a person who left, by their platform; the last administrator's, too."""
    await _take(session, Grant.person_id == person_id, by=None, now=now)


async def _take(
    session: AsyncSession, *held: ColumnElement[bool], by: str | None, now: datetime
) -> Sequence[AuditLine]:
    gone = delete(Grant).where(*held).returning(Grant.person_id, Grant.role, Grant.team_id)
    return [
        await record(session, by, TOOK_ROLE, now, person_id, role=role, team=team_id or "")
        for person_id, role, team_id in (await session.execute(gone)).all()
    ]


async def grants_of(session: AsyncSession, person_ids: Collection[str]) -> Sequence[Grant]:
    """Roles that were granted to them. Administrators may see these."""
    grants = await session.scalars(
        select(Grant).where(Grant.person_id.in_(person_ids)).order_by(Grant.granted_at, Grant.id)
    )
    return grants.all()


async def all_grants(session: AsyncSession) -> Sequence[tuple[Grant, str]]:
    """All grants by role, each with its holder's name and e-mail. No leavers."""
    rows = await session.execute(
        select(Grant, Person.name, Person.email)
        .join(Person, Person.id == Grant.person_id)
        .where(Person.left_on.is_(None))
    )
    ordered = sorted(rows, key=lambda row: (row.Grant.role, natural_key(row.name), row.Grant.id))
    return [(given, f"{name} ({email})" if email else name) for given, name, email in ordered]


async def roles_of(session: AsyncSession, person_ids: Collection[str]) -> dict[str, set[Role]]:
    """Every role, declared ones too, to choose what people get and may do. None for leavers and strangers.

    To show roles to others, use `grants_of`.
    """
    ids, roles = list(person_ids), dict[str, set[Role]]()
    for start in range(0, len(ids), _AT_ONCE):
        roles |= await _roles_of_some(session, ids[start : start + _AT_ONCE])
    return roles


async def _roles_of_some(session: AsyncSession, person_ids: Sequence[str]) -> dict[str, set[Role]]:
    here = (Person.left_on.is_(None), Person.is_staff.is_(True))
    people = select(Person.id).where(Person.id.in_(person_ids), *here)
    roles = {person_id: {Role.STAFF} for person_id in await session.scalars(people)}
    for given in await grants_of(session, list(roles)):
        roles[given.person_id].add(given.role)
    for person_id in await declared_peers(session, list(roles)):
        roles[person_id].add(Role.PEER_WORKER)
    return roles


async def holders(session: AsyncSession, organisation_id: str, role: Role) -> Sequence[str]:
    """Sorted ids of the present holders of the role, for any team."""
    person_ids = await session.scalars(
        select(Person.id)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.role == role)
        .where(Person.organisation_id == organisation_id, Person.left_on.is_(None))
        .order_by(Person.id)
        .distinct()
    )
    return person_ids.all()


async def administrators(session: AsyncSession) -> Sequence[Person]:
    """The present administrators, by name."""
    people = await session.scalars(
        select(Person)
        .join(Grant, Grant.person_id == Person.id)
        .where(Grant.role == Role.ADMINISTRATOR, Person.left_on.is_(None))
    )
    return sorted(people, key=lambda person: (natural_key(person.name), person.id))


async def _require_another_administrator(session: AsyncSession, leaving: Collection[str]) -> None:
    # Locked, so that two administrators can't remove each other at the same moment.
    held = (
        select(Grant.person_id).where(Grant.role == Role.ADMINISTRATOR).order_by(Grant.id).with_for_update()
    )
    holders = set(await session.scalars(held))
    if holders & set(leaving) and not {p.id for p in await administrators(session)} - set(leaving):
        raise UserFacingError(
            "That would leave no administrator here. Give the role to somebody else first, then try again."
        )
