"""Blocks and unblocks accounts.

For people from outside only the block itself is stored, until it ends.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Sender
from bot.core.errors import UserFacingError
from bot.people.audit.acts import BLOCKED_ACCOUNT, UNBLOCKED_ACCOUNT
from bot.people.audit.audit_log import record
from bot.people.identity.people import Account, Person
from bot.store.statements import lock_for_transaction
from bot.store.types import new_id


async def account_of(session: AsyncSession, sender: Sender) -> Account | None:
    mine = (Account.platform == sender.platform, Account.workspace == sender.workspace)
    account: Account | None = await session.scalar(select(Account).where(*mine, Account.user == sender.user))
    return account


async def block(session: AsyncSession, account_id: str, by: Sender, now: datetime) -> Account:
    """Blocks an account. UserFacingError for one's own, so that an administrator is left who can undo it."""
    await lock_for_transaction(session, "blocking")
    mine = await account_of(session, by)
    if mine is None or mine.blocked_at:
        raise UserFacingError(
            "Only an administrator can do that. If you have been one, ask another about your role."
        )
    account = await known(session, account_id)
    if account.person_id == mine.person_id:
        raise UserFacingError("That is your own account. Ask another administrator to block it.")
    if account.blocked_at is None:
        account.blocked_at = now
        await record(
            session, mine.person_id, BLOCKED_ACCOUNT, now, account.person_id, **_place_details(account)
        )
    return account


async def block_outsider(session: AsyncSession, there: Sender, by: Sender, now: datetime) -> Account:
    """Blocks an account from outside, given by the platform's id (`there`). UserFacingError as with `block`."""
    account = await account_of(session, there)
    mine = await account_of(session, by)
    if account is None and mine is not None:
        home = (await session.get_one(Person, mine.person_id)).organisation_id
        person = Person(id=new_id(), organisation_id=home, name="", is_staff=False)
        account = Account(
            id=new_id(), person_id=person.id, platform=there.platform, workspace=there.workspace
        )
        account.user, account.is_chosen = there.user, False
        session.add(person)
        await session.flush()
        session.add(account)
        await session.flush()
    return await block(session, account.id if account else "", by, now)


async def unblock(session: AsyncSession, account: Account, by: Sender, now: datetime) -> None:
    if account.blocked_at is None:
        return
    account.blocked_at = None
    mine = await account_of(session, by)
    who = mine.person_id if mine else None
    await record(session, who, UNBLOCKED_ACCOUNT, now, account.person_id, **_place_details(account))
    person = await session.get_one(Person, account.person_id)
    if not person.is_staff and person.first_met_at is None:
        await session.delete(account)
        await session.flush()
        await session.delete(person)


async def blocked(session: AsyncSession) -> Sequence[Account]:
    """The latest first."""
    are = select(Account).where(Account.blocked_at.is_not(None))
    return (await session.scalars(are.order_by(Account.blocked_at.desc(), Account.id))).all()


async def known(session: AsyncSession, account_id: str) -> Account:
    """Raises UserFacingError."""
    account = await session.get(Account, account_id)
    if account is None:
        raise UserFacingError('That account isn\'t known here any more. Say "block" to see those that are.')
    return account


def _place_details(account: Account) -> dict[str, str]:
    return {"platform": account.platform}


def is_account_number(typed: str) -> bool:
    """Whether it can be a platform's account id: one word with a digit, and no e-mail."""
    word = typed.strip()
    return len(word.split()) == 1 and "@" not in word and any(character.isdecimal() for character in word)
