"""Reads the people and channels of the teams that the bot is in, slowly, in the background.

From each member it takes only the fields of `Profile`. Without permissions that we don't request, there is no
list of a whole tenant, and rosters contain no time zone.
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
from bot.platforms.teams.directory.addresses import CHAT, LEFT, Address, Addresses, InstalledTeam
from bot.platforms.teams.outbound.connector import TeamsCalls, TeamsUnclear
from bot.platforms.teams.outbound.retry import with_retries

Json = dict[str, Any]
log = structlog.get_logger()

Listed = TypeVar("Listed")

# The maximum page size of a roster, and the number of single look-ups that count as one page.
_PAGE, _TOGETHER = 500, 50
_PER_SECOND = 5.0
# Maximum number of teams to ask about one person, because a person waits for the answer.
_ASKED = 5

_GENERAL = "General"


class TeamsDirectory:
    platform = "teams"

    def __init__(
        self,
        calls: TeamsCalls,
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
        """The members of teams, then people outside them who have our chat.

        Unreadable teams do not prevent reading the others: PartlyRead is raised at the end.
        """
        known, seen = dict(await self._addresses.in_tenant(workspace)), set[str]()
        unread: dict[str, str] = {}
        for team in await self._addresses.teams(workspace):
            try:
                async for members in self._roster(team):
                    new = [entry for entry in members if user_of(entry) not in seen]
                    yield [entry for member in new if (entry := await self._with_chat(member, team, known))]
                    seen.update(user_of(entry) for entry in members)
            except (Refused, Throttled, TeamsUnclear) as error:
                log.warning("team_not_read", team=team.team, error=type(error).__name__)
                unread[team.name or team.team] = _reason(error)
        others = iter([entry for user, entry in known.items() if user not in seen and CHAT in entry])
        while batch := list(islice(others, _TOGETHER)):
            answers = [await self._member(address) for address in batch]
            yield [profile for entry in answers if entry and (profile := profile_of(entry, workspace))]
        if unread:
            raise PartlyRead(_reasons(unread), places=unread)

    async def person(self, account: Sender) -> Profile | None:
        """One person, found by our chat with them or as a member of a team with the bot.

        Raises Refused if neither exists.
        """
        address = await self._addresses.seen(account)
        if CHAT in address:
            answer = await self._look_up(address["service"], address[CHAT], address.get("member", ""))
            if answer:
                return profile_of(answer, account.workspace)
        for team in (await self._addresses.teams(account.workspace))[:_ASKED]:
            if answer := await self._look_up(team.service, team.team, account.user):
                return profile_of(answer, account.workspace)
        raise Refused("in no team that we know")

    async def _look_up(self, service: str, conversation: str, member: str) -> Json | None:
        path = f"{_in(conversation)}/members/{quote(member, safe='')}"
        try:
            answer: Json = await self._calls.get(service, path)
        except Refused:
            return None
        return answer

    async def _with_chat(
        self, member: Json, team: InstalledTeam, known: Mapping[str, Address]
    ) -> Profile | None:
        """The person, and whether they are reachable.

        Opens the chat if Microsoft allows it, as it does for members of our teams.
        """
        profile = profile_of(member, team.tenant)
        if profile is None or not profile.is_open:
            return profile
        address = known.get(profile.account.user, {})
        if CHAT in address:
            return profile
        new_address = {"service": team.service, "member": str(member.get("id") or "")}
        if LEFT in address:
            return replace(profile, is_reachable=False)
        try:
            chat = await self._open_chat(team, new_address["member"], profile.account.user)
        except (Refused, Throttled, TeamsUnclear):
            return replace(profile, is_reachable=False, address=new_address)
        return replace(profile, address=new_address | {CHAT: chat})

    async def _open_chat(self, team: InstalledTeam, member: str, user: str) -> str:
        await self._addresses.greet_nobody(team.tenant, user)
        await self._bucket.take()
        call = partial(self._calls.open_chat, team.service, team.tenant, member)
        return await with_retries(call, is_repeatable=True)

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        """The teams with the names that their owners gave them."""
        return await self._of_each_team(workspace, self._groups_of)

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        """Standard channels only, which the whole team reads. The bot is not in private and shared ones."""
        return await self._of_each_team(workspace, self._channels_of)

    async def _of_each_team(
        self, workspace: str, read: Callable[[InstalledTeam], Awaitable[Sequence[Listed]]]
    ) -> Sequence[Listed]:
        """Calls this for each team. Raises PartlyRead with the other teams' results if one cannot be read."""
        entries: list[Listed] = []
        unread: dict[str, str] = {}
        for team in await self._addresses.teams(workspace):
            try:
                entries += await read(team)
            except (Refused, Throttled, TeamsUnclear) as error:
                unread[team.name or team.team] = _reason(error)
        if unread:
            raise PartlyRead(_reasons(unread), entries, unread)
        return entries

    async def _channels_of(self, team: InstalledTeam) -> Sequence[ListedChannel]:
        listed = await self._ask(team.service, f"v3/teams/{quote(team.team, safe='')}/conversations", {})
        channels: Sequence[Json] = listed.get("conversations") or []
        return [
            channel_of(channel, team) for channel in channels if channel.get("type") in (None, "", "standard")
        ]

    async def _groups_of(self, team: InstalledTeam) -> Sequence[ListedGroup]:
        roster = [member async for members in self._roster(team) for member in members]
        profiles = [profile for member in roster if (profile := profile_of(member, team.tenant))]
        members = frozenset(profile.account.user for profile in profiles if profile.is_open)
        return [ListedGroup(team.team, team.name, team.name, members)]

    async def _roster(self, team: InstalledTeam) -> AsyncIterator[Sequence[Json]]:
        query = {"pageSize": str(self._page)}
        while True:
            page = await self._ask(team.service, f"{_in(team.team)}/pagedmembers", query)
            yield page.get("members") or []
            if not (token := page.get("continuationToken")):
                return
            query = {"pageSize": str(self._page), "continuationToken": token}

    async def _member(self, address: Address) -> Json | None:
        """A member. None if they uninstalled the bot and we missed the event."""
        path = f"{_in(address[CHAT])}/members/{quote(address.get('member', ''), safe='')}"
        try:
            return await self._ask(address["service"], path, {})
        except Refused:
            return None

    async def _ask(self, service: str, path: str, query: dict[str, str]) -> Json:
        await self._bucket.take()
        call: Callable[[], Awaitable[Json]] = lambda: self._calls.get(service, path, **query)  # noqa: E731
        return await with_retries(call, is_repeatable=True)


def _reasons(unread: Mapping[str, str]) -> str:
    return ", ".join(sorted(set(unread.values())))


def _reason(error: Exception) -> str:
    return str(getattr(error, "reason", type(error).__name__))


def profile_of(member: Json, tenant: str) -> Profile | None:
    """The profile. None for bots and for people of another tenant.

    Guests do not belong to the organisation, so their accounts count as closed.
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


def channel_of(channel: Json, team: InstalledTeam) -> ListedChannel:
    """The channel. Teams omits the name of a team's first channel, which clients show as "General"."""
    name = channel.get("name") or _GENERAL
    return ListedChannel(channel["id"], f"{name} in {team.name}" if team.name else name)


def user_of(member: Json) -> str:
    """The object id in Entra; empty if there is none."""
    return str(member.get("aadObjectId") or member.get("objectId") or "")


def _in(conversation: str) -> str:
    return f"v3/conversations/{quote(conversation, safe='')}"
