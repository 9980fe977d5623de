"""The browser workspace's delivery gateway: sends, edits, deletes and looks up messages."""

from collections.abc import Awaitable, Callable

from bot.conversation.message import Message, text
from bot.delivery.sending.gateway import Method, Outgoing, Pace, Sent, TooLate
from bot.platforms.web.outbound.workspace import Workspace

Reader = Callable[[str, Message], Awaitable[None]]
"""Called for a message to a person who is no persona."""


class WebGateway:
    """Accepts messages to people who are no personas, too; `reader` may answer for them."""

    can_look_up = True

    def __init__(self, workspace: Workspace, reader: Reader | None = None) -> None:
        self._workspace = workspace
        self._reader = reader
        self._played = {persona.user for persona in workspace.personas}
        self._arrived: dict[str, str] = {}

    def pace(self, workspace: str, method: Method) -> Pace:
        return Pace(per_second=1000, burst=1000, per_conversation=1000)

    async def send(self, outgoing: Outgoing) -> Sent:
        if not outgoing.may_start():
            raise TooLate
        entry = ""
        if outgoing.user in self._played:
            entry = await self._workspace.deliver(outgoing.user, outgoing.message)
        elif self._reader:
            await self._reader(outgoing.user, outgoing.message)
        self._arrived[outgoing.id] = entry
        self._workspace.touch()
        return Sent({"entry": entry})

    async def look_up(self, outgoing: Outgoing) -> Sent | None:
        entry = self._arrived.get(outgoing.id)
        return None if entry is None else Sent({"entry": entry})

    async def edit(self, outgoing: Outgoing) -> Sent:
        await self._workspace.replace(outgoing.reference["entry"], outgoing.message)
        return Sent(outgoing.reference)

    async def delete(self, outgoing: Outgoing) -> None:
        await self._workspace.replace(outgoing.reference["entry"], _WITHDRAWN)


_WITHDRAWN = Message("This message was withdrawn.", (text("This message was withdrawn.", quiet=True),))
