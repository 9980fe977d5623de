"""Builds one-sentence messages about a draft: tested, agreed, declined, withdrawn."""

from collections.abc import Sequence

from bot.conversation.message import Message, saying
from bot.features.announcements.actions import LIST, SHOW
from bot.features.shared_actions import MENU
from bot.people.contact.preference_text import listed

GONE = "That isn't there any more: it was changed, sent or discarded. Say “announce” to see yours."
DISCARDED = "Discarded. Nothing was sent, and nothing is kept of it."
SENT = "Sent. A message of its own shows how far it has come."
CORRECTED = "Corrected. People who have it see the new words soon; the rest get only these."
ASKED_APPROVAL = "Asked. Nothing is sent before somebody else has approved it; you hear of it here."
NOBODY_TO_APPROVE = (
    "Nobody else here could approve it: that takes another champion for the same people, or an administrator. "
    "Ask an administrator to give somebody the role."
)
NEEDS_APPROVAL = "More people would get it by now, so someone else approves it first. Nothing was sent."
ALREADY_ASKED = "That was asked for already, or its words are others by now."
ASKED_AGREEMENT = "Asked. Nothing is sent before they agree; you hear of it here."
NOT_YOURS_TO_WRITE_TO = (
    "You can't write to these people any more, so nothing was sent. Choose another audience."
)
DECIDED = "Somebody has decided on that already, or its words were changed. There is nothing for you to do."
NOT_YOURS_TO_APPROVE = (
    "Somebody else has to approve this one: it takes a champion for the same people who didn't write it."
)
NOT_ASKED_ANY_MORE = "Nothing for you to do here any more: the author changed or discarded this announcement."
SENT_BACK_BY_ANOTHER = "Nothing for you to do here any more: somebody has sent this announcement back."
APPROVED_BY_ANOTHER = "Nothing for you to do here any more: this announcement was approved and sent."
APPROVED = "Approved and sent. Its writer sees how far it has come."
SENT_BACK = "Sent back with your sentence. Nothing was sent to anybody else."
NOT_AGREED = "Whom it is about hasn't agreed to these words for this audience, so nothing was sent."
ADDRESS_NOT_ALLOWED = "Its picture or its link leads where it may not lead any more, so nothing was sent. Change it, and send it then."
DECLINED = "That's all right: it isn't sent, and nobody asks why."
WITHDRAWN = (
    "Taken back. It isn't sent any more, and it disappears from the chats it reached. Nobody asks why."
)
NOBODY_TO_WRITE_TO = "There is nobody you can write to yet. Ask an administrator to look at your role."
TOO_LATE = "There is nothing to change about it any more."
THANKS_IN_CHANNEL = "Noted. The author sees only how many people pressed Got it."
TWICE = "We had that from you already. It counts once."
CLOSED = "This announcement takes no more answers."
ONLY_A_TEST = "This is a test: nothing pressed in it counts."


HOME = MENU.button("What waits for me")
OTHERS = LIST.button("My announcements")


def tested(places: Sequence[str]) -> str:
    """`places` in words, where it goes to more than one."""
    where = f" in {listed(places)}" if len(places) > 1 else ""
    return f"A test is on its way to you{where}, exactly as people will get it. Nothing pressed in it counts."


def too_long(problem: str) -> str:
    """`problem` says on which platform, and of what there is too much."""
    return f"{problem}. Say it in fewer words or parts."


def with_preview(words: str, broadcast_id: str) -> Message:
    """To a writer whose draft has moved on."""
    return saying(words, SHOW.button("Look at it", broadcast_id))


def has_agreed(subject: str, title: str) -> str:
    return f"{subject} agrees to the words and the audience of “{title}”. It can go on its way now."


def has_declined(subject: str, title: str) -> str:
    return f"{subject} would rather “{title}” wasn't sent. Nothing was. Please leave it at that, or write another one together."


def has_withdrawn(subject: str, title: str) -> str:
    return f"{subject} has taken back their agreement to “{title}”. It isn't sent any more, and is recalled where it was."
