"""The actions of the word check's buttons and forms."""

from bot.conversation.actions import PlainAction

LANGUAGE = PlainAction("language")
PASTE = PlainAction("language.paste")
CHECK = PlainAction("language.check")
# By the shortcut on a colleague's message.
NOT_YOURS = PlainAction("language.not-yours")
DOCUMENT = PlainAction("language.document")
