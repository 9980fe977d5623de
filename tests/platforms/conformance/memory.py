"""A fourth platform, whole and as small as one can be: it keeps what it is sent in a list."""

from collections.abc import AsyncIterator, Iterable, Sequence
from dataclasses import dataclass, field

from bot.conversation.message import Form, Message
from bot.conversation.rendering_notes import RenderingNote
from bot.conversation.request import Sender
from bot.core.diagnostics import Finding
from bot.core.settings import Settings
from bot.delivery.sending.gateway import Method, Outgoing, Pace, Refused, Sent, TooLate
from bot.people.audiences.channels import ListedChannel
from bot.people.audiences.user_groups import ListedGroup
from bot.people.directory.platform_sync import Profile
from bot.people.identity.platform_names import PlatformName
from bot.platforms.contract import Connected, Opening, Plug
from bot.store.database import Database


@dataclass
class MemoryGateway:
    """`messages` is what people see, by delivery id."""

    messages: dict[str, Message] = field(default_factory=dict)
    can_look_up = True

    def pace(self, workspace: str, method: Method) -> Pace:
        return Pace(per_second=1000)

    async def send(self, outgoing: Outgoing) -> Sent:
        if not outgoing.may_start():
            raise TooLate
        self.messages[outgoing.id] = outgoing.message
        return Sent({"id": outgoing.id})

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        return Sent({"id": outgoing.id}) if outgoing.id in self.messages else None

    async def edit(self, outgoing: Outgoing) -> Sent:
        if outgoing.reference["id"] not in self.messages:
            raise Refused("gone")
        self.messages[outgoing.reference["id"]] = outgoing.message
        return Sent(outgoing.reference)

    async def delete(self, outgoing: Outgoing) -> None:
        self.messages.pop(outgoing.reference["id"], None)


class MemoryDirectory:
    platform = "memory"

    async def workspaces(self) -> Sequence[str]:
        return ("home",)

    async def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        yield ()

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        return ()

    async def person(self, account: Sender) -> Profile | None:
        return Profile(account, account.user.title())

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        return ()


class MemoryPlatform:
    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def health(self) -> Sequence[str]:
        return ()


def _preflight(_: Settings) -> Iterable[Finding]:
    return ()


async def _examine(_: Settings, __: Database, ___: bool) -> AsyncIterator[Finding]:
    for finding in _preflight(_):
        yield finding


def _has_room(_: Message | Form) -> Sequence[str]:
    return ()


def _notes(_: Message) -> frozenset[RenderingNote]:
    return frozenset()


async def _open(_: Opening) -> Connected:
    return Connected(MemoryPlatform(), MemoryGateway(), MemoryDirectory(), ())


PLUG = Plug(
    name=PlatformName("memory", "memory"),
    is_configured=lambda _: True,
    preflight=_preflight,
    examine=_examine,
    rendering_problems=_has_room,
    overfull=_has_room,
    rendering_notes=_notes,
    open=_open,
)
