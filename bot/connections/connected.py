"""What a platform receives with, sends with, and reads people from."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from aiohttp import web

from bot.conversation.request import Sender
from bot.delivery.gateway import Gateway
from bot.people import joining
from bot.people.directory import Directory
from bot.store.database import Database


class Platform(Protocol):
    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def health(self) -> Sequence[str]:
        """What is wrong, in words; empty when nothing is."""
        ...


@dataclass(frozen=True, slots=True)
class Connected:
    platform: Platform
    gateway: Gateway
    directory: Directory
    routes: Sequence[web.RouteDef]

    @property
    def name(self) -> str:
        return self.directory.platform


def is_new(database: Database) -> Callable[[Sender], Awaitable[bool]]:
    """Whether somebody has never written to us: those whom a list or a workspace named are new, too."""

    async def ask(sender: Sender) -> bool:
        async with database.read() as session:
            return await joining.is_new(session, sender)

    return ask
