"""Reads the people and channels of the teams that the bot is in, slowly, in the background.

Of each member we take what a `Profile` has room for. There is no list of a whole tenant without permissions
that we don't ask for, and no time zone in a roster.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import quote

import structlog

from bot.conversation.request import Sender
from bot.delivery.sending.gateway import Refused, Throttled
from bot.delivery.sending.pacing import Bucket
from bot.people.audiences.channels import ListedChannel
from bot.people.audiences.user_groups import ListedGroup
from bot.people.directory.platform_sync import PartlyRead, Profile
from bot.platforms.teams.directory.addresses import CHAT, LEFT, Address, Addresses, Team
from bot.platforms.teams.outbound.connector import Calls, Unclear
from bot.platforms.teams.outbound.retry import patiently

Json = dict[str, Any]
log = structlog.get_logger()

Listed = TypeVar("Listed")

# The largest page of a roster there is; and how many are asked for one by one before they count as a page.
_PAGE, _TOGETHER = 500, 50
_PER_SECOND = 5.0
# Somebody waits: no more teams are asked whether they are a member.
_ASKED = 5

_GENERAL = "General"


class TeamsDirectory:
    platform = "teams"

    def __init__(
        self,
        calls: Calls,
        addresses: Addresses,
        tenants: Collection[str],
        page: int = _PAGE,
        per_second: float = _PER_SECOND,
    ) -> None:
        self._calls = calls
        self._addresses = addresses
        self._tenants = tenants
        self._page = page
        self._bucket = Bucket(per_second)

    async def workspaces(self) -> Sequence[str]:
        return sorted(self._tenants)

    async def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        """The members of teams, then those who are in none and have our chat.

        A team that can't be read keeps no other from it: PartlyRead comes at the end.
        """
        known, seen = dict(await self._addresses.in_tenant(workspace)), set[str]()
        unread: dict[str, str] = {}
        for team in await self._addresses.teams(workspace):
            try:
                async for members in self._roster(team):
                    new = [one for one in members if user_of(one) not in seen]
                    yield [one for member in new if (one := await self._with_chat(member, team, known))]
                    seen.update(user_of(one) for one in members)
            except (Refused, Throttled, Unclear) as error:
                log.warning("team_not_read", team=team.team, error=type(error).__name__)
                unread[team.name or team.team] = _reason(error)
        others = iter([one for user, one in known.items() if user not in seen and CHAT in one])
        while some := list(islice(others, _TOGETHER)):
            found = [await self._member(address) for address in some]
            yield [profile for one in found if one and (profile := profile_of(one, workspace))]
        if unread:
            raise PartlyRead(_reasons(unread), places=unread)

    async def person(self, account: Sender) -> Profile | None:
        """By our chat with them, or as a member of a team that has us. Raises Refused where neither is known."""
        address = await self._addresses.seen(account)
        if CHAT in address:
            found = await self._look_up(address["service"], address[CHAT], address.get("member", ""))
            if found:
                return profile_of(found, account.workspace)
        for team in (await self._addresses.teams(account.workspace))[:_ASKED]:
            if found := await self._look_up(team.service, team.team, account.user):
                return profile_of(found, account.workspace)
        raise Refused("in no team that we know")

    async def _look_up(self, service: str, conversation: str, member: str) -> Json | None:
        path = f"{_in(conversation)}/members/{quote(member, safe='')}"
        try:
            found: Json = await self._calls.get(service, path)
        except Refused:
            return None
        return found

    async def _with_chat(self, member: Json, team: Team, known: Mapping[str, Address]) -> Profile | None:
        """With whether we can write to them. Where Microsoft lets us, because we are in their team, we open the chat."""
        profile = profile_of(member, team.tenant)
        if profile is None or not profile.is_open:
            return profile
        address = known.get(profile.account.user, {})
        if CHAT in address:
            return profile
        told = {"service": team.service, "member": str(member.get("id") or "")}
        if LEFT in address:
            return replace(profile, is_reachable=False)
        try:
            chat = await self._open_chat(team, told["member"], profile.account.user)
        except (Refused, Throttled, Unclear):
            return replace(profile, is_reachable=False, address=told)
        return replace(profile, address=told | {CHAT: chat})

    async def _open_chat(self, team: Team, member: str, user: str) -> str:
        await self._addresses.greet_nobody(team.tenant, user)
        await self._bucket.take()
        call = partial(self._calls.open_chat, team.service, team.tenant, member)
        return await patiently(call, is_repeatable=True)

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        """Teams, as those who made them called them."""
        return await self._of_each_team(workspace, self._groups_of)

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        """Only standard channels, which the whole team reads. Private and shared ones don't get the bot with their team."""
        return await self._of_each_team(workspace, self._channels_of)

    async def _of_each_team(
        self, workspace: str, read: Callable[[Team], Awaitable[Sequence[Listed]]]
    ) -> Sequence[Listed]:
        """Raises PartlyRead, with what the other teams have, where one can't be read."""
        found: list[Listed] = []
        unread: dict[str, str] = {}
        for team in await self._addresses.teams(workspace):
            try:
                found += await read(team)
            except (Refused, Throttled, Unclear) as error:
                unread[team.name or team.team] = _reason(error)
        if unread:
            raise PartlyRead(_reasons(unread), found, unread)
        return found

    async def _channels_of(self, team: Team) -> Sequence[ListedChannel]:
        listed = await self._ask(team.service, f"v3/teams/{quote(team.team, safe='')}/conversations", {})
        channels: Sequence[Json] = listed.get("conversations") or []
        return [channel_of(one, team) for one in channels if one.get("type") in (None, "", "standard")]

    async def _groups_of(self, team: Team) -> Sequence[ListedGroup]:
        found = [one async for members in self._roster(team) for one in members]
        profiles = [profile for one in found if (profile := profile_of(one, team.tenant))]
        members = frozenset(profile.account.user for profile in profiles if profile.is_open)
        return [ListedGroup(team.team, team.name, team.name, members)]

    async def _roster(self, team: Team) -> AsyncIterator[Sequence[Json]]:
        asked = {"pageSize": str(self._page)}
        while True:
            page = await self._ask(team.service, f"{_in(team.team)}/pagedmembers", asked)
            yield page.get("members") or []
            if not (token := page.get("continuationToken")):
                return
            asked = {"pageSize": str(self._page), "continuationToken": token}

    async def _member(self, address: Address) -> Json | None:
        """None for somebody who has uninstalled us without our hearing of it."""
        path = f"{_in(address[CHAT])}/members/{quote(address.get('member', ''), safe='')}"
        try:
            return await self._ask(address["service"], path, {})
        except Refused:
            return None

    async def _ask(self, service: str, path: str, query: dict[str, str]) -> Json:
        await self._bucket.take()
        call: Callable[[], Awaitable[Json]] = lambda: self._calls.get(service, path, **query)  # noqa: E731
        return await patiently(call, is_repeatable=True)


def _reasons(unread: Mapping[str, str]) -> str:
    return ", ".join(sorted(set(unread.values())))


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", type(error).__name__))


def profile_of(member: Json, tenant: str) -> Profile | None:
    """None for those outside this tenant: bots, and people of another tenant in a shared channel.

    A guest is none of the organisation's people, so to us their account is closed.
    """
    user = user_of(member)
    if not user or (member.get("tenantId") or tenant) != tenant:
        return None
    return Profile(
        Sender("teams", tenant, user),
        member.get("name") or "",
        member.get("email") or "",
        is_open=member.get("userRole") in (None, "", "user", "owner"),
    )


def channel_of(channel: Json, team: Team) -> ListedChannel:
    """A team's first channel has no name in the answer; clients name it."""
    name = channel.get("name") or _GENERAL
    return ListedChannel(channel["id"], f"{name} in {team.name}" if team.name else name)


def user_of(member: Json) -> str:
    """Their object id in Entra; empty for what has none."""
    return str(member.get("aadObjectId") or member.get("objectId") or "")


def _in(conversation: str) -> str:
    return f"v3/conversations/{quote(conversation, safe='')}"
