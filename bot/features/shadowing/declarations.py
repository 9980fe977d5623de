"""Coming along with a peer worker: its permission. All staff have it, so that it doesn't say who is a peer worker."""

from bot.people.access.permissions import ALL_STAFF, Permission

COME_ALONG = Permission("come along", "coming along with a peer worker", ALL_STAFF)
