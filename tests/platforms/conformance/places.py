"""Each platform's gateway with something real enough behind it, ready to send to one person."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.conversation.dispatch import Dispatch
from bot.conversation.routes import Routes
from bot.core.clock import MovableClock
from bot.core.errors import UserFacingError
from bot.delivery.sending.gateway import Gateway, Outgoing
from bot.features.learning.declarations import NUDGE
from bot.platforms.web.directory import Persona
from bot.platforms.web.outbound.gateway import WebGateway
from bot.platforms.web.outbound.workspace import Workspace
from bot.store.database import Database
from tests.platforms.conformance.memory import MemoryGateway
from tests.platforms.slack.sending import HELLO
from tests.platforms.slack.sending import desk as slack_desk
from tests.platforms.teams.sending import desk as teams_desk

_NOW = datetime(2026, 11, 24, 10, tzinfo=UTC)


@dataclass
class Place:
    """`to` makes what is to be sent; it takes any field of Outgoing."""

    gateway: Gateway
    to: Callable[..., Outgoing]


@asynccontextmanager
async def slack(_: Database) -> AsyncIterator[Place]:
    async with slack_desk() as at:
        yield Place(at.gateway, at.to)


@asynccontextmanager
async def teams(database: Database) -> AsyncIterator[Place]:
    async with teams_desk(database) as at:
        yield Place(at.gateway, at.to)


@asynccontextmanager
async def web(_: Database) -> AsyncIterator[Place]:
    dispatch = Dispatch(Routes(), None, (), lambda *_: None, UserFacingError)
    personas = (Persona("nurse", "Amara Okafor", "Nurse"),)
    workspace = Workspace(dispatch, personas, MovableClock(_NOW, frozen=True), ZoneInfo("UTC"))
    yield Place(WebGateway(workspace), _to("web", "nurse"))


@asynccontextmanager
async def memory(_: Database) -> AsyncIterator[Place]:
    yield Place(MemoryGateway(), _to("memory", "ada"))


def _to(platform: str, user: str) -> Callable[..., Outgoing]:
    def to(**more: object) -> Outgoing:
        return Outgoing("d1", NUDGE, platform, "home", HELLO, user=user, **more)  # type: ignore[arg-type]

    return to


PLACES = {"slack": slack, "teams": teams, "web": web, "memory": memory}
