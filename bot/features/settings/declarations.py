"""Permission to change one's own settings."""

from bot.people.access.permissions import ALL_STAFF, Permission

SET_OWN_PREFERENCES = Permission("set own preferences", "choosing how you hear from us", ALL_STAFF)
