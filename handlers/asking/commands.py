"""Opens the tool that a sentence asks for, if the person's roles allow it."""

from collections.abc import Collection
from dataclasses import replace

from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.asking.actions import OPEN_COMMAND
from bot.features.asking.conversation.commands import Command
from bot.features.asking.conversation.last_said import LastSaid
from bot.features.asking.views.understood import NOT_HERE
from bot.features.context import Context
from bot.people.access.permissions import Permission, may
from bot.people.access.roles import Role, roles_of
from bot.people.identity.people import person_behind

routes = Routes()


async def open_to(request: Request, services: Context) -> Collection[str]:
    """The commands that this person's roles open."""
    async with services.database.read() as session:
        person = await person_behind(session, request.sender)
        roles = (await roles_of(session, [person.id])).get(person.id, set()) if person else set()
    return [word for word in services.conversation.kinds.commands if _may(word, roles, services)]


async def run(command: Command, request: Request, services: Context) -> Reply:
    """Acts as if they had typed its word, with their sentence. Raises ValueError, for authors, if the word opens nothing."""
    route = services.routes.by_name.get(f"word: {command.word}")
    if route is None:
        raise ValueError(f"no handler takes the word {command.word!r}")
    return await route.handler(request, services)


def asked_back(command: Command, last: LastSaid) -> LastSaid:
    return replace(last, guess=command.word)


@routes.on(OPEN_COMMAND)
async def open_command(request: Request, services: Context) -> Reply:
    """The button's value is checked like typed text."""
    word = OPEN_COMMAND.value_of(request)
    if word not in await open_to(request, services):
        raise UserFacingError(NOT_HERE)
    reply = await run(Command(word), replace(request, value=""), services)
    return replace(reply, private=True) if isinstance(reply, Say) else reply


def _may(word: str, roles: Collection[Role], services: Context) -> bool:
    route = services.routes.by_name.get(f"word: {word}")
    if route is None:
        return False
    needed = Permission.named(route.needs)
    return may(roles, needed)
