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
from bot.people.access.permission_guard import PermissionGuard
from bot.people.access.permissions import ASK, Permission, may, who_may
from bot.people.access.roles import GRANTED, Role, grant
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Person
from tests.fakes import Bot, request, words_of
from tests.handlers.strangers import Lookup

# By the beginning of a route's name; the longest that fits counts. All the rest is asking.
NEEDS = {
    "settings": SET_OWN_PREFERENCES,
    "word: settings": SET_OWN_PREFERENCES,
    "word: preferences": SET_OWN_PREFERENCES,
    "word: snooze": SET_OWN_PREFERENCES,
    "word: pause": SET_OWN_PREFERENCES,
    "word: unsubscribe": SET_OWN_PREFERENCES,
    "word: stop": SET_OWN_PREFERENCES,
    "roles": MANAGE_ROLES,
    "word: roles": MANAGE_ROLES,
    "blocked": BLOCK_ACCOUNTS,
    "word: block": BLOCK_ACCOUNTS,
    "word: blocked": BLOCK_ACCOUNTS,
    "people": MANAGE_ROLES,
    "word: people": MANAGE_ROLES,
    "word: accounts": MANAGE_ROLES,
    "people.import": IMPORT_PEOPLE,
    "word: import": IMPORT_PEOPLE,
    "audience": ANNOUNCE,
    "word: audience": ANNOUNCE,
    "accounts.chosen": SET_OWN_PREFERENCES,
    "schedule": MANAGE_SCHEDULES,
    "word: schedule": MANAGE_SCHEDULES,
    "reviews": SEE_GAPS,
    "records": SEE_DIGEST,
    "word: figures": SEE_DIGEST,
    "word: export": SEE_DIGEST,
    "word: report": SEE_DIGEST,
    "pulse-settings": MANAGE_SCHEDULES,
    "word: pulse settings": MANAGE_SCHEDULES,
    "word: questions": MANAGE_SCHEDULES,
    "results": SEE_RESULTS,
    "word: results": SEE_RESULTS,
    "word: digest": SEE_DIGEST,
    "digest": SEE_DIGEST,
    "we-did": SEE_DIGEST,
    "broadcast": ANNOUNCE,
    "broadcasts": ANNOUNCE,
    "word: announce": ANNOUNCE,
    "word: announcement": ANNOUNCE,
    "word: broadcast": ANNOUNCE,
    "approval": APPROVE_ANNOUNCEMENTS,
    "word: reviews": SEE_GAPS,
    "word: cards to review": SEE_GAPS,
    "gaps": SEE_GAPS,
    "gaps.done": EDIT_CONTENT,
    "word: gaps": SEE_GAPS,
    "word: content gaps": SEE_GAPS,
    "inbox": ANSWER_QUESTIONS,
    "word: inbox": ANSWER_QUESTIONS,
    "word: open questions": ANSWER_QUESTIONS,
    "hours": ANSWER_QUESTIONS,
    "word: hours": ANSWER_QUESTIONS,
    "word: my hours": ANSWER_QUESTIONS,
    "local": PROPOSE_ANSWERS,
    "word: our answers": PROPOSE_ANSWERS,
    "local.publish": EDIT_CONTENT,
    "local.return": EDIT_CONTENT,
    "local.withdraw": EDIT_CONTENT,
    "administration": MANAGE_SETTINGS,
    "teams": MANAGE_SETTINGS,
    "word: team channels": MANAGE_SETTINGS,
    "wording": MANAGE_SETTINGS,
    "word: wording": MANAGE_SETTINGS,
    "word: administration": MANAGE_SETTINGS,
    "word: admin settings": MANAGE_SETTINGS,
    "deliveries": SEE_DELIVERIES,
    "deliveries.again": SEND_AGAIN,
    "deliveries.let-be": SEND_AGAIN,
    "word: deliveries": SEE_DELIVERIES,
    "word: what was sent": SEE_DELIVERIES,
    "audit": SEE_AUDIT,
    "word: audit": SEE_AUDIT,
    "my-data": SET_OWN_PREFERENCES,
    "word: my data": SET_OWN_PREFERENCES,
    "word: data": SET_OWN_PREFERENCES,
    "word: privacy": SET_OWN_PREFERENCES,
    "entry": USE_PEER_DIRECTORY,
    "word: my entry": USE_PEER_DIRECTORY,
    "peers": USE_PEER_DIRECTORY,
    "word: find a peer": USE_PEER_DIRECTORY,
    "requests": USE_PEER_DIRECTORY,
    "requests.numbers": SEE_DIGEST,
    "word: ask for peer support": USE_PEER_DIRECTORY,
    "word: peer support requests": USE_PEER_DIRECTORY,
    "word: peer support numbers": SEE_DIGEST,
    "come-along": COME_ALONG,
    "word: shadow a peer worker": COME_ALONG,
    "word: come along": COME_ALONG,
    "network": USE_PEER_NETWORK,
    "word: peer network": USE_PEER_NETWORK,
}

ASK, OWN, RESULTS, PEERS = ASK, SET_OWN_PREFERENCES, SEE_RESULTS, USE_PEER_DIRECTORY
ALONG, NETWORK = COME_ALONG, USE_PEER_NETWORK
ALLOWED = {
    None: {ASK},
    Role.STAFF: {ASK, OWN, RESULTS, PEERS, ALONG, NETWORK},
    Role.PEER_WORKER: {ASK, OWN, RESULTS, PEERS, ALONG, NETWORK},
    Role.SUPERVISOR: {ASK, OWN, RESULTS, PEERS, ALONG, NETWORK},
    Role.LEADER: {ASK, OWN, RESULTS, PEERS, ALONG, NETWORK, SEE_DIGEST},
    Role.CHAMPION: {
        ASK, OWN, RESULTS, PEERS, ALONG, NETWORK, ANNOUNCE, APPROVE_ANNOUNCEMENTS, ANSWER_QUESTIONS, PROPOSE_ANSWERS,
        SEE_GAPS,
    },
    Role.EDITOR: {
        ASK, OWN, RESULTS, PEERS, ALONG, NETWORK, EDIT_CONTENT, PROPOSE_ANSWERS, SEE_GAPS,
    },
    Role.ADMINISTRATOR: {
        ASK, OWN, RESULTS, PEERS, ALONG, NETWORK, APPROVE_ANNOUNCEMENTS, MANAGE_ROLES, MANAGE_SCHEDULES, IMPORT_PEOPLE,
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


@pytest.mark.parametrize(
    "permission", sorted(set(Permission.all()) - {ASK, OWN, RESULTS, PEERS, ALONG, NETWORK})
)
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
