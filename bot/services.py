"""What handlers and jobs may use."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.broadcasts.templates import Templates
from bot.clock import Clock
from bot.conversation.message import Message
from bot.delivery.lasting import Paces
from bot.delivery.schedules import Timetable
from bot.knowledge.distress import Watch
from bot.knowledge.library import Library
from bot.knowledge.search import Finder
from bot.knowledge.signposts import Signposts
from bot.knowledge.turns import Turns
from bot.learning.tracks import Tracks
from bot.people.accounts import Joining
from bot.people.organisations import Organisation
from bot.pulse.records import Records
from bot.pulse.waves import Items
from bot.store.database import Database
from bot.store.sealing import Seal


@dataclass(frozen=True, slots=True)
class Services:
    """`public_url` is where browsers reach us, without a slash at the end; empty where nobody has said.

    `misfits` says what some platform has no room for in a message.
    """

    clock: Clock
    database: Database
    organisation: Organisation
    library: Library
    finder: Finder
    turns: Turns
    watch: Watch
    signposts: Signposts
    tracks: Tracks
    timetable: Timetable
    items: Items
    seal: Seal
    joining: Joining
    templates: Templates
    misfits: Callable[[Message], Sequence[str]]
    paces: Paces
    public_url: str = ""

    def records(self) -> Records:
        return Records(self.database, self.organisation, self.items, self.clock)
