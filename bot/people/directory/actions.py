"""The actions of the button and the form for importing people."""

from bot.conversation.actions import PlainAction

PASTE_LIST = PlainAction("people.import")
SEND_LIST = PlainAction("people.import.send")
