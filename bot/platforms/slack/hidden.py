"""What one person alone sees, where others read along."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Protocol

from bot.conversation.message import Message
from bot.delivery.gateway import Refused
from bot.platforms.slack.place import Place
from bot.platforms.slack.render import render

Json = dict[str, Any]


class Calls(Protocol):
    """Slack's Web API. Raises Refused where Slack said no, and others where nobody knows."""

    async def __call__(self, workspace: str, method: str, **arguments: Any) -> Json: ...


Respond = Callable[[str, Mapping[str, Any]], Awaitable[bool]]
"""Posts to a response URL; False where that is used up, too old, or can't be reached."""


class Hidden:
    """An interaction's response URL works where we are no members, five times within half an hour."""

    def __init__(self, calls: Calls, respond: Respond) -> None:
        self._calls = calls
        self._respond = respond

    async def show(self, place: Place, message: Message) -> bool:
        """Whether they can see it."""
        rendered = render(message) | ({"thread_ts": place.thread} if place.thread else {})
        fresh = {"response_type": "ephemeral", "replace_original": False}
        if place.response_url and await self._respond(place.response_url, rendered | fresh):
            return True
        try:
            where = {"channel": place.channel, "user": place.user}
            await self._calls(place.workspace, "chat.postEphemeral", **where, **rendered)
        except Refused:
            return False
        return True

    async def replace(self, place: Place, message: Message) -> bool:
        """Whether it stands there now in place of what was acted on."""
        body = render(message) | {"response_type": "ephemeral", "replace_original": True}
        return bool(place.response_url) and await self._respond(place.response_url, body)
