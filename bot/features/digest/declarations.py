"""Digest: its permission."""

from bot.people.access.permissions import Permission
from bot.people.access.roles import Role

SEE_DIGEST = Permission("see digest", "reading the digest", (Role.LEADER,))
