"""Every route with every role. A new route that is not for everybody is entered here, on purpose."""

import pkgutil
from importlib import import_module

import pytest

import handlers
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Route, Routes, Say
from bot.people.declaring import declare_peer
from bot.people.guarding import PermissionGuard
from bot.people.joining import meet
from bot.people.people import Person
from bot.people.permissions import EVERYBODY, WORDS, Permission, may, who_may
from bot.people.roles import GRANTED, Role, grant
from tests.fakes import Bot, request, words_of

# By the beginning of a route's name; the longest that fits counts. All the rest is asking.
NEEDS = {
    "settings": Permission.SET_OWN_PREFERENCES,
    "word: settings": Permission.SET_OWN_PREFERENCES,
    "word: preferences": Permission.SET_OWN_PREFERENCES,
    "word: snooze": Permission.SET_OWN_PREFERENCES,
    "word: pause": Permission.SET_OWN_PREFERENCES,
    "word: unsubscribe": Permission.SET_OWN_PREFERENCES,
    "word: stop": Permission.SET_OWN_PREFERENCES,
    "roles": Permission.MANAGE_ROLES,
    "word: roles": Permission.MANAGE_ROLES,
    "people": Permission.MANAGE_ROLES,
    "word: people": Permission.MANAGE_ROLES,
    "word: accounts": Permission.MANAGE_ROLES,
    "people.import": Permission.IMPORT_PEOPLE,
    "word: import": Permission.IMPORT_PEOPLE,
    "audience": Permission.BROADCAST,
    "word: audience": Permission.BROADCAST,
    "accounts.chosen": Permission.SET_OWN_PREFERENCES,
    "schedule": Permission.MANAGE_SCHEDULES,
    "word: schedule": Permission.MANAGE_SCHEDULES,
    "reviews": Permission.SEE_GAPS,
    "records": Permission.SEE_DIGEST,
    "word: figures": Permission.SEE_DIGEST,
    "word: export": Permission.SEE_DIGEST,
    "word: report": Permission.SEE_DIGEST,
    "pulse-settings": Permission.MANAGE_SCHEDULES,
    "word: pulse settings": Permission.MANAGE_SCHEDULES,
    "word: questions": Permission.MANAGE_SCHEDULES,
    "word: results": Permission.SEE_RESULTS,
    "word: digest": Permission.SEE_DIGEST,
    "digest": Permission.SEE_DIGEST,
    "we-did": Permission.SEE_DIGEST,
    "broadcast": Permission.BROADCAST,
    "broadcasts": Permission.BROADCAST,
    "word: announce": Permission.BROADCAST,
    "word: announcement": Permission.BROADCAST,
    "word: broadcast": Permission.BROADCAST,
    "approval": Permission.APPROVE_BROADCASTS,
    "word: reviews": Permission.SEE_GAPS,
    "word: cards to review": Permission.SEE_GAPS,
    "gaps": Permission.SEE_GAPS,
    "gaps.done": Permission.EDIT_CONTENT,
    "word: gaps": Permission.SEE_GAPS,
    "word: content gaps": Permission.SEE_GAPS,
    "inbox": Permission.ANSWER_QUESTIONS,
    "word: inbox": Permission.ANSWER_QUESTIONS,
    "word: open questions": Permission.ANSWER_QUESTIONS,
    "hours": Permission.ANSWER_QUESTIONS,
    "word: hours": Permission.ANSWER_QUESTIONS,
    "word: my hours": Permission.ANSWER_QUESTIONS,
    "word: not now": Permission.ANSWER_QUESTIONS,
    "local": Permission.PROPOSE_ANSWERS,
    "word: our answers": Permission.PROPOSE_ANSWERS,
    "local.publish": Permission.EDIT_CONTENT,
    "local.return": Permission.EDIT_CONTENT,
    "local.withdraw": Permission.EDIT_CONTENT,
    "administration": Permission.MANAGE_SETTINGS,
    "teams": Permission.MANAGE_SETTINGS,
    "word: team channels": Permission.MANAGE_SETTINGS,
    "wording": Permission.MANAGE_SETTINGS,
    "word: wording": Permission.MANAGE_SETTINGS,
    "word: administration": Permission.MANAGE_SETTINGS,
    "word: admin settings": Permission.MANAGE_SETTINGS,
    "deliveries": Permission.SEE_DELIVERIES,
    "deliveries.again": Permission.SEND_AGAIN,
    "deliveries.let-be": Permission.SEND_AGAIN,
    "word: deliveries": Permission.SEE_DELIVERIES,
    "word: what was sent": Permission.SEE_DELIVERIES,
    "audit": Permission.SEE_AUDIT,
    "word: audit": Permission.SEE_AUDIT,
    "my-data": Permission.SET_OWN_PREFERENCES,
    "word: my data": Permission.SET_OWN_PREFERENCES,
    "word: data": Permission.SET_OWN_PREFERENCES,
    "word: privacy": Permission.SET_OWN_PREFERENCES,
}

