"""Who is in the teams that have us, who has our chat, and those teams' channels: read slowly, in the background.

Of each member we take what a `Profile` has room for. There is no list of a whole tenant without permissions
that we don't ask for, and no time zone in a roster.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Sequence
from itertools import islice
from typing import Any
from urllib.parse import quote

from bot.conversation.request import Sender
from bot.delivery.gateway import Refused
from bot.delivery.pacing import Bucket
from bot.people.channels import ListedChannel
from bot.people.directory import Profile
from bot.people.groups import ListedGroup
from bot.platforms.teams.addresses import CHAT, Address, Addresses, Team
from bot.platforms.teams.calls import Calls
from bot.platforms.teams.patience import patiently

Json = dict[str, Any]

# The largest page of a roster there is; and how many are asked for one by one before they count as a page.
_PAGE, _TOGETHER = 500, 50
_PER_SECOND = 5.0

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
        """The members of teams, then those who are in none and have our chat. Raises Refused."""
        seen: set[str] = set()
        for team in await self._addresses.teams(workspace):
            async for members in self._roster(team):
                yield [profile for one in members if (profile := profile_of(one, workspace))]
                seen.update(user_of(one) for one in members)
        others = iter(
            [one for user, one in (await self._addresses.in_tenant(workspace)).items() if user not in seen]
        )
        while some := list(islice(others, _TOGETHER)):
            found = [await self._member(address) for address in some]
            yield [profile for one in found if one and (profile := profile_of(one, workspace))]

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        """Teams, as those who made them called them."""
        return [await self._group(team) for team in await self._addresses.teams(workspace)]

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        """The standard ones, where whoever is in the team reads; others don't have us because their team has."""
        return [
            channel_of(one, team)
            for team in await self._addresses.teams(workspace)
            for one in await self._channels_of(team)
            if one.get("type") in (None, "", "standard")
        ]

    async def _channels_of(self, team: Team) -> Sequence[Json]:
        listed = await self._ask(team.service, f"v3/teams/{quote(team.team, safe='')}/conversations", {})
        return listed.get("conversations") or []

    async def _group(self, team: Team) -> ListedGroup:
        found = [one async for members in self._roster(team) for one in members]
        profiles = [profile for one in found if (profile := profile_of(one, team.tenant))]
        members = frozenset(profile.account.user for profile in profiles if profile.is_open)
        return ListedGroup(team.team, team.name, team.name, members)

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
        return await patiently(call, harmless=True)


def profile_of(member: Json, tenant: str) -> Profile | None:
    """None for whoever is nobody of this tenant's: bots, and people of another one in a shared channel.

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
    """Teams leaves the first one's name to whoever shows it."""
    name = channel.get("name") or _GENERAL
    return ListedChannel(channel["id"], f"{name} in {team.name}" if team.name else name)


def user_of(member: Json) -> str:
    """Their object id in Entra; empty for what has none."""
    return str(member.get("aadObjectId") or member.get("objectId") or "")


def _in(conversation: str) -> str:
    return f"v3/conversations/{quote(conversation, safe='')}"
