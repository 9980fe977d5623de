"""The actions of the forms on a person's contact preferences."""

from bot.conversation.actions import TEXT, Action

# With the setting's name.
SAVE_SETTING = Action("settings.save", TEXT)
