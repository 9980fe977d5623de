"""The directory of peer workers: its permission and its kind of message.

All staff have the permission, and both sides of a request get the kind, so that neither says who is a peer worker.
"""

from bot.people.access.permissions import ALL_STAFF, Permission
from bot.people.contact.message_kinds import MessageKind

USE_PEER_DIRECTORY = Permission("use peer directory", "finding a peer worker", ALL_STAFF)
PEER_REQUEST = MessageKind("peer-request", 10, "Peer support")
