"""The actions of announcements' buttons and forms, with the types of their values."""

from dataclasses import dataclass
from enum import StrEnum

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, PlainAction, spaced


@dataclass(frozen=True, slots=True)
class SeenWording:
    """An announcement as it stood when the button was made: the button does nothing once the words changed."""

    broadcast_id: str
    wording: str


class WrittenFrom(StrEnum):
    """The source that an announcement's form was opened from."""

    TEMPLATE = "template"
    DRAFT = "draft"


@dataclass(frozen=True, slots=True)
class Origin:
    """The draft that a form changes, or the template that a new draft begins as; no id for an empty page."""

    kind: WrittenFrom
    id: str


# Writing. The values are the announcement's id.
LIST = PlainAction("broadcasts")
WRITE = PlainAction("broadcast.open")
# Without an id, the list beside the button says which.
SHOW = Action("broadcast.show", OPTIONAL_TEXT)
CHANGE = Action("broadcast.change", TEXT)
CORRECT = Action("broadcast.correct", TEXT)
CHECK = Action("broadcast.check", spaced(Origin))
SEND_TEST = Action("broadcast.test", TEXT)
DISCARD = Action("broadcast.discard", TEXT)

# Sending, and approval by somebody else.
SEND = Action("broadcast.send", spaced(SeenWording))
ASK_APPROVAL = Action("broadcast.approval", spaced(SeenWording))
# Without an id if no announcement waits.
SHOW_FOR_APPROVAL = Action("approval.show", OPTIONAL_TEXT)
APPROVE = Action("approval.give", spaced(SeenWording))
OPEN_SENDING_BACK = Action("approval.back", spaced(SeenWording))
SEND_BACK = Action("approval.back.send", spaced(SeenWording))

# Agreement of the person it is about.
ASK_AGREEMENT = Action("broadcast.agreement", spaced(SeenWording))
AGREE = Action("announcement.agree", spaced(SeenWording))
DECLINE = Action("announcement.decline", spaced(SeenWording))
WITHDRAW = Action("announcement.withdraw", TEXT)

# Following what was sent. The values are the announcement's id.
REPORT = Action("broadcast.report", TEXT)
PAUSE = Action("broadcast.pause", TEXT)
RESUME = Action("broadcast.resume", TEXT)
CANCEL = Action("broadcast.cancel", TEXT)
RECALL = Action("broadcast.recall", TEXT)
START_RECALL = Action("broadcast.recall.start", TEXT)

# Receiving. The values are the announcement's id, or `TEST` in a test to the writer.
TEST = "test"
ACKNOWLEDGE = Action("announcement.acknowledge", TEXT)
REPLY = Action("announcement.reply", TEXT)
SEND_REPLY = Action("announcement.reply.send", TEXT)
FOLLOW_LINK = PlainAction("announcement.link")
