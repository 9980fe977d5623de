"""The platform contract: `Plug` describes a platform, and `Platform` is one that was opened."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Protocol

from aiohttp import web

from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Form, Message
from bot.conversation.open_forms import FormReplacer
from bot.conversation.rendering_notes import RenderingNote
from bot.conversation.reply_shortening import Overfull
from bot.conversation.request import Sender
from bot.core.diagnostics import Finding
from bot.core.settings import Settings
from bot.delivery.sending.gateway import Gateway
from bot.features.context import Context
from bot.people.audiences.private_channels import PrivateChannels
from bot.people.directory.platform_sync import Directory
from bot.people.identity import first_contact
from bot.people.identity.platform_names import PlatformName
from bot.platforms.request_limits import RouteLimits
from bot.store.database import Database, Table
from bot.store.resealing import SealedColumn


class Platform(Protocol):
    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def health(self) -> Sequence[str]:
        """Faults in words; empty if there are none."""
        ...


@dataclass(frozen=True, slots=True)
class Connected:
    """`private_channels` is there where the platform lets a bot make a private channel and invite into it.

    `open_forms` is there where it lets a bot change a form that somebody has open.
    """

    platform: Platform
    gateway: Gateway
    directory: Directory
    routes: Sequence[web.RouteDef]
    private_channels: PrivateChannels | None = None
    open_forms: FormReplacer | None = None

    @property
    def name(self) -> str:
        return self.directory.platform


@dataclass(frozen=True, slots=True)
class Opening:
    """The arguments for opening a platform. `stack` closes it at the end."""

    settings: Settings
    dispatch: Dispatch
    services: Context
    stack: AsyncExitStack


Preflight = Callable[[Settings], Iterable[Finding]]
Examine = Callable[[Settings, Database, bool], AsyncIterator[Finding]]
Open = Callable[[Opening], Awaitable[Connected]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plug:
    """A platform as other code knows it. `bot/platforms/__init__.py` lists all plugs.

    `preflight` checks settings without the network; `examine` uses the network, for the doctor, and is told
    whether the database is readable. `rendering_problems` lists the parts of a message that exceed the
    platform's limits as written, `overfull` the parts that it cannot show even shortened. Only plugs know
    these limits, in bytes and elements. `rendering_notes` describe how a message looks there. `sealed` are
    columns encrypted with the master key. `open` raises PreflightFailed; it is None for the browser, which
    the demo opens. `route_limits` limit the platform's routes, by path. A platform's libraries are imported only
    when it is opened or examined.
    """

    name: PlatformName
    is_configured: Callable[[Settings], bool]
    preflight: Preflight
    examine: Examine
    rendering_problems: Callable[[Message | Form], Sequence[str]]
    overfull: Overfull
    rendering_notes: Callable[[Message], frozenset[RenderingNote]]
    tables: tuple[type[Table], ...] = ()
    not_in_backups: Mapping[type[Table], str] = field(default_factory=dict)
    sealed: tuple[SealedColumn, ...] = ()
    open: Open | None = None
    route_limits: Mapping[str, RouteLimits] = field(default_factory=dict)


def is_new(database: Database) -> Callable[[Sender], Awaitable[bool]]:
    """Whether the person has never written to us, even if a list or a workspace named them."""

    async def ask(sender: Sender) -> bool:
        async with database.read() as session:
            return await first_contact.is_new(session, sender)

    return ask
