"""views.*: what opens must be opened within three seconds of being asked for, and once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from tests.fake_slack.blocks import check_view
from tests.fake_slack.workspace import Json, Refusal, Workspace

_LIVES = 3.0


def _stands_still() -> float:
    return 0.0


@dataclass
class Triggers:
    """`now` is in seconds; only tests move it, because a busy machine may take longer than Slack waits."""

    now: Callable[[], float] = _stands_still
    _made: dict[str, float] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def make(self) -> str:
        id_ = f"{len(self._made)}.{uuid4().hex[:6]}.trigger"
        self._made[id_] = self.now()
        return id_

    def use(self, id_: str) -> None:
        if id_ not in self._made:
            raise Refusal("invalid_trigger_id")
        if id_ in self._used:
            raise Refusal("exchanged_trigger_id")
        if self.now() - self._made[id_] > _LIVES:
            raise Refusal("expired_trigger_id")
        self._used.add(id_)


def open_(home: Workspace, arguments: Json, triggers: Triggers) -> Json:
    check_view(home, arguments["view"])
    triggers.use(arguments.get("trigger_id", ""))
    return {"view": _keep(home, arguments["view"])}


def update(home: Workspace, arguments: Json) -> Json:
    old = home.views.get(arguments.get("view_id", ""))
    if old is None:
        raise Refusal("not_found")
    if arguments.get("hash", old["hash"]) != old["hash"]:
        raise Refusal("hash_conflict")
    check_view(home, arguments["view"])
    return {"view": _keep(home, arguments["view"], old["id"])}


def publish(home: Workspace, arguments: Json) -> Json:
    user = arguments.get("user_id", "")
    if user not in home.members:
        raise Refusal("user_not_found")
    old = home.homes.get(user)
    if old and arguments.get("hash", old["hash"]) != old["hash"]:
        raise Refusal("hash_conflict")
    check_view(home, arguments["view"])
    home.homes[user] = _keep(home, arguments["view"], old["id"] if old else "")
    return {"view": home.homes[user]}


def _keep(home: Workspace, view: Json, id_: str = "") -> Json:
    id_ = id_ or f"V{home.number():03}"
    usual = {"private_metadata": "", "callback_id": "", "external_id": "", "previous_view_id": None}
    ours: Json = {"id": id_, "team_id": home.id, "root_view_id": id_, "app_id": "A1", "bot_id": home.bot_id}
    ours |= {"app_installed_team_id": home.id, "hash": f"{home.timestamp()}.hash", "state": {"values": {}}}
    home.views[id_] = usual | view | ours
    return home.views[id_]
