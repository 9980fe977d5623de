"""Lets administrators join a person's accounts, and everybody choose where they are written to."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.administration.actions import (
    JOIN,
    JOIN_ACCOUNTS,
    PREVIEW_JOIN,
    UNDO_JOIN,
    JoinedAccounts,
)
from bot.features.administration.declarations import MANAGE_ROLES
from bot.features.administration.views import accounts as views
from bot.features.context import Context
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.people.access.allowances import BY_ROLE
from bot.people.access.roles import grants_of
from bot.people.identity.account_views import ACCOUNT, ChosenAccount, account_saved
from bot.people.identity.accounts import accounts_of, choose_account, join, separate
from bot.people.identity.actions import CHOOSE_ACCOUNT
from bot.people.identity.lookup import people_called
from bot.people.identity.people import Person, known_person
from handlers.administration.role_notices import open_notices

routes = Routes()

# A joined account may do what its person may, so joining needs the right to give roles.
_MANAGE = MANAGE_ROLES


@routes.word("people", "accounts", needs=_MANAGE)
async def people(request: Request, services: Context) -> Reply:
    return Say(views.offer(), private=True)


@routes.on(JOIN_ACCOUNTS, opens_form=True, needs=_MANAGE)
async def open_joining(request: Request, services: Context) -> Reply:
    return Open(views.FORM)


@routes.on(PREVIEW_JOIN, needs=_MANAGE)
async def preview_join(request: Request, services: Context) -> Reply:
    """Previews the join. Nothing is changed yet."""
    named = views.NamedPeople.read(request.values)
    async with services.database.read() as session:
        pair = views.pair(await people_called(session, named.who), await people_called(session, named.other))
        if isinstance(pair, Faults):
            return pair
        remaining, gone = await _known(session, pair[0]), await _known(session, pair[1])
        reason = await services.merge_policy.why_not(session)
    return Say(views.not_now(reason) if reason else views.preview(remaining, gone), private=True)


@routes.on(JOIN, needs=_MANAGE, at_most=BY_ROLE)
async def join_them(request: Request, services: Context) -> Reply:
    pair, now = JOIN.value_of(request), services.clock.now()
    today = now.astimezone(ZoneInfo(services.organisation.time_zone)).date()
    async with services.database.write() as session:
        me = (await known_person(session, request.sender)).id
        done = await join(session, services.merge_policy, pair.gone_id, pair.kept_id, today, by=me, now=now)
        await open_notices(session, done.taken, services.organisation, now)
        if chosen := ChosenAccount.read(request.values).account_id:
            await choose_account(session, pair.kept_id, chosen)
        remaining = await _known(session, pair.kept_id)
    return Replace(views.joined(remaining, JoinedAccounts(pair.gone_id, tuple(done.moved))))


@routes.on(UNDO_JOIN, needs=_MANAGE)
async def undo(request: Request, services: Context) -> Reply:
    joined, now = UNDO_JOIN.value_of(request), services.clock.now()
    async with services.database.write() as session:
        me = (await known_person(session, request.sender)).id
        await separate(session, services.merge_policy, joined.gone_id, joined.accounts, by=me, now=now)
    return Replace(views.separated())


@routes.on(CHOOSE_ACCOUNT, needs=SET_OWN_PREFERENCES)
async def choose_where(request: Request, services: Context) -> Reply:
    """Their own choice, from the form in their settings."""
    async with services.database.write() as session:
        person = await known_person(session, request.sender)
        try:
            await choose_account(session, person.id, ChosenAccount.read(request.values).account_id)
        except UserFacingError as error:
            return Faults({ACCOUNT: str(error)})
        accounts = await accounts_of(session, person.id)
    return Say(account_saved(accounts), private=True)


async def _known(session: AsyncSession, person: Person | str) -> views.KnownPerson:
    known_person = await session.get_one(Person, person) if isinstance(person, str) else person
    roles = dict.fromkeys(grant.role.value for grant in await grants_of(session, [known_person.id]))
    accounts = await accounts_of(session, known_person.id)
    return views.KnownPerson(known_person, accounts, list(roles))
