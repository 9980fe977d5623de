"""Reads a Slack workspace's people, user groups and the bot's channels, slowly, in the background.

From each member's object it takes only the fields of `Profile`. It does not read titles, statuses or other
profile fields.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from typing import Any

from bot.conversation.request import Sender
from bot.delivery.sending.gateway import Refused, Throttled
from bot.people.audiences.channels import ListedChannel
from bot.people.audiences.user_groups import ListedGroup
from bot.people.directory.platform_sync import Profile
from bot.platforms.slack.install.installations import BotTokens
from bot.platforms.slack.outbound.web_api import SlackCalls, SlackUnclear

Json = dict[str, Any]

# The largest page that Slack recommends.
_PAGE = 200
_TRIES = 5
_PAUSE = 5.0
_NO_MEMBER = frozenset({"user_not_found", "user_not_visible", "users_not_found"})
_NO_GROUPS = frozenset({"paid_teams_only", "plan_upgrade_required", "team_not_on_paid_plan"})
_SLACKBOT = "USLACKBOT"


class SlackDirectory:
    platform = "slack"

    def __init__(self, tokens: BotTokens, calls: SlackCalls, page: int = _PAGE) -> None:
        self._tokens = tokens
        self._calls = calls
        self._page = page

    async def workspaces(self) -> Sequence[str]:
        return await self._tokens.workspaces()

    async def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        """The workspace's people. Raises Refused if Slack denies access."""
        async for page in self._pages(workspace, "users.list"):
            profiles = (profile_of(member, workspace) for member in page["members"])
            yield [profile for profile in profiles if profile]

    async def person(self, account: Sender) -> Profile | None:
        """One person. Raises Refused, Throttled, SlackUnclear."""
        try:
            response = await self._calls(account.workspace, "users.info", user=account.user)
        except Refused as refusal:
            if refusal.reason in _NO_MEMBER:
                return None
            raise
        return profile_of(response["user"], account.workspace)

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        """User groups. None if the workspace's plan has none."""
        try:
            response = await self._ask(workspace, "usergroups.list", include_users=True)
        except Refused as refusal:
            if refusal.reason in _NO_GROUPS:
                return []
            raise
        return [_group(group) for group in response["usergroups"]]

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        """Lists only channels with the bot as a member, so that Slack names no other channel to us."""
        kinds = {"types": "public_channel,private_channel", "exclude_archived": True}
        pages = [page async for page in self._pages(workspace, "users.conversations", **kinds)]
        listed = [channel_of(channel) for page in pages for channel in page["channels"]]
        return [channel for channel in listed if channel]

    async def _pages(self, workspace: str, method: str, **arguments: Any) -> AsyncIterator[Json]:
        cursor: str | None = None
        while True:
            page = await self._ask(workspace, method, limit=self._page, cursor=cursor, **arguments)
            yield page
            cursor = (page.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return

    async def _ask(self, workspace: str, method: str, **arguments: Any) -> Json:
        """Retries temporary errors, because reading is idempotent."""
        for _ in range(_TRIES - 1):
            try:
                return await self._calls.unhurried(workspace, method, **arguments)
            except Throttled as throttled:
                await asyncio.sleep(throttled.retry_after)
            except SlackUnclear:
                await asyncio.sleep(_PAUSE)
        return await self._calls.unhurried(workspace, method, **arguments)


def profile_of(member: Json, workspace: str) -> Profile | None:
    """The profile. None for bots, Slackbot and people from elsewhere in a shared channel.

    Guests do not belong to the organisation, so their accounts count as closed, like deactivated ones.
    """
    if member["id"] == _SLACKBOT or member.get("is_bot") or not _is_from(member, workspace):
        return None
    is_guest = member.get("is_restricted") or member.get("is_ultra_restricted")
    return Profile(
        Sender("slack", workspace, member["id"]),
        member.get("real_name") or member.get("name", ""),
        _email(member),
        member.get("tz") or "",
        is_open=not (member.get("deleted") or is_guest),
    )


def _email(member: Json) -> str:
    """The address. Empty if Slack reports it as unconfirmed, because then the user may have made it up."""
    is_confirmed = member.get("is_email_confirmed", True)
    return ((member.get("profile") or {}).get("email") or "") if is_confirmed else ""


def _is_from(member: Json, workspace: str) -> bool:
    """Whether the member belongs to this workspace or company.

    People of another workspace of one company are members too.
    """
    if member.get("is_stranger"):
        return False
    company = (member.get("enterprise_user") or {}).get("teams") or []
    return member.get("team_id", workspace) == workspace or workspace in company


def _group(group: Json) -> ListedGroup:
    return ListedGroup(group["id"], group["handle"], group["name"], frozenset(group.get("users") or ()))


def channel_of(channel: Json) -> ListedChannel | None:
    """The channel. None if it is archived or shared with another organisation, where we announce nothing."""
    if channel.get("is_archived") or channel.get("is_ext_shared"):
        return None
    return ListedChannel(channel["id"], f"#{channel['name']}", bool(channel.get("is_private")))
