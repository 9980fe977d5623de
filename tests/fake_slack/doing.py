"""What people do in Slack, as the payloads that it makes of it. Send them with `Pushes` or over a socket."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.fake_slack.payloads import payload
from tests.fake_slack.slack import FakeSlack
from tests.fake_slack.workspace import Json, Workspace


@dataclass
class Person:
    """Somebody in a workspace. Channels are ids; without one it is the direct message with us."""

    slack: FakeSlack
    home: Workspace
    user: str

    def says(self, text: str, channel: str = "", thread: str = "") -> Json:
        """In a channel only a mention reaches us."""
        conversation = self.home.channel(channel) if channel else self.home.direct(self.user)
        ts = self.home.timestamp()
        message = {"type": "message", "user": self.user, "text": text, "ts": ts, "team": self.home.id}
        message |= {"thread_ts": thread} if thread else {}
        conversation.messages.append(message)
        name = "app_mention" if channel else "message_im"
        changes = {f"event.{key}": value for key, value in message.items() if key != "type"}
        return self._event(name, changes | {"event.channel": conversation.id, "event.event_ts": ts})

    def opens_home(self, tab: str = "home") -> Json:
        changes: Json = {"event.user": self.user, "event.channel": self.home.direct(self.user).id}
        if tab == "home" and self.user in self.home.homes:
            changes["event.view"] = self.home.homes[self.user]
        return self._event("app_home_opened", changes | {"event.tab": tab})

    def commands(self, text: str = "", command: str = "/alongside", channel: str = "") -> Json:
        conversation_id = channel or self.home.direct(self.user).id
        name = self.home.channels[conversation_id].name or "directmessage"
        command_fields = {
            "user_id": self.user,
            "text": text,
            "command": command,
            "channel_id": conversation_id,
        }
        command_fields |= {
            "channel_name": name,
            "team_id": self.home.id,
            "trigger_id": self.slack.triggers.make(),
        }
        answers = {"response_url": self.slack.response_url(self.home, conversation_id, self.user)}
        return payload("slash_command", command_fields | answers)

    def shortcut(self, callback: str) -> Json:
        return self._interaction("shortcut", {"callback_id": callback})

    def message_shortcut(self, callback: str, channel: str, ts: str) -> Json:
        message = self.home.channel(channel).message(ts)
        changes = {"callback_id": callback, "channel.id": channel, "message_ts": ts, "message": message}
        answers = {"response_url": self.slack.response_url(self.home, channel, self.user, ts)}
        return self._interaction("message_action", changes | answers)

    def presses(self, message: Json, action: str, values: Mapping[str, str] | None = None) -> Json:
        """A button of a message that was posted to them or a channel; `values` are what inputs hold by then."""
        channel = next(c.id for c in self.home.channels.values() if message in c.messages)
        ts = message["ts"]
        container = {"container.message_ts": ts, "container.channel_id": channel, "channel.id": channel}
        answers = {"response_url": self.slack.response_url(self.home, channel, self.user, ts)}
        changes = container | answers | self._pressed(message.get("blocks", []), action, values or {})
        return self._interaction("block_actions_message", changes | {"message": message})

    def presses_at_home(self, action: str, values: Mapping[str, str] | None = None) -> Json:
        view = self.home.homes[self.user]
        changes = {"view": view, "container.view_id": view["id"]}
        return self._interaction(
            "block_actions_home", changes | self._pressed(view["blocks"], action, values or {})
        )

    def presses_in(self, view: Json, action: str, values: Mapping[str, str] | None = None) -> Json:
        changes = {"view": view, "container.view_id": view["id"]}
        return self._interaction(
            "block_actions_view", changes | self._pressed(view["blocks"], action, values or {})
        )

    def submits(self, view: Json, values: Mapping[str, str]) -> Json:
        filled = view | {"state": {"values": _state(view["blocks"], values)}}
        return self._interaction("view_submission", {"view": filled})

    def closes(self, view: Json) -> Json:
        """Without a trigger: nothing can be opened in answer."""
        return payload("view_closed", self._who() | {"view": view})

    def _pressed(self, blocks: list[Json], action: str, values: Mapping[str, str]) -> Json:
        block, element = next((b, e) for b, e in _elements(blocks) if e["action_id"] == action)
        done = {"action_id": action, "block_id": block.get("block_id", ""), "type": element["type"]}
        done |= {key: element[key] for key in ("text", "value") if key in element}
        done |= _answer(element, values[action]) if action in values else {}
        return {
            "actions": [done | {"action_ts": self.home.timestamp()}],
            "state.values": _state(blocks, values),
        }

    def _interaction(self, name: str, changes: Json) -> Json:
        return payload(name, self._who() | {"trigger_id": self.slack.triggers.make()} | changes)

    def _who(self) -> Json:
        return {"user.id": self.user, "user.team_id": self.home.id, "team.id": self.home.id}

    def _event(self, name: str, changes: Json) -> Json:
        return payload(name, {"team_id": self.home.id, "authorizations.0.team_id": self.home.id} | changes)


def _elements(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Everything that can be acted on, with the block that it is in."""
    for block in blocks:
        candidates = [block.get("element"), block.get("accessory"), *block.get("elements", [])]
        yield from ((block, element) for element in candidates if element and "action_id" in element)


def _state(blocks: list[Json], values: Mapping[str, str]) -> dict[str, Any]:
    """Of every input, by block and action; `values` are by action or by block."""
    made: dict[str, Any] = {}
    for block, element in _elements(blocks):
        if element["type"] == "button":
            continue
        names = (element["action_id"], block.get("block_id", ""))
        value = next((values[name] for name in names if name in values), None)
        empty = {"type": element["type"], _KEYS.get(element["type"], "value"): None}
        answer = empty if value is None else _answer(element, value)
        made.setdefault(block.get("block_id", ""), {})[element["action_id"]] = answer
    return made


_KEYS = {
    "static_select": "selected_option",
    "radio_buttons": "selected_option",
    "checkboxes": "selected_options",
}


def _answer(element: Json, value: str) -> Json:
    """Several of checkboxes with commas."""
    key = _KEYS.get(element["type"])
    if key is None:
        return {"type": element["type"], "value": value}
    wanted = value.split(",") if key == "selected_options" else [value]
    chosen = [option for option in element["options"] if option["value"] in wanted]
    return {"type": element["type"], key: chosen if key == "selected_options" else chosen[0]}
