"""Builds one-sentence messages about a draft: tested, agreed, declined, withdrawn."""

from collections.abc import Sequence

from bot.conversation.message import Message, saying
from bot.features.announcements.actions import LIST, SHOW
from bot.features.shared_actions import MENU
from bot.people.contact.preference_text import listed

GONE = "This one has been changed, sent or discarded since. Say “announce” to see yours."
DISCARDED = "Discarded. Nothing was sent, and nothing is kept of it."
SENT = "Sent. A message of its own shows how far it has come."
RECALLING = "Being recalled. Its own message shows how far that has come."
CORRECTED = "Corrected. People who have it see the new words soon; the rest get only these."
ASKED_APPROVAL = "Asked. Nothing is sent before somebody else has approved it; you hear of it here."
NOBODY_TO_APPROVE = (
    "There is nobody else here yet who could approve it: another champion for the same people, or an administrator. "
    "Nothing was sent, and your words are kept. Ask an administrator to give somebody the role."
)
NEEDS_APPROVAL = "More people would get it by now, so someone else approves it first. Nothing was sent."
ALREADY_ASKED = (
    "You have asked for that already, or the words have changed since. Say “announce” to see where it stands."
)
ASKED_AGREEMENT = "Asked. Nothing is sent before they agree; you hear of it here."
NOT_YOURS_TO_WRITE_TO = "Your role no longer reaches these people, so nothing was sent. Choose another audience, or ask an administrator about your role."
DECIDED = (
    "A colleague has decided on this one, or its words have changed. There is nothing left for you to do."
)
NOT_YOURS_TO_APPROVE = "This one needs a second pair of eyes: another champion for the same people, or an administrator. There is nothing for you to do."
NOT_ASKED_ANY_MORE = (
    "Its author has changed or discarded this announcement. There is nothing left for you to do."
)
SENT_BACK_BY_ANOTHER = "A colleague has sent this announcement back. There is nothing left for you to do."
APPROVED_BY_ANOTHER = (
    "A colleague has approved this announcement, and it was sent. There is nothing left for you to do."
)
APPROVED = "Approved and sent. Its writer sees how far it has come."
SENT_BACK = "Sent back with your sentence. Nothing was sent to anybody else."
NOT_AGREED = "The person it is about hasn't agreed to these words for these people yet, so nothing was sent. Open it and ask them."
ADDRESS_NOT_ALLOWED = "Its picture or its link leads to a site that is no longer allowed here, so nothing was sent. Change the address, and send it then."
DECLINED = "That's all right: it isn't sent, and nobody asks why."
WITHDRAWN = (
    "Taken back. It isn't sent any more, and it disappears from the chats it reached. Nobody asks why."
)
NOBODY_TO_WRITE_TO = "There is nobody you can write to yet. Ask an administrator to look at your role."
TOO_LATE = "It is too long ago, or it has ended, so nothing about it can be changed now. Say “announce” to see yours."
THANKS_IN_CHANNEL = "Noted. The author sees only how many people pressed Got it."
TWICE = "You have pressed that already; it counts once. There is nothing more to do."
CLOSED = "This announcement takes no more answers. If it matters, write to its author directly."
ONLY_A_TEST = "This is a test: nothing pressed in it counts."


HOME = MENU.button("What waits for me")
OTHERS = LIST.button("My announcements")


def tested(places: Sequence[str]) -> str:
    """`places` names the platforms if there are several."""
    in_places = f" in {listed(places)}" if len(places) > 1 else ""
    return f"A test is on its way to you{in_places}, exactly as people will get it. Nothing pressed in it counts."


def too_long(problem: str) -> str:
    """`problem` says on which platform, and of what there is too much."""
    return f"{problem}. Say it in fewer words or parts."


def with_preview(words: str, broadcast_id: str) -> Message:
    """A notice to the writer, with a button to the announcement."""
    return saying(words, SHOW.button("Look at it", broadcast_id))


def has_agreed(subject: str, title: str) -> str:
    return f"{subject} agrees to the words and the audience of “{title}”. It can go on its way now."


def has_declined(subject: str, title: str) -> str:
    return f"{subject} would rather “{title}” wasn't sent. Nothing was. Please leave it at that, or write another one together."


def has_withdrawn(subject: str, title: str) -> str:
    return f"{subject} has taken back their agreement to “{title}”. It isn't sent any more, and is recalled where it was."
