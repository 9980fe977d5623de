"""Declares the peer network's permission, and the roles that it excludes.

All staff have the permission, so that it doesn't say who is a peer worker.
"""

from bot.people.access.permissions import ALL_STAFF, Permission
from bot.people.access.roles import Role

USE_PEER_NETWORK = Permission("use peer network", "the peer workers' network", ALL_STAFF)

NOT_FOR = frozenset({Role.SUPERVISOR, Role.LEADER, Role.ADMINISTRATOR})
"""These roles decide about others' work or this installation. They can neither join the network nor read it."""
