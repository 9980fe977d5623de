"""Lets administrators block an account, also of somebody from outside, see which are blocked, and undo it."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Request, Sender
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.administration.declarations import BLOCK_ACCOUNTS
from bot.features.context import Context
from bot.people.access import limit_views
from bot.people.access.actions import (
    BLOCK,
    BLOCK_OUTSIDER,
    BLOCK_UNKNOWN,
    BLOCKED,
    CHOOSE_ACCOUNT,
    PREVIEW_BLOCK,
    PREVIEW_UNKNOWN,
    UNBLOCK,
)
from bot.people.access.allowances import BY_ROLE
from bot.people.access.blocking import block, block_outsider, blocked, is_account_number, known, unblock
from bot.people.access.unknown_accounts import UnknownAccount
from bot.people.identity.account_views import account_with_person
from bot.people.identity.accounts import accounts_of
from bot.people.identity.lookup import people_called
from bot.people.identity.people import Account, Person

routes = Routes()

_NEEDED = BLOCK_ACCOUNTS


@routes.word("block", "blocked", needs=_NEEDED)
@routes.on(BLOCKED, needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        return Say(limit_views.listed(await _in_words(session, await blocked(session))), private=True)


@routes.on(CHOOSE_ACCOUNT, opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    return Open(limit_views.FORM)


@routes.on(PREVIEW_BLOCK, needs=_NEEDED)
async def preview_block(request: Request, services: Context) -> Reply:
    """Shows the accounts that match the form, or the account of a button."""
    account_id, typed = PREVIEW_BLOCK.value_of(request), limit_views.SoughtAccount.read(request.values).typed
    async with services.database.read() as session:
        if account_id:
            accounts = [account] if (account := await session.get(Account, account_id)) else []
        else:
            people = await people_called(session, typed)
            accounts = [account for person in people for account in await accounts_of(session, person.id)]
        if not accounts and is_account_number(typed):
            return Say(limit_views.sure_of_outsider(_beside(request, typed)), private=True)
        if not accounts:
            return Faults({limit_views.WHO: limit_views.NOBODY})
        return Say(limit_views.sure(await _in_words(session, accounts)), private=True)


@routes.on(BLOCK, needs=_NEEDED)
async def do(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        account = await block(session, BLOCK.value_of(request), request.sender, services.clock.now())
        ((id_, words),) = await _in_words(session, [account])
    return Replace(limit_views.was_blocked(words, id_))


@routes.on(BLOCK_OUTSIDER, needs=_NEEDED, at_most=BY_ROLE)
async def do_outside(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        there = _beside(request, BLOCK_OUTSIDER.value_of(request))
        account = await block_outsider(session, there, request.sender, services.clock.now())
        ((id_, words),) = await _in_words(session, [account])
    return Replace(limit_views.was_blocked(words, id_))


@routes.on(PREVIEW_UNKNOWN, needs=_NEEDED)
async def look_at_unknown(request: Request, services: Context) -> Reply:
    """From the notice of an unusual rate, wherever the administrator reads it."""
    async with services.database.read() as session:
        noted = await session.get(UnknownAccount, PREVIEW_UNKNOWN.value_of(request))
    if noted is None:
        return Say(limit_views.no_longer_noted(), private=True)
    return Say(limit_views.sure_of_unknown(noted.sender, noted.id), private=True)


@routes.on(BLOCK_UNKNOWN, needs=_NEEDED, at_most=BY_ROLE)
async def do_unknown(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        noted = await session.get(UnknownAccount, BLOCK_UNKNOWN.value_of(request))
        if noted is None:
            return Say(limit_views.no_longer_noted(), private=True)
        account = await block_outsider(session, noted.sender, request.sender, services.clock.now())
        ((id_, words),) = await _in_words(session, [account])
    return Replace(limit_views.was_blocked(words, id_))


@routes.on(UNBLOCK, needs=_NEEDED)
async def undo(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        account = await known(session, UNBLOCK.value_of(request))
        ((_, words),) = await _in_words(session, [account])
        await unblock(session, account, request.sender, services.clock.now())
    return Replace(limit_views.was_unblocked(words))


def _beside(request: Request, number: str) -> Sender:
    """Somebody whose messages come where the administrator's do."""
    here = request.sender
    return Sender(here.platform, here.workspace, number)


async def _in_words(session: AsyncSession, accounts: Sequence[Account]) -> list[tuple[str, str]]:
    """By the account's id."""
    return [
        (account.id, account_with_person(account, await session.get_one(Person, account.person_id)))
        for account in accounts
    ]
