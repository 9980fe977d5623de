"""The actions of saved audiences' buttons and forms. The values are the saved audience's id."""

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, PlainAction

LIST = PlainAction("audiences")
# Without an id, the list beside the button says which.
SHOW = Action("audience.show", OPTIONAL_TEXT)
NEW = PlainAction("audience.new")
CHANGE = Action("audience.change", TEXT)
# Without an id, a new one is saved.
SAVE = Action("audience.save", OPTIONAL_TEXT)
REMOVE = Action("audience.remove", TEXT)
BRING_BACK = Action("audience.bring-back", TEXT)
