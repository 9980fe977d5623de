"""What the buttons and forms of announcements ask for, with the types of their values."""

from dataclasses import dataclass

from bot.conversation.actions import TEXT, Action, spaced


@dataclass(frozen=True, slots=True)
class SeenWording:
    """An announcement as it stood when the button was made: the button does nothing once the words changed."""

    broadcast_id: str
    wording: str


ASK_AGREEMENT = Action("broadcast.agreement", spaced(SeenWording))
AGREE = Action("announcement.agree", spaced(SeenWording))
DECLINE = Action("announcement.decline", spaced(SeenWording))
WITHDRAW = Action("announcement.withdraw", TEXT)
