"""Finds out who wrote where Teams doesn't say it: not every activity has the sender's object id in Entra."""

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from bot.delivery.sending.gateway import Refused, Throttled
from bot.platforms.teams.outbound.connector import Calls, Unclear

Json = dict[str, Any]

# The home of somebody whom Teams has no name for, such as a guest of a meeting: answered, and nothing is kept.
NOBODYS = "nobody's"
_ACTS = ("message", "messageUpdate", "invoke", "installationUpdate", "conversationUpdate")
_BOT = "28:"
_MOST = 1000


@dataclass
class Senders:
    """In memory only, by what Teams calls them."""

    calls: Calls
    _known: OrderedDict[str, str] = field(default_factory=OrderedDict)

    async def named(self, told: Json) -> Json:
        """The activity with its sender's object id, which the conversation's members say where it doesn't."""
        who = told.get("from")
        if told.get("type") not in _ACTS or not isinstance(who, dict) or who.get("aadObjectId"):
            return told
        member = who.get("id")
        if not isinstance(member, str) or not member or member.startswith(_BOT):
            return told
        user = self._known.get(member) or await self._look_up(told, member)
        if user:
            return told | {"from": who | {"aadObjectId": user}}
        return told | {"from": who | {"aadObjectId": member, "tenantId": NOBODYS}}

    async def _look_up(self, told: Json, member: str) -> str:
        """Empty where they have none, or nobody says."""
        where = told.get("conversation")
        conversation = str(where.get("id", "")).partition(";")[0] if isinstance(where, dict) else ""
        path = f"v3/conversations/{quote(conversation, safe='')}/members/{quote(member, safe='')}"
        try:
            found: Json = await self.calls.get(str(told.get("serviceUrl", "")), path)
        except (Refused, Throttled, Unclear):
            return ""
        user = str(found.get("aadObjectId") or found.get("objectId") or "")
        if user:
            self._known[member] = user
            if len(self._known) > _MOST:
                self._known.popitem(last=False)
        return user
