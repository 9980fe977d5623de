"""Who works in a Slack workspace, and its user groups: read slowly, in the background.

Of each member's object we take what a `Profile` has room for. Titles, statuses and the other fields of their
profile are not read.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from time import monotonic
from typing import Any, Protocol

from bot.conversation.request import Sender
from bot.people.directory import Profile
from bot.people.groups import ListedGroup
from bot.platforms.slack.install import Tokens

Json = dict[str, Any]

# Tier 2 lets twenty calls of a method through a minute; the largest page that Slack recommends is 200.
_GAP = 3.0
_PAGE = 200
_SLACKBOT = "USLACKBOT"


class Call(Protocol):
    """One call to the Web API, with the workspace's token. Raises where Slack refuses or is away."""

    async def __call__(self, workspace: str, method: str, arguments: Json) -> Json: ...


class SlackDirectory:
    """`gap` is how many seconds lie between two calls of a method, at least."""

    platform = "slack"

    def __init__(self, tokens: Tokens, call: Call, gap: float = _GAP) -> None:
        self._tokens = tokens
        self._call = call
        self._gap = gap
        self._called_at: dict[tuple[str, str], float] = {}

    async def workspaces(self) -> Sequence[str]:
        return await self._tokens.workspaces()

    async def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        cursor = ""
        while True:
            page = await self._paced(workspace, "users.list", {"limit": _PAGE, "cursor": cursor})
            found = (profile_of(member, workspace) for member in page["members"])
            yield [profile for profile in found if profile]
            cursor = (page.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                return

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        found = await self._paced(workspace, "usergroups.list", {"include_users": True})
        return [_group(group) for group in found["usergroups"]]

    async def _paced(self, workspace: str, method: str, arguments: Json) -> Json:
        key = (workspace, method)
        await asyncio.sleep(max(0.0, self._called_at.get(key, 0.0) + self._gap - monotonic()))
        self._called_at[key] = monotonic()
        return await self._call(workspace, method, arguments)


def profile_of(member: Json, workspace: str) -> Profile | None:
    """None for what is no person of this workspace: bots, Slackbot, strangers in a shared channel.

    A guest is none of the organisation's people, so to us their account is closed, as a deactivated one is.
    """
    if member["id"] == _SLACKBOT or member.get("is_bot") or not _is_from(member, workspace):
        return None
    is_guest = member.get("is_restricted") or member.get("is_ultra_restricted")
    return Profile(
        Sender("slack", workspace, member["id"]),
        member.get("real_name") or member.get("name", ""),
        (member.get("profile") or {}).get("email") or "",
        member.get("tz") or "",
        is_open=not (member.get("deleted") or is_guest),
    )


def _is_from(member: Json, workspace: str) -> bool:
    """In a company with several workspaces, people may be from another one and members here too."""
    if member.get("is_stranger"):
        return False
    company = (member.get("enterprise_user") or {}).get("teams") or []
    return member.get("team_id", workspace) == workspace or workspace in company


def _group(group: Json) -> ListedGroup:
    return ListedGroup(group["id"], group["handle"], group["name"], frozenset(group.get("users") or ()))
