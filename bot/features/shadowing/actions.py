"""The actions of shadowing's buttons and forms. `COME_ALONG` is in `shared_actions`."""

from bot.conversation.actions import TEXT, Action, PlainAction

LOOK_AT_TIMES = PlainAction("come-along.look")
TAKE_PLACE = PlainAction("come-along.take")
OPEN_OFFERING = PlainAction("come-along.offer")
SAVE_OFFER = PlainAction("come-along.save")
SHOW_OWN_TIMES = PlainAction("come-along.mine")
CANCEL = PlainAction("come-along.cancel")
CLOSE = PlainAction("come-along.close")
# Both with the offer's id.
OPEN_REFLECTION = Action("come-along.reflect", TEXT)
SAVE_REFLECTION = Action("come-along.reflect.save", TEXT)
