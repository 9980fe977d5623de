"""Every table there is, so that migrations can be compared with the models."""

from bot.broadcasts import tables as broadcast_tables
from bot.delivery import contents, lanes, ledger, schedules, slots, workers
from bot.knowledge import feedback, local_cards
from bot.learning import discussions, progress
from bot.people import (
    audit,
    budget,
    channels,
    declaring,
    first_administrator,
    groups,
    links,
    organisations,
    people,
    roles,
    saved_audiences,
)
from bot.platforms.slack import install_tables
from bot.platforms.teams import install_tables as teams_install_tables
from bot.pulse import preferences as pulse_preferences
from bot.pulse import suggestions, tables, we_did
from bot.questions import availability
from bot.questions import tables as question_tables
from bot.store import events
from bot.store.database import Table

MODULES = (
    events,
    organisations,
    people,
    roles,
    declaring,
    first_administrator,
    budget,
    groups,
    channels,
    saved_audiences,
    audit,
    feedback,
    progress,
    discussions,
    schedules,
    slots,
    ledger,
    contents,
    lanes,
    workers,
    tables,
    pulse_preferences,
    suggestions,
    we_did,
    install_tables,
    teams_install_tables,
    links,
    broadcast_tables,
    question_tables,
    availability,
    local_cards,
)


ALL = Table.metadata
