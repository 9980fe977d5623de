"""`ButtonMarks`: signed marks in buttons, which allow the answer to replace the button's message.

The client names the message whose button was pressed, and on some platforms a client can name any message of
ours. A mark is signed with the master key. It proves in which conversation a message with this button is, and
its kind. The mark of a form, or of a message's fields, proves that we made their definition, against which values are checked.
"""

import json
from dataclasses import dataclass

from bot.store.sealing import Seal

ANSWER = "answer"
"""The kind of replies. Unsolicited messages have the kind of their delivery."""

_PURPOSE = "what a message may become"
_FORM = "which form was opened"


@dataclass(frozen=True, slots=True)
class ButtonMarks:
    seal: Seal

    def mark(self, conversation: str, kind: str, action: str) -> str:
        """The mark for a button with this action."""
        return f"{kind}:{self.seal.sign(_PURPOSE, _signed_text(conversation, kind, action))}"

    def form_mark(self, action: str, value: str, definition: str) -> str:
        """The mark of fields that travel with their definition, so that a client can't make them up."""
        return self.seal.sign(_FORM, json.dumps([action, value, definition]))

    def is_form_ours(self, action: str, value: str, definition: str, mark: str) -> bool:
        return self.seal.has_signed(_FORM, json.dumps([action, value, definition]), mark)

    def kind_of(self, mark: str, conversation: str, action: str) -> str:
        """The kind of the pressed message; empty if the mark is forged or belongs to another button."""
        kind, _, signature = mark.partition(":")
        is_ours = self.seal.has_signed(_PURPOSE, _signed_text(conversation, kind, action), signature)
        return kind if is_ours else ""


def _signed_text(conversation: str, kind: str, action: str) -> str:
    return json.dumps([conversation, kind, action])
