"""The actions of the peer network's buttons and forms."""

from bot.conversation.actions import TEXT, Action, PlainAction

NETWORK = PlainAction("network")
SHOW_MEMBERS = PlainAction("network.show")
OPEN_JOINING = PlainAction("network.open")
JOIN = PlainAction("network.join")
LEAVE = PlainAction("network.leave")
OPEN_CHANNEL = PlainAction("network.channel")
JOIN_CHANNEL = PlainAction("network.channel.join")
# Both with the question's id.
OPEN_ASKING = Action("network.ask", TEXT)
ASK_NETWORK = Action("network.send", TEXT)
CLOSE = PlainAction("network.close")
