"""Declares shadowing's permission. All staff hold it, so that holding it doesn't reveal a peer worker."""

from bot.people.access.permissions import ALL_STAFF, Permission

COME_ALONG = Permission("come along", "coming along with a peer worker", ALL_STAFF)