ASK, OWN, RESULTS = Permission.ASK, Permission.SET_OWN_PREFERENCES, Permission.SEE_RESULTS
ALLOWED = {
    None: {ASK},
    Role.STAFF: {ASK, OWN, RESULTS},
    Role.PEER_WORKER: {ASK, OWN, RESULTS},
    Role.SUPERVISOR: {ASK, OWN, RESULTS},
    Role.LEADER: {ASK, OWN, RESULTS, Permission.SEE_DIGEST},
    Role.CHAMPION: {
        ASK, OWN, RESULTS, Permission.BROADCAST, Permission.APPROVE_BROADCASTS, Permission.ANSWER_QUESTIONS, Permission.PROPOSE_ANSWERS,
        Permission.SEE_GAPS,
    },
    Role.EDITOR: {
        ASK, OWN, RESULTS, Permission.EDIT_CONTENT, Permission.PROPOSE_ANSWERS, Permission.SEE_GAPS,
    },
    Role.ADMINISTRATOR: {
        ASK, OWN, RESULTS, Permission.APPROVE_BROADCASTS, Permission.MANAGE_ROLES, Permission.MANAGE_SCHEDULES, Permission.IMPORT_PEOPLE,
        Permission.SEE_DELIVERIES, Permission.SEND_AGAIN, Permission.MANAGE_SETTINGS, Permission.SEE_AUDIT,
    },
}  # fmt: skip


def every_route() -> dict[str, Route]:
    """Of every module in handlers, in the list or not yet."""
    names = [module.name for module in pkgutil.iter_modules(handlers.__path__)]
    found = [getattr(import_module(f"handlers.{name}"), "routes", Routes()) for name in names]
    return Routes.joined(found).by_name


def needed(name: str) -> Permission:
    fitting = [start for start in NEEDS if name == start or name.startswith((f"{start}.", f"{start}s"))]
    return NEEDS[max(fitting, key=len)] if fitting else Permission.ASK


def test_every_route_needs_what_it_should() -> None:
    assert {name: route.needs for name, route in every_route().items()} == {
        name: needed(name) for name in every_route()
    }


@pytest.mark.parametrize("role", ALLOWED)
async def test_every_route_is_open_to_whom_it_should_be_and_to_nobody_else(
    bot: Bot, role: Role | None
) -> None:
    guard = PermissionGuard(bot.app.services.database, bot.app.services.clock)
    sender = await known(bot, role)
    for name, route in every_route().items():
        stopped = await guard(request(Kind.PRESSED, sender=sender, action=name), route)
        assert (stopped is None) == (needed(name) in ALLOWED[role]), (name, role)


@pytest.mark.parametrize("role", list(Role))
def test_every_role_may_what_it_should(role: Role) -> None:
    assert {permission for permission in Permission if may({role}, permission)} == ALLOWED[role]


def test_whoever_has_no_role_may_only_ask() -> None:
    assert {permission for permission in Permission if may(set(), permission)} == EVERYBODY == {ASK}


async def test_a_leaver_may_only_ask_whatever_they_were(bot: Bot) -> None:
    sender = await known(bot, Role.ADMINISTRATOR, has_left=True)
    guard = PermissionGuard(bot.app.services.database, bot.app.services.clock)
    for permission in Permission:
        stopped = await guard(request(sender=sender), route(permission))
        assert (stopped is None) == (permission is ASK)


@pytest.mark.parametrize("permission", sorted(set(Permission) - {ASK, OWN, RESULTS}))
async def test_a_refusal_is_private_and_says_who_can_do_it(bot: Bot, permission: Permission) -> None:
    guard = PermissionGuard(bot.app.services.database, bot.app.services.clock)
    stopped = await guard(request(sender=await known(bot, Role.STAFF)), route(permission))
    assert stopped
    assert isinstance(stopped.reply, Say)
    assert stopped.reply.private
    said = words_of(stopped.reply)
    assert WORDS[permission] in said
    for role in who_may(permission):
        assert f"{role}s" in said


async def test_nobody_learns_from_a_refusal_who_is_a_peer_worker(bot: Bot) -> None:
    guard = PermissionGuard(bot.app.services.database, bot.app.services.clock)
    staff, peer = await known(bot, Role.STAFF), await known(bot, Role.PEER_WORKER)
    for permission in Permission:
        replies = [await guard(request(sender=sender), route(permission)) for sender in (staff, peer)]
        told = [stopped.reply if stopped else None for stopped in replies]
        assert told[0] == told[1]


async def test_a_route_that_needs_no_known_permission_is_open_to_nobody(bot: Bot) -> None:
    with pytest.raises(ValueError, match="everything"):
        await PermissionGuard(bot.app.services.database, bot.app.services.clock)(
            request(), route("everything")
        )


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
        person = await meet(session, sender, services.organisation, now=now)
        if role in GRANTED:
            await grant(session, person.id, role, None, granted_by=None, now=now)
        if role is Role.PEER_WORKER:
            await declare_peer(session, person.id, now)
        if has_left:
            (await session.get_one(Person, person.id)).left_on = now.date()
    return sender
