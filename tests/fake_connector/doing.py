"""What people do in Teams, as the activities that it makes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count

from tests.fake_connector.connector import APP_ID, TENANT, FakeConnector, Json, member_id

BOT = {"id": f"28:{APP_ID}", "name": "Alongside"}
_ids = count(1)


@dataclass
class Person:
    """Somebody of our tenant. An empty `conversation` is our chat; else it is a channel's or a group's id."""

    connector: FakeConnector
    user: str
    tenant: str = TENANT
    more: Json = field(default_factory=dict)

    def says(self, text: str, conversation: str = "", *, mentions: bool = True, thread: str = "") -> Json:
        """In a channel and a group only a mention reaches us."""
        activity: Json = {"type": "message", "textFormat": "plain", "text": text}
        if conversation and mentions:
            activity["text"] = f"<at>Alongside</at> {text}"
            activity |= {"entities": [{"type": "mention", "mentioned": BOT, "text": "<at>Alongside</at>"}]}
        return self.activity(conversation, thread) | activity

    def presses(self, message: Json, action: str, values: Mapping[str, str] | None = None) -> Json:
        """What Teams sends for a button of a message that we sent; `values` are what inputs hold by then."""
        pressed = next(
            button for button in actions(message) if button["data"]["alongside"]["action"] == action
        )
        data = pressed["data"] | dict(values or {})
        conversation, acted_on = self._place_of(message)
        base = self.activity(conversation) | {"replyToId": acted_on}
        if "msteams" in data:
            value: Json = {"data": data, "context": {"theme": "default"}}
            return base | {"type": "invoke", "name": "task/fetch", "value": value}
        executed = {"type": "Action.Execute", "verb": pressed.get("verb", action), "data": data}
        value = {"action": executed, "trigger": "manual"}
        return base | {"type": "invoke", "name": "adaptiveCard/action", "value": value}

    def looks_at(self, message: Json) -> Json | None:
        """What Teams sends by itself where a card comes into sight; None for one that is not kept current for them."""
        refresh = message["attachments"][0]["content"].get("refresh")
        if refresh is None or member_id(self.user) not in refresh["userIds"]:
            return None
        conversation, acted_on = self._place_of(message)
        value = {"action": refresh["action"], "trigger": "automatic"}
        invoke = {"type": "invoke", "name": "adaptiveCard/action", "value": value, "replyToId": acted_on}
        return self.activity(conversation) | invoke

    def presses_of_old(self, message: Json, action: str, values: Mapping[str, str] | None = None) -> Json:
        """An older client, or a form that lies in the chat: it comes as a message."""
        pressed = next(
            button for button in actions(message) if button["data"]["alongside"]["action"] == action
        )
        conversation, acted_on = self._place_of(message)
        value = pressed["data"] | dict(values or {})
        return self.activity(conversation) | {"type": "message", "replyToId": acted_on, "value": value}

    def submits(self, dialog: Json, values: Mapping[str, str], conversation: str = "") -> Json:
        """A dialog that was opened in answer to a button."""
        (submit,) = dialog["task"]["value"]["card"]["content"]["actions"]
        value: Json = {"data": submit["data"] | dict(values), "context": {"theme": "default"}}
        return self.activity(conversation) | {"type": "invoke", "name": "task/submit", "value": value}

    def searches(self, words: str, conversation: str = "") -> Json:
        value = {"commandId": "insert", "parameters": [{"name": "question", "value": words}]}
        return self.activity(conversation) | {
            "type": "invoke",
            "name": "composeExtension/query",
            "value": value,
        }

    def checks_words(self, author: str, html: str, conversation: str = "") -> Json:
        """The command on a message in a chat or channel."""
        payload = {"from": {"user": {"id": author}}, "body": {"contentType": "html", "content": html}}
        value: Json = {"commandId": "checkWords", "messagePayload": payload}
        return self.activity(conversation) | {
            "type": "invoke",
            "name": "composeExtension/fetchTask",
            "value": value,
        }

    def installs(self, conversation: str = "", action: str = "add", team: str = "") -> list[Json]:
        """Both of what Teams sends."""
        if not conversation and member_id(self.user) not in self.connector.chats:
            self.connector.add_chat(self.user)
        base = self.activity(conversation)
        base["channelData"] |= {"team": {"id": conversation, "name": team}} if team else {}
        added = {"type": "conversationUpdate", "membersAdded": [BOT]}
        return [
            base | {"type": "installationUpdate", "action": action},
            self.activity(conversation) | base | added,
        ]

    def uninstalls(self, conversation: str = "", team: str = "") -> Json:
        base = self.activity(conversation)
        base["channelData"] |= {"team": {"id": conversation, "name": team}} if team else {}
        return base | {"type": "installationUpdate", "action": "remove"}

    def activity(self, chosen_conversation: str = "", thread: str = "") -> Json:
        kind = _kind_of(chosen_conversation)
        conversation = chosen_conversation or self.connector.chats.get(
            member_id(self.user), f"a:chat-{self.user}"
        )
        data: Json = {"tenant": {"id": self.tenant}}
        if kind == "channel":
            data |= {"team": {"id": "19:team@thread.tacv2"}, "channel": {"id": chosen_conversation}}
        return {
            "id": f"{1_800_000_000_000 + next(_ids)}",
            "timestamp": "2026-11-25T10:00:00.000Z",
            "channelId": "msteams",
            "serviceUrl": self.connector.service,
            "from": {"id": member_id(self.user), "name": self.user, "aadObjectId": self.user},
            "conversation": {
                "id": f"{conversation};messageid={thread}" if thread else conversation,
                "conversationType": kind,
                "tenantId": self.tenant,
            },
            "recipient": BOT,
            "channelData": data,
        } | self.more

    def _place_of(self, message: Json) -> tuple[str, str]:
        """Where it was posted; our chat has no name for its person."""
        for name, conversation in self.connector.conversations.items():
            for id_, posted in conversation.messages.items():
                if posted is message:
                    return ("" if name in self.connector.chats.values() else name), id_
        raise LookupError("nobody was sent that")


def _kind_of(conversation: str) -> str:
    if not conversation:
        return "personal"
    return "groupChat" if conversation.startswith("19:group") else "channel"


def actions(message: Json) -> list[Json]:
    card = message["attachments"][0]["content"]
    sets = [element for element in card["body"] if element["type"] == "ActionSet"]
    return [*card.get("actions", []), *(element for row in sets for element in row["actions"])]
