"""`Place`: the Slack channel, thread and message that a request came from and its answer goes to."""

import json
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from bot.core.settings import LOOPBACK

_RESPONSES = ("hooks.slack.com", "hooks.slack-gov.com")


@dataclass(frozen=True, slots=True)
class Place:
    """Without a `channel` (a home, a shortcut from the search box) it is answered in our own chat.

    `thread` is where answers go in the channel; `message` is what was acted on. `is_ours`: our own chat with
    this person, where nobody else reads. `is_hidden`: only this person saw what they did, or did it to, so in
    the channel only they see the answer.
    """

    workspace: str
    user: str
    channel: str = ""
    thread: str = ""
    message: str = ""
    response_url: str = ""
    is_ours: bool = False
    is_hidden: bool = False
    is_home: bool = False

    @property
    def is_private(self) -> bool:
        return self.is_ours or self.is_home or not self.channel

    @property
    def conversation(self) -> str:
        """The same for all that belongs together: our chat and each of its threads, each thread of a channel."""
        if self.is_private:
            parts = [self.workspace, self.user, self.thread]
        elif self.is_hidden:
            parts = [self.workspace, self.channel, self.user]
        else:
            parts = [self.workspace, self.channel, self.thread]
        return " ".join(["slack", *filter(None, parts)])

    def dump(self) -> str:
        """For a form to carry along. Who submits it, Slack says itself."""
        return json.dumps({k: v for k, v in asdict(self).items() if v and k not in ("workspace", "user")})

    def back(self, carried: str) -> "Place":
        """From where a form was opened that this person submits."""
        return replace(self, **json.loads(carried)) if carried else self


def leads_to_slack(response_url: str, *, is_local: bool) -> bool:
    """What is for one person is posted nowhere else, whatever a request or a form carried. `is_local` is for tests."""
    try:
        parts = urlsplit(response_url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return (parts.scheme == "https" and parts.netloc in _RESPONSES) or (is_local and host in LOOPBACK)
