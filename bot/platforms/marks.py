"""`Marks`: what a button carries, so that the answer to it may take its message's place.

Which message was pressed is said by the person who presses it, and on some platforms anybody can name any of our messages.
A mark says under the master key in which conversation a message with this button stands, and of which kind it is.
"""

import json
from dataclasses import dataclass

from bot.store.sealing import Seal

ANSWER = "answer"
"""The kind of what we say to somebody who asked; what is sent unasked has its kind from its delivery."""

_PURPOSE = "what a message may become"


@dataclass(frozen=True, slots=True)
class Marks:
    seal: Seal

    def mark(self, conversation: str, kind: str, action: str) -> str:
        """For a button with this action."""
        return f"{kind}:{self.seal.sign(_PURPOSE, _told(conversation, kind, action))}"

    def kind_of(self, mark: str, conversation: str, action: str) -> str:
        """The kind of the message that was pressed; empty where the mark isn't ours, or is another button's."""
        kind, _, signature = mark.partition(":")
        is_ours = self.seal.has_signed(_PURPOSE, _told(conversation, kind, action), signature)
        return kind if is_ours else ""


def _told(conversation: str, kind: str, action: str) -> str:
    return json.dumps([conversation, kind, action])
