"""What is posted to a response_url."""

from dataclasses import dataclass
from typing import Any

from tests.fake_slack.chat import post
from tests.fake_slack.workspace import Channel, Json, Workspace

_USES = 5


@dataclass
class Response:
    """Where an answer to one interaction goes. `ts` is the message that was acted on, if any."""

    home: Workspace
    channel: str
    user: str
    ts: str = ""
    uses: int = 0

    def take(self, body: Json) -> int:
        """The HTTP status."""
        self.uses += 1
        if self.uses > _USES:
            return 404
        channel = self.home.channels.get(self.channel) or self.home.direct(self.user)
        old = next((message for message in channel.messages if message["ts"] == self.ts), None)
        if body.get("delete_original") and old:
            channel.messages.remove(old)
        elif body.get("replace_original") and old:
            old |= _content(body)
        elif body.get("response_type") == "in_channel":
            post(self.home, channel, _content(body))
        else:
            self._whisper(channel, body)
        return 200

    def _whisper(self, channel: Channel, body: Json) -> None:
        shown: Json = {"user": self.user, "channel": channel.id, "message_ts": self.home.timestamp()}
        self.home.ephemerals.append(shown | _content(body))


def _content(body: Json) -> dict[str, Any]:
    return {key: body[key] for key in ("text", "blocks", "thread_ts") if key in body}
