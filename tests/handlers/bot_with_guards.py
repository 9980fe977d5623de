"""Builds a bot with the guards that look people up, and only the routes that a test needs."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from bot.conversation.dispatch import Dispatch
from bot.conversation.request import Sender
from bot.conversation.routes import Routes
from bot.core.errors import UserFacingError
from bot.people.access.guards.permission_guard import PermissionGuard
from bot.people.access.roles import Role, grant
from bot.people.identity.first_contact import FirstContactGuard, get_or_create_person
from bot.people.identity.people import person_behind
from handlers.administration.roles import CodeGuard
from tests.fakes import Bot

NURSE = Sender("web", "demo", "nurse")


async def bot_with_guards(bot: Bot, several: Iterable[Routes], **services_changed: Any) -> Bot:
    services = replace(bot.app.services, **services_changed)
    acquaintance = FirstContactGuard(
        services.database, services.organisation, services.clock, _nothing_held, services.staff_lookup
    )
    permission = PermissionGuard(services.database, services.clock, services.staff_lookup)
    guards = (permission, acquaintance, CodeGuard(services))
    dispatch = Dispatch(Routes.joined(several), services, guards, _report, UserFacingError)
    return Bot(replace(bot.app, services=services, dispatch=dispatch))


async def id_of(bot: Bot, sender: Sender = NURSE) -> str:
    async with bot.app.services.database.read() as session:
        person = await person_behind(session, sender)
    assert person
    return person.id


async def gives(bot: Bot, role: Role, sender: Sender = NURSE, name: str = "Amara") -> str:
    """They are met first; their id."""
    services = bot.app.services
    async with services.database.write() as session:
        person = await get_or_create_person(
            session, sender, services.organisation, name=name, now=services.clock.now()
        )
        await grant(session, person.id, role, None, granted_by=None, now=services.clock.now())
    return person.id


async def _nothing_held(*_: object) -> None:
    pass


def _report(reference: str, request: Any, error: Exception) -> None:
    raise error
