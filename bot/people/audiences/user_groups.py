"""User groups of a platform's workspace, such as Slack's, copied nightly to serve as audiences.

The copy is nightly, so that nobody waits for the platform when they choose an audience. Groups are the workspace's
own and everybody there sees them, including one called "peer workers". Never compare them with what people
declared to us themselves (`bot/people/identity/peer_declaration.py`).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ForeignKey, UniqueConstraint, delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from bot.conversation.inbound_text import inbound_line
from bot.core.natural_order import natural_key
from bot.people.identity.people import Account, Person
from bot.store.database import Table
from bot.store.types import new_id


class UserGroup(Table):
    """`key` is the platform's id of it, `handle` how people mention it."""

    __tablename__ = "groups"
    __table_args__ = (UniqueConstraint("platform", "workspace", "key"),)

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    organisation_id: Mapped[str] = mapped_column(ForeignKey("organisations.id"), index=True)
    platform: Mapped[str]
    workspace: Mapped[str]
    key: Mapped[str]
    handle: Mapped[str]
    name: Mapped[str]


class GroupMember(Table):
    __tablename__ = "group_members"

    group_id: Mapped[str] = mapped_column(ForeignKey("groups.id"), primary_key=True)
    person_id: Mapped[str] = mapped_column(ForeignKey("people.id"), primary_key=True)


@dataclass(frozen=True, slots=True)
class ListedGroup:
    """A group in the platform's list; `members` are the platform's users."""

    key: str
    handle: str
    name: str
    members: frozenset[str]

    def __post_init__(self) -> None:
        for name in ("handle", "name"):
            object.__setattr__(self, name, inbound_line(getattr(self, name)))


async def groups_of(session: AsyncSession, organisation_id: str) -> Sequence[UserGroup]:
    """By name."""
    mine = UserGroup.organisation_id == organisation_id
    groups = await session.scalars(select(UserGroup).where(mine))
    return sorted(groups, key=lambda group: (natural_key(group.name), group.id))


async def members_of(session: AsyncSession, group_id: str) -> Sequence[str]:
    """Ids of people who are still here."""
    person_ids = await session.scalars(
        select(GroupMember.person_id)
        .join(Person, Person.id == GroupMember.person_id)
        .where(GroupMember.group_id == group_id, Person.left_on.is_(None), Person.is_staff.is_(True))
        .order_by(GroupMember.person_id)
    )
    return person_ids.all()


async def replace_groups(
    session: AsyncSession,
    organisation_id: str,
    platform: str,
    workspace: str,
    listed: Collection[ListedGroup],
    *,
    is_whole: bool = True,
) -> None:
    """Stores the workspace's groups. If the list `is_whole`, groups that it lacks are deleted."""
    here = (UserGroup.platform == platform, UserGroup.workspace == workspace)
    known = {group.key: group for group in await session.scalars(select(UserGroup).where(*here))}
    listed_keys = {group.key for group in listed}
    ids = [group.id for group in known.values() if is_whole or group.key in listed_keys]
    await session.execute(delete(GroupMember).where(GroupMember.group_id.in_(ids)))
    gone = known.keys() - listed_keys if is_whole else set[str]()
    await session.execute(delete(UserGroup).where(*here, UserGroup.key.in_(gone)))
    place = {"organisation_id": organisation_id, "platform": platform, "workspace": workspace}
    people = await _people_by_user(session, platform, workspace)
    for group in listed:
        stored = known.get(group.key) or UserGroup(id=new_id(), key=group.key, **place)
        stored.handle, stored.name = group.handle, group.name
        session.add(stored)
        await session.flush()
        # Guests and bots are nobody here.
        members = sorted({people[user] for user in group.members if user in people})
        session.add_all(GroupMember(group_id=stored.id, person_id=person) for person in members)


async def _people_by_user(session: AsyncSession, platform: str, workspace: str) -> dict[str, str]:
    here = (Account.platform == platform, Account.workspace == workspace)
    return dict((await session.execute(select(Account.user, Account.person_id).where(*here))).all())
