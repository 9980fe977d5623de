"""The actions that views of several features lead to. Each is handled in one feature; features may not import each other."""

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, PlainAction

HOME = PlainAction("home")
# Home as a new message, with what waits for the person.
MENU = PlainAction("help")
SETTINGS = PlainAction("settings")
MY_DATA = PlainAction("my-data")

# The value is a card's id.
SHOW_CARD = Action("card.related", TEXT)
# The value is the question that was asked, where there is one.
ASK_PERSON = Action("ask.person", OPTIONAL_TEXT)
# The value is a colleague's question's id: its answer becomes a local card.
KEEP_FOR_EVERYONE = Action("local.open", TEXT)

FIND_PEER_WORKER = PlainAction("peers")
COME_ALONG = PlainAction("come-along")
# Whether answers are rephrased by a language model.
REPHRASING = PlainAction("wording")
SCHEDULES = PlainAction("schedules")
PULSE_SETTINGS = PlainAction("pulse-settings")
