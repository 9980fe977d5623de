"""`SlackPlace`: the Slack channel, thread and message that a request came from and that get the answer."""

import json
from dataclasses import asdict, dataclass, replace
from urllib.parse import urlsplit

from bot.core.settings import LOOPBACK

_RESPONSES = ("hooks.slack.com", "hooks.slack-gov.com")


@dataclass(frozen=True, slots=True)
class SlackPlace:
    """Without a `channel` (home tab, shortcut from the search box) the answer goes to our own chat.

    `thread` is the thread for answers in the channel; `message` is the message acted on. `is_ours`: our
    private chat with this person. `is_hidden`: the action, or the message acted on, was visible only to this
    person, so the answer in the channel is too.
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
        """A key shared by all messages of one conversation: our chat or a thread."""
        if self.is_private:
            parts = [self.workspace, self.user, self.thread]
        elif self.is_hidden:
            parts = [self.workspace, self.channel, self.user]
        else:
            parts = [self.workspace, self.channel, self.thread]
        return " ".join(["slack", *filter(None, parts)])

    def dump(self) -> str:
        """Serialised, for a form's metadata. Omits workspace and person, which Slack reports again."""
        return json.dumps({k: v for k, v in asdict(self).items() if v and k not in ("workspace", "user")})

    def back(self, carried: str) -> "SlackPlace":
        """Parses the place from which a form was opened that this person submits."""
        return replace(self, **json.loads(carried)) if carried else self


def leads_to_slack(response_url: str, *, is_local: bool) -> bool:
    """Whether the address belongs to Slack.

    Private replies are posted only there, whatever address a request contains. `is_local` is for tests.
    """
    try:
        parts = urlsplit(response_url)
        host = parts.hostname or ""
    except ValueError:
        return False
    return (parts.scheme == "https" and parts.netloc in _RESPONSES) or (is_local and host in LOOPBACK)
