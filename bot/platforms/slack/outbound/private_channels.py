"""Makes a private channel in Slack, invites into it and takes people out of it. Needs the optional scope groups:write."""

from collections.abc import AsyncIterator, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.audiences.private_channels import NotAllowed, NotThere, PlatformBusy
from bot.platforms.slack.install.installations import BotTokens
from bot.platforms.slack.outbound.web_api import SlackCalls, SlackUnclear

_GONE = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
_TAKEN = "name_taken"
_NAMES = 5
_PAGE = 200

Json = dict[str, Any]


class SlackPrivateChannels:
    platform = "slack"
    right = "the optional permission groups:write"

    def __init__(self, calls: SlackCalls, tokens: BotTokens) -> None:
        self._calls = calls
        self._tokens = tokens

    async def make(self, workspace: str, name: str) -> str:
        """Makes a channel, or finds ours if Slack's answer was lost. A taken name gets a number."""
        names = (name, *(f"{name}-{number}" for number in range(2, _NAMES + 1)))
        for each in names:
            with _understood():
                try:
                    made = await self._calls(workspace, "conversations.create", name=each, is_private=True)
                    return str(made["channel"]["id"])
                except Refused as refusal:
                    if refusal.reason != _TAKEN:
                        raise
                    if ours := await self._empty_of_ours(workspace, each):
                        return ours
                    if each == names[-1]:
                        raise
        raise PlatformBusy

    async def _empty_of_ours(self, workspace: str, name: str) -> str:
        """The key of a private channel that we made and nobody else is in; empty if there is none."""
        us = await self._tokens.bot_user(workspace)
        async for page in self._pages(
            workspace, "users.conversations", types="private_channel", exclude_archived=True
        ):
            for channel in page["channels"]:
                is_ours = (channel["name"], channel.get("creator")) == (name, us)
                if is_ours and not await self.inside(workspace, channel["id"]):
                    return str(channel["id"])
        return ""

    async def invite(self, workspace: str, key: str, user: str) -> None:
        with _understood("already_in_channel"):
            await self._calls(workspace, "conversations.invite", channel=key, users=user)

    async def remove(self, workspace: str, key: str, user: str) -> None:
        with _understood("not_in_channel", "user_not_found"):
            await self._calls(workspace, "conversations.kick", channel=key, user=user)

    async def inside(self, workspace: str, key: str) -> Collection[str]:
        members: set[str] = set()
        with _understood():
            us = await self._tokens.bot_user(workspace)
            async for page in self._pages(workspace, "conversations.members", channel=key):
                members |= set(page["members"])
        return members - {us}

    async def _pages(self, workspace: str, method: str, **arguments: Any) -> AsyncIterator[Json]:
        cursor: str | None = None
        while cursor != "":
            page = await self._calls.unhurried(workspace, method, limit=_PAGE, cursor=cursor, **arguments)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""


@contextmanager
def _understood(*fine: str) -> Iterator[None]:
    """Reasons that are `fine` mean that it is as it should be."""
    try:
        yield
    except Refused as refusal:
        if refusal.reason in fine:
            return
        raise (NotThere if refusal.reason in _GONE else NotAllowed) from None
    except (Throttled, SlackUnclear):
        raise PlatformBusy from None
