"""Appoints the first administrator by code, and lets administrators give and take roles."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.dispatch import Stopped
from bot.conversation.inbound_text import folded_name
from bot.conversation.message import saying
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Route, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.administration.actions import ENTER_CODE, SEND_CODE
from bot.features.administration.declarations import MANAGE_ROLES
from bot.features.administration.views import roles as views
from bot.features.context import Context
from bot.people.access import role_views
from bot.people.access.actions import (
    GIVE_BACK,
    GIVE_ROLE,
    GIVE_TO_THIS_ONE,
    ROLES,
    SAVE_ROLE,
    SAVE_TAKING,
    TAKE_ROLE,
    RoleOf,
)
from bot.people.access.allowances import BY_ROLE, CODES
from bot.people.access.first_administrator import Said, looks_like_code, say_code
from bot.people.access.limit_views import slow_down_sentence
from bot.people.access.roles import (
    Grant,
    administrators,
    all_grants,
    grant,
    require_grantable,
    revoke,
)
from bot.people.access.shared_limits import take_both
from bot.people.identity.account_views import person_with_accounts
from bot.people.identity.accounts import accounts_of
from bot.people.identity.lookup import people_called, says_email, teams_by_id
from bot.people.identity.people import Person, known_person, person_behind, person_named
from handlers.administration.role_notices import open_notices

routes = Routes()

_MANAGE = MANAGE_ROLES


@routes.word("administrator", "admin")
async def administrator(request: Request, services: Context) -> Reply:
    """Names the administrators; while there is none, says how to become one."""
    async with services.database.read() as session:
        return Say(views.administrators_here(await administrators(session)), private=True)


@routes.on(ENTER_CODE, opens_form=True)
async def enter_code(request: Request, services: Context) -> Reply:
    return Open(views.code_form())


@routes.on(SEND_CODE)
async def send_code(request: Request, services: Context) -> Reply:
    outcome, reply = await _try_code(request, services, views.TypedCode.read(request.values).code)
    return Faults({views.CODE: reply}) if outcome is Said.WRONG else Say(saying(reply), private=True)


class CodeGuard:
    """Takes a message that is a code, so that it is never searched for like a question."""

    def __init__(self, services: Context) -> None:
        self._services = services

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if request.kind is not Kind.SAID or not looks_like_code(request.text):
            return None
        _, reply = await _try_code(request, self._services, request.text)
        return Stopped(Say(saying(reply), private=True, forget=True))


async def _try_code(request: Request, services: Context, typed: str) -> tuple[Said, str]:
    if wait := await take_both(services.limiter, services.database, request.sender, CODES):
        return Said.WRONG, slow_down_sentence(CODES.words, wait)
    now = services.clock.now()
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        is_here = person is not None and person.left_on is None
        outcome = await say_code(session, person.id, typed, now) if person and is_here else Said.NOBODY_HERE
    return outcome, views.after_code(outcome)


@routes.word("roles", needs=_MANAGE)
@routes.on(ROLES, needs=_MANAGE)
async def roles(request: Request, services: Context) -> Reply:
    """Granted roles, and what each may do. Declared roles are not shown."""
    async with services.database.read() as session:
        return Say(role_views.overview(await _grants_in_words(session)), private=True)


@routes.on(GIVE_ROLE, opens_form=True, needs=_MANAGE)
async def open_giving(request: Request, services: Context) -> Reply:
    return Open(views.giving_form())


@routes.on(SAVE_ROLE, needs=_MANAGE, at_most=BY_ROLE)
async def give(request: Request, services: Context) -> Reply:
    """At once for an e-mail. A name is its owner's to choose, so who has it is shown first."""
    wanted = views.RoleToGive.read(request.values)
    if isinstance(wanted, Faults):
        return wanted
    async with services.database.write() as session:
        people = await people_called(session, wanted.who)
        teams = await _teams_called(session, wanted.team)
        if faults := views.giving_faults(len(people), len(teams)):
            return faults
        try:
            require_grantable(wanted.role, teams[0])
        except UserFacingError as error:
            return Faults({views.TEAM: str(error)})
        if len(people) > 1 or not says_email(wanted.who):
            choices = [(person.id, await _in_full(session, person)) for person in people]
            return Say(role_views.sure(choices, wanted.role, teams[0]), private=True)
        await _give(session, request, services, RoleOf.of(people[0].id, wanted.role, teams[0]))
    return Say(views.given(people[0], wanted.role), private=True)


@routes.on(GIVE_TO_THIS_ONE, needs=_MANAGE, at_most=BY_ROLE)
async def give_to_this_one(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        wanted = GIVE_TO_THIS_ONE.value_of(request)
        holder = await _give(session, request, services, wanted)
    return Replace(views.given(holder, wanted.role))


@routes.on(TAKE_ROLE, opens_form=True, needs=_MANAGE)
async def open_taking(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        return Open(views.taking_form(await _grants_in_words(session)))


@routes.on(SAVE_TAKING, needs=_MANAGE, at_most=BY_ROLE)
async def take(request: Request, services: Context) -> Reply:
    now = services.clock.now()
    async with services.database.write() as session:
        chosen = views.GrantToTake.read(request.values, await _grants_in_words(session))
        held = await session.get(Grant, chosen.grant_id)
        if held is None:
            return Faults({views.GRANT: views.GRANT_GONE})
        taker = await known_person(session, request.sender)
        try:
            gone = await revoke(session, held.person_id, held.role, held.team_id, by=taker.id, now=now)
        except UserFacingError as error:
            return Faults({views.GRANT: str(error)})
        await open_notices(session, gone, services.organisation, now)
        holder = await session.get_one(Person, held.person_id)
        return Say(role_views.taken(holder, held, await teams_by_id(session)), private=True)


@routes.on(GIVE_BACK, needs=_MANAGE, at_most=BY_ROLE)
async def give_back(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        taken = GIVE_BACK.value_of(request)
        holder = await _give(session, request, services, taken)
    return Replace(views.given_back(holder, taken.role))


async def _give(session: AsyncSession, request: Request, services: Context, wanted: RoleOf) -> Person:
    """The person who has the role now. Raises UserFacingError, such as for somebody who has left."""
    holder, now = await person_named(session, wanted.person_id), services.clock.now()
    if holder.left_on:
        raise UserFacingError(views.HAS_LEFT)
    if wanted.team_id and wanted.team_id not in await teams_by_id(session):
        raise UserFacingError(views.TEAM_GONE)
    giver = await known_person(session, request.sender)
    line = await grant(session, holder.id, wanted.role, wanted.team_id, granted_by=giver.id, now=now)
    await open_notices(session, [line], services.organisation, now)
    return holder


async def _in_full(session: AsyncSession, person: Person) -> str:
    return person_with_accounts(person, await accounts_of(session, person.id))


async def _teams_called(session: AsyncSession, typed: str) -> list[str | None]:
    """Their ids; for nothing typed, the one that means the whole organisation."""
    if not typed.strip():
        return [None]
    wanted = folded_name(typed)
    return [id_ for id_, name in (await teams_by_id(session)).items() if folded_name(name) == wanted]


async def _grants_in_words(session: AsyncSession) -> dict[str, str]:
    """By the grant's id."""
    teams = await teams_by_id(session)
    return {
        given.id: role_views.grant_in_words(given, name, teams) for given, name in await all_grants(session)
    }
