"""What one Slack workspace holds, as far as an app can see it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from tests import real_time

Json = dict[str, Any]


class Refusal(Exception):
    """Becomes `{"ok": false, "error": …}`; `more` goes along."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error = error
        self.more = more


@dataclass
class Channel:
    """`user` is the other end of a direct message. `is_shared`: with another organisation. Oldest message first."""

    id: str
    name: str = ""
    members: set[str] = field(default_factory=set)
    user: str = ""
    is_private: bool = False
    is_archived: bool = False
    is_shared: bool = False
    creator: str = "USOMEBODY"
    messages: list[Json] = field(default_factory=list)

    def message(self, ts: str) -> Json:
        for message in self.messages:
            if message["ts"] == ts:
                return message
        raise Refusal("message_not_found")

    @property
    def shape(self) -> Json:
        about = {"id": self.id, "created": 1700000000, "is_archived": self.is_archived}
        if self.user:
            return about | {"is_im": True, "user": self.user, "is_user_deleted": False}
        kind = {"is_channel": True, "is_group": False, "is_im": False, "is_private": self.is_private}
        kind |= {"is_ext_shared": self.is_shared}
        return about | kind | {"name": self.name, "num_members": len(self.members), "creator": self.creator}


@dataclass
class Workspace:
    """`can_chart`: whether native charts are understood. `polls`: how often a file must be asked after."""

    id: str
    token: str
    bot_user: str = "UBOT"
    bot_id: str = "BBOT"
    name: str = "Harbour"
    scopes: str = "chat:write,im:history,users:read"
    is_installed: bool = True
    can_chart: bool = True
    polls: int = 2
    members: dict[str, Json] = field(default_factory=dict)
    channels: dict[str, Channel] = field(default_factory=dict)
    groups: dict[str, Json] = field(default_factory=dict)
    views: dict[str, Json] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)
    files: dict[str, Json] = field(default_factory=dict)
    ephemerals: list[Json] = field(default_factory=list)
    statuses: list[Json] = field(default_factory=list)
    prompts: list[Json] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=lambda: count(1))
    _last: float = 0.0

    def add_member(self, user: str, name: str = "", **more: Any) -> Json:
        """`more` replaces fields of the user object; of its profile where the profile has them."""
        name = name or user.lower()
        profile = {
            "real_name": name.title(),
            "display_name": name,
            "title": "",
            "email": f"{name.replace(' ', '.')}@harbour.example",
            "image_72": "https://avatars.example/72.png",
            "team": self.id,
        }
        profile |= {key: more.pop(key) for key in list(more) if key in profile}
        kinds = ("is_admin", "is_owner", "is_restricted", "is_ultra_restricted", "is_bot", "is_app_user")
        about = {"id": user, "team_id": self.id, "name": name, "deleted": False, "profile": profile}
        zone = {"tz": "Europe/London", "tz_label": "Greenwich Mean Time", "tz_offset": 0, "locale": "en-GB"}
        made = about | zone | dict.fromkeys(kinds, False) | {"real_name": profile["real_name"]} | more
        self.members[user] = made
        return made

    def add_channel(
        self, channel: str, members: Iterable[str] = (), *, has_bot: bool = True, is_private: bool = False
    ) -> Channel:
        inside = {*members} | ({self.bot_user} if has_bot else set())
        made = Channel(channel, channel.lower(), inside, is_private=is_private)
        self.channels[channel] = made
        return made

    def add_group(self, group: str, handle: str, users: Iterable[str]) -> Json:
        people = list(users)
        made = {"id": group, "team_id": self.id, "is_usergroup": True, "name": handle.title()}
        made |= {"handle": handle, "description": "", "date_delete": 0, "users": people}
        self.groups[group] = made | {"user_count": len(people)}
        return self.groups[group]

    def needs_scope(self, scope: str) -> None:
        if scope not in self.scopes.split(","):
            raise Refusal("missing_scope", needed=scope, provided=self.scopes)

    def channel(self, id_: str) -> Channel:
        if id_ not in self.channels:
            raise Refusal("channel_not_found")
        return self.channels[id_]

    def direct(self, user: str) -> Channel:
        """The direct-message channel, made when it is first needed."""
        id_ = f"D{user[1:]}"
        return self.channels.setdefault(id_, Channel(id_, user=user, members={user, self.bot_user}))

    def sent_to(self, user: str) -> list[Json]:
        """What somebody finds in the direct messages, oldest first."""
        return self.direct(user).messages

    def number(self) -> int:
        return next(self._numbers)

    def timestamp(self) -> str:
        """Never the same twice, always later."""
        self._last = max(real_time.timestamp(), self._last + 0.000001)
        return f"{self._last:.6f}"
