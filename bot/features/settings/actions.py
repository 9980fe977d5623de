"""The actions of the buttons and forms of settings, home and own data. Shared ones are in `shared_actions`."""

import json

from bot.conversation.actions import OPTIONAL_TEXT, TEXT, Action, Codec, PlainAction
from bot.people.contact.preference_forms import Changes


def _read_changes(written: str) -> Changes:
    changes = json.loads(written)
    if not isinstance(changes, dict):
        raise TypeError("expected changes by name")
    return changes


# With the setting's name; nothing: the one that they chose in the list.
CHANGE_SETTING = Action("settings.change", OPTIONAL_TEXT)
PAUSE_FOR_A_WEEK = PlainAction("settings.pause-week")
GO_ON = PlainAction("settings.go-on")
UNDO = Action("settings.undo", Codec(json.dumps, _read_changes))
SAVE_DECLARATION = PlainAction("settings.peer")
ERASE_ANSWERS = PlainAction("settings.erase")

TAKE_DATA_AWAY = PlainAction("my-data.file")
ASK_BEFORE_ERASING = PlainAction("my-data.ask")
ERASE_DATA = PlainAction("my-data.erase")

FROM_THEIR_SIDE = PlainAction("question.their-side")
OPEN_QUESTION = PlainAction("question.open")
SEND_QUESTION = PlainAction("question.send")
# With the question's words.
ASK_EXAMPLE = Action("question.example", TEXT)
