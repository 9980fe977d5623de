"""What the button and the form for importing people ask for."""

from bot.conversation.actions import PlainAction

PASTE_LIST = PlainAction("people.import")
SEND_LIST = PlainAction("people.import.send")
