"""The action of the form on a person's accounts."""

from bot.conversation.actions import PlainAction

CHOOSE_ACCOUNT = PlainAction("accounts.chosen")
