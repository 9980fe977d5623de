"""A person's accounts: joins and separates duplicates, and chooses which account gets messages.

A joined account must learn nothing and be allowed nothing that an administrator did not say. So what somebody
told us for themselves only is forgotten on both sides, whether or not there was anything, and how they answered
stays behind, so that after a wrong join nobody finds it with somebody else. They can tell us again.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.errors import UserFacingError
from bot.people.access.roles import Grant, revoke_all
from bot.people.audiences.user_groups import GroupMember
from bot.people.audit.acts import JOINED_ACCOUNTS, SEPARATED_ACCOUNTS
from bot.people.audit.audit_log import AuditLine, record
from bot.people.contact.budget import Reserved
from bot.people.contact.preferences import choose, preferences_of
from bot.people.identity.peer_declaration import withdraw_peer
from bot.people.identity.people import Account, Person, Preferences, person_named
from bot.store.statements import insert

Blocker = Callable[[AsyncSession], Awaitable[str | None]]
"""Why nobody can be joined now, as a sentence; None if nothing speaks against it."""

DeleteOwnData = Callable[[AsyncSession, str], Awaitable[None]]
"""Deletes what the person with this id told us, so that the other account doesn't see it."""

Merge = Callable[[AsyncSession, str, str], Awaitable[None]]
"""Gives the first person's data to the second, who stays and gets nothing twice."""


class NotJoined(UserFacingError):
    """Two people were not joined or separated; the text says why, and what to do."""


@dataclass(frozen=True, slots=True)
class MergePolicy:
    """The features' part in merging two people: reasons to wait (`blockers`), data to delete on both sides, data to merge."""

    blockers: tuple[Blocker, ...] = ()
    delete_own_data: tuple[DeleteOwnData, ...] = ()
    merge: tuple[Merge, ...] = ()

    async def why_not(self, session: AsyncSession) -> str | None:
        """The first reason there is."""
        for blocker in self.blockers:
            if reason := await blocker(session):
                return reason
        return None

    async def check(self, session: AsyncSession) -> None:
        """Raises NotJoined."""
        if reason := await self.why_not(session):
            raise NotJoined(reason)

    async def delete_self_declared(self, session: AsyncSession, person_id: str) -> None:
        await withdraw_peer(session, person_id)
        for delete_own_data in self.delete_own_data:
            await delete_own_data(session, person_id)


@dataclass(frozen=True, slots=True)
class Joined:
    """`moved` are the accounts that came over, for an undo; `taken` says which roles were taken away."""

    moved: Sequence[str]
    taken: Sequence[AuditLine]


async def accounts_of(session: AsyncSession, person_id: str) -> Sequence[Account]:
    """The one we write to first."""
    mine = Account.person_id == person_id
    order = (Account.is_chosen.desc(), Account.id)
    return (await session.scalars(select(Account).where(mine).order_by(*order))).all()


async def accounts_to_use(
    session: AsyncSession, person_ids: Collection[str], platforms: Collection[str] = ()
) -> dict[str, Account]:
    """The account to write to for each person: the one they chose, or another if that can't be reached.

    Only of these platforms, where some are named. People who can't be written to are missing.
    """
    statement = select(Account).where(Account.person_id.in_(person_ids), Account.unreachable_since.is_(None))
    if platforms:
        statement = statement.where(Account.platform.in_(platforms))
    # The chosen one comes last and so counts: a person hears from us on one account, never on two.
    in_order = await session.scalars(statement.order_by(Account.is_chosen, Account.id))
    return {account.person_id: account for account in in_order}


async def choose_account(session: AsyncSession, person_id: str, account_id: str) -> None:
    """Sets the account that we write to. UserFacingError for an account of somebody else."""
    mine = [account.id for account in await accounts_of(session, person_id)]
    if account_id not in mine:
        raise UserFacingError(
            "That account has been moved since, and nothing was changed. Open this again and pick one."
        )
    theirs = update(Account).where(Account.person_id == person_id)
    await session.execute(theirs.values(is_chosen=Account.id == account_id))


async def mark_reachable(session: AsyncSession, sender: Sender) -> None:
    """A person who writes can be written to, even if the platform said otherwise. A closed account stays closed."""
    mine = (Account.platform == sender.platform, Account.workspace == sender.workspace)
    await _reach(session, *mine, Account.user == sender.user)


async def mark_workspace_reachable(session: AsyncSession, platform: str, workspace: str) -> None:
    """After a new installation, people in that workspace can be written to again."""
    await _reach(session, Account.platform == platform, Account.workspace == workspace)


async def _reach(session: AsyncSession, *conditions: ColumnElement[bool]) -> None:
    lost = (Account.unreachable_since.is_not(None), Account.closed_on.is_(None))
    await session.execute(update(Account).where(*conditions, *lost).values(unreachable_since=None))


