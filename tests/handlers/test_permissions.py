"""Every route with every role. A new route that is not for everybody is entered here, on purpose."""

import pkgutil
from importlib import import_module

import pytest

import handlers
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Route, Routes, Say
from bot.features.administration.declarations import (
    BLOCK_ACCOUNTS,
    IMPORT_PEOPLE,
    MANAGE_ROLES,
    MANAGE_SCHEDULES,
    MANAGE_SETTINGS,
    SEE_AUDIT,
    SEE_DELIVERIES,
    SEND_AGAIN,
)
from bot.features.announcements.declarations import ANNOUNCE, APPROVE_ANNOUNCEMENTS
from bot.features.asking.declarations import EDIT_CONTENT, PROPOSE_ANSWERS, SEE_GAPS
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.peer_network.declarations import USE_PEER_NETWORK
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.pulse.declarations import SEE_RESULTS
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.features.shadowing.declarations import COME_ALONG
from bot.people.access.guards.permission_guard import PermissionGuard
from bot.people.access.permissions import ASK, Permission, may, who_may
from bot.people.access.roles import GRANTED, Role, grant
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Person
from tests.fakes import Bot, request, words_of
from tests.handlers.needs import NEEDS
from tests.handlers.stub_registry import Lookup

ASK, OWN, RESULTS, PEERS = ASK, SET_OWN_PREFERENCES, SEE_RESULTS, USE_PEER_DIRECTORY
ALONG, NETWORK = COME_ALONG, USE_PEER_NETWORK
STAFF = {ASK, OWN, RESULTS, PEERS, ALONG, NETWORK}
ALLOWED = {
    None: {ASK},
    Role.STAFF: STAFF,
    Role.PEER_WORKER: STAFF,
    Role.SUPERVISOR: STAFF,
    Role.LEADER: {*STAFF, SEE_DIGEST},
    Role.CHAMPION: {
        *STAFF, ANNOUNCE, APPROVE_ANNOUNCEMENTS, ANSWER_QUESTIONS, PROPOSE_ANSWERS,
        SEE_GAPS,
    },
    Role.EDITOR: {
        *STAFF, EDIT_CONTENT, PROPOSE_ANSWERS, SEE_GAPS,
    },
    Role.ADMINISTRATOR: {
        *STAFF, APPROVE_ANNOUNCEMENTS, MANAGE_ROLES, MANAGE_SCHEDULES, IMPORT_PEOPLE,
        BLOCK_ACCOUNTS,
        SEE_DELIVERIES, SEND_AGAIN, MANAGE_SETTINGS, SEE_AUDIT,
    },
}  # fmt: skip


def every_route() -> dict[str, Route]:
    """Of every module in handlers, in the list or not yet."""
    names = [module.name for module in pkgutil.walk_packages(handlers.__path__, "handlers.")]
    found = [getattr(import_module(name), "routes", Routes()) for name in names]
    return Routes.joined(found).by_name


def needed(name: str) -> Permission:
    fitting = [start for start in NEEDS if name == start or name.startswith((f"{start}.", f"{start}s"))]
    return NEEDS[max(fitting, key=len)] if fitting else ASK


def test_every_route_needs_what_it_should() -> None:
    assert {name: route.needs for name, route in every_route().items()} == {
        name: needed(name) for name in every_route()
    }


@pytest.mark.parametrize("role", ALLOWED)
async def test_every_route_is_open_to_whom_it_should_be_and_to_nobody_else(
    bot: Bot, role: Role | None
) -> None:
    guard = guard_of(bot)
    sender = await known(bot, role)
    for name, route in every_route().items():
        stopped = await guard(request(Kind.PRESSED, sender=sender, action=name), route)
        assert (stopped is None) == (needed(name) in ALLOWED[role]), (name, role)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_what_it_should(role: Role) -> None:
    assert {permission for permission in Permission.all() if may({role}, permission)} == ALLOWED[role]


def test_a_person_without_a_role_may_only_ask() -> None:
    assert {permission for permission in Permission.all() if may(set(), permission)} == {ASK}


async def test_a_leaver_may_only_ask_whatever_they_were(bot: Bot) -> None:
    sender = await known(bot, Role.ADMINISTRATOR, has_left=True)
    guard = guard_of(bot)
    for permission in Permission.all():
        stopped = await guard(request(sender=sender), route(permission))
        assert (stopped is None) == (permission is ASK)


@pytest.mark.parametrize("permission", sorted(set(Permission.all()) - STAFF))
async def test_a_refusal_is_private_and_says_who_can_do_it(bot: Bot, permission: Permission) -> None:
    guard = guard_of(bot)
    stopped = await guard(request(sender=await known(bot, Role.STAFF)), route(permission))
    assert stopped
    assert isinstance(stopped.reply, Say)
    assert stopped.reply.private
    said = words_of(stopped.reply)
    assert permission.words in said
    for role in who_may(permission):
        assert f"{role}s" in said


async def test_nobody_learns_from_a_refusal_who_is_a_peer_worker(bot: Bot) -> None:
    guard = guard_of(bot)
    staff, peer = await known(bot, Role.STAFF), await known(bot, Role.PEER_WORKER)
    for permission in Permission.all():
        replies = [await guard(request(sender=sender), route(permission)) for sender in (staff, peer)]
        told = [stopped.reply if stopped else None for stopped in replies]
        assert told[0] == told[1]


async def test_a_route_that_needs_no_known_permission_is_open_to_nobody(bot: Bot) -> None:
    with pytest.raises(ValueError, match="everything"):
        await guard_of(bot)(request(), route("everything"))


def guard_of(bot: Bot) -> PermissionGuard:
    return PermissionGuard(bot.app.services.database, bot.app.services.clock, Lookup())


def route(needs: str) -> Route:
    async def handler(*_: object) -> None:
        pass

    return Route("something", handler, needs=needs)


async def known(bot: Bot, role: Role | None, *, has_left: bool = False) -> Sender:
    """Somebody with this role; for None a stranger."""
    services = bot.app.services
    sender = Sender("web", "demo", f"{role} {has_left}")
    if role is None:
        return sender
    async with services.database.write() as session:
        now = services.clock.now()
        person = await get_or_create_person(session, sender, services.organisation, now=now)
        if role in GRANTED:
            await grant(session, person.id, role, None, granted_by=None, now=now)
        if role is Role.PEER_WORKER:
            await declare_peer(session, person.id, now)
        if has_left:
            (await session.get_one(Person, person.id)).left_on = now.date()
    return sender
