"""The directory of peer workers: its permission. All staff have it, so that it doesn't say who is a peer worker."""

from bot.people.access.permissions import ALL_STAFF, Permission

USE_PEER_DIRECTORY = Permission("use peer directory", "finding a peer worker", ALL_STAFF)
