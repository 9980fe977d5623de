"""Every table there is, so that migrations can be compared with the models."""

from bot.knowledge import feedback
from bot.people import organisations, people
from bot.store import events
from bot.store.database import Table

MODULES = (events, organisations, people, feedback)

ALL = Table.metadata
