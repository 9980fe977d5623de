"""Looks up the sender's object id in Entra where a Teams activity omits it."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.teams.outbound.connector import TeamsCalls, TeamsUnclear

Json = dict[str, Any]

# The home of a sender without an object id, such as a guest of a meeting: gets answers, and is not stored.
NOBODYS = "nobody's"
_ACTS = ("message", "messageUpdate", "invoke", "installationUpdate", "conversationUpdate")
_BOT = "28:"
_MOST = 1000


@dataclass
class Senders:
    """A cache in memory, by the sender's id in Teams."""

    calls: TeamsCalls
    _known: OrderedDict[str, str] = field(default_factory=OrderedDict)

    async def named(self, activity: Json) -> Json:
        """The activity with the sender's object id, from the conversation's members if it has none."""
        who = activity.get("from")
        if activity.get("type") not in _ACTS or not isinstance(who, dict) or who.get("aadObjectId"):
            return activity
        member = who.get("id")
        if not isinstance(member, str) or not member or member.startswith(_BOT):
            return activity
        user = self._known.get(member) or await self._look_up(activity, member)
        if user:
            return activity | {"from": who | {"aadObjectId": user}}
        return activity | {"from": who | {"aadObjectId": member, "tenantId": NOBODYS}}

    async def _look_up(self, activity: Json, member: str) -> str:
        """The object id. Empty if the member has none or the look-up fails."""
        place = activity.get("conversation")
        conversation = str(place.get("id", "")).partition(";")[0] if isinstance(place, dict) else ""
        path = f"v3/conversations/{quote(conversation, safe='')}/members/{quote(member, safe='')}"
        try:
            answer: Json = await self.calls.get(str(activity.get("serviceUrl", "")), path)
        except (Refused, Throttled, TeamsUnclear):
            return ""
        user = str(answer.get("aadObjectId") or answer.get("objectId") or "")
        if user:
            self._known[member] = user
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return user
