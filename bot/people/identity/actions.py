"""What the form on a person's accounts asks for."""

from bot.conversation.actions import PlainAction

CHOOSE_ACCOUNT = PlainAction("accounts.chosen")
