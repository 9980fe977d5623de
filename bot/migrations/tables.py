"""Every table there is, so that migrations can be compared with the models."""

from bot.delivery import contents, lanes, ledger, slots, workers
from bot.knowledge import feedback
from bot.people import budget, organisations, people
from bot.store import events
from bot.store.database import Table

MODULES = (events, organisations, people, budget, feedback, slots, ledger, contents, lanes, workers)

ALL = Table.metadata