async def holds_roles(session: AsyncSession, person_id: str) -> bool:
    grant_count = await session.scalar(select(func.count()).where(Grant.person_id == person_id))
    return bool(grant_count)


async def join(
    session: AsyncSession,
    merge_policy: MergePolicy,
    gone_id: str,
    kept_id: str,
    today: date,
    *,
    by: str | None,
    now: datetime,
) -> Joined:
    """The first becomes part of the second. Raises NotJoined.

    The second keeps their roles; the first one's are taken away. UserFacingError if that would leave no
    administrator.
    """
    await merge_policy.check(session)
    gone, remaining = await person_named(session, gone_id), await person_named(session, kept_id)
    if gone_id == kept_id or gone.joined_to or remaining.joined_to:
        raise NotJoined("These are one person here. Nothing was changed, and nothing needs to be.")
    if remaining.left_on or gone.left_on:
        raise NotJoined(
            "One of them has left, so nothing was changed. Check the list of people if that is a surprise."
        )
    taken = await revoke_all(session, [gone_id], by=by, now=now)
    await record(session, by, JOINED_ACCOUNTS, now, kept_id, other=gone_id)
    for person_id in (gone_id, kept_id):
        await merge_policy.delete_self_declared(session, person_id)
    for merge in merge_policy.merge:
        await merge(session, gone_id, kept_id)
    await _merge_preferences(session, gone_id, kept_id)
    await _merge_budget(session, gone_id, kept_id)
    await _merge_groups(session, gone_id, kept_id)
    for column in ("name", "email", "team_id", "time_zone", "region", "starts_on", "first_met_at"):
        setattr(remaining, column, getattr(remaining, column) or getattr(gone, column))
    gone.joined_to, gone.left_on = kept_id, today
    moved = [account.id for account in await accounts_of(session, gone_id)]
    these = update(Account).where(Account.id.in_(moved))
    has_one = bool(await accounts_of(session, kept_id))
    await session.execute(these.values(person_id=kept_id, **({"is_chosen": False} if has_one else {})))
    return Joined(moved, taken)


async def separate(
    session: AsyncSession,
    merge_policy: MergePolicy,
    gone_id: str,
    account_ids: Sequence[str],
    *,
    by: str | None,
    now: datetime,
) -> None:
    """They are two again, each without roles that the other had. What was forgotten stays so. Raises NotJoined."""
    await merge_policy.check(session)
    gone = await person_named(session, gone_id)
    kept_id = gone.joined_to
    if kept_id is None:
        raise NotJoined("These are two people here. Nothing was changed, and nothing needs to be.")
    these = (Account.id.in_(account_ids), Account.person_id == kept_id)
    await session.execute(update(Account).where(*these).values(person_id=gone_id, is_chosen=False))
    for person_id in (gone_id, kept_id):
        if accounts := await accounts_of(session, person_id):
            await choose_account(session, person_id, accounts[0].id)
    remaining = await session.get_one(Person, kept_id)
    remaining.email = None if remaining.email == gone.email else remaining.email
    gone.joined_to, gone.left_on = None, None
    await record(session, by, SEPARATED_ACCOUNTS, now, kept_id, other=gone_id)


async def _merge_preferences(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    """The joined person refuses what either of them refused."""
    theirs, mine = await preferences_of(session, gone_id), await preferences_of(session, kept_id)
    base = mine if await session.get(Preferences, kept_id) else theirs
    days = [day for day in (mine.snoozed_until, theirs.snoozed_until) if day]
    merged = base.model_copy(
        update={
            "opted_out": tuple(dict.fromkeys((*mine.opted_out, *theirs.opted_out))),
            "snoozed_until": max(days, default=None),
            "holds_until_writing": mine.holds_until_writing or theirs.holds_until_writing,
        }
    )
    await choose(session, kept_id, merged)


async def _merge_budget(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    """Adds up the contacts that both had."""
    used = select(Reserved.week, Reserved.used).where(Reserved.person_id == gone_id)
    for week, count in (await session.execute(used)).all():
        statement = insert(session, Reserved).values(person_id=kept_id, week=week, used=count)
        await session.execute(
            statement.on_conflict_do_update(
                index_elements=["person_id", "week"], set_={"used": Reserved.used + count}
            )
        )


async def _merge_groups(session: AsyncSession, gone_id: str, kept_id: str) -> None:
    groups = await session.scalars(select(GroupMember.group_id).where(GroupMember.person_id == gone_id))
    rows = [{"group_id": group, "person_id": kept_id} for group in groups]
    if rows:
        await session.execute(insert(session, GroupMember).on_conflict_do_nothing(), rows)
    await session.execute(delete(GroupMember).where(GroupMember.person_id == gone_id))
