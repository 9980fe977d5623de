"""What the forms on a person's own contact preferences ask for."""

from bot.conversation.actions import TEXT, Action

# With the setting's name.
SAVE_SETTING = Action("settings.save", TEXT)
