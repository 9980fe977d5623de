"""What handlers and jobs may use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.broadcasts.shown_places import Looks
from bot.broadcasts.templates import Templates
from bot.clock import Clock
from bot.conversation.message import Message
from bot.delivery.lasting import Paces
from bot.delivery.schedules import Timetable
from bot.knowledge.distress import Watch
from bot.knowledge.library import Library
from bot.knowledge.search import Finder
from bot.knowledge.shelf import Shelf
from bot.knowledge.signposts import Signposts
from bot.knowledge.turns import Turns
from bot.knowledge.worded import Wording
from bot.learning.tracks import Tracks
from bot.people.accounts import Joining
from bot.people.files import Files
from bot.people.organisations import Organisation
from bot.pulse.records import Records
from bot.pulse.waves import Items
from bot.store.database import Database
from bot.store.sealing import Seal
from bot.takeaways import OFFERS


@dataclass(frozen=True, slots=True, repr=False)
class Services:
    """Without a `repr`: that would be megabytes, and asyncio makes one of whatever a task has returned.

    `public_url` is where browsers reach us, without a slash at the end; empty where nobody has said.

    `keeps` has how long things are kept as the environment says it, by the names in `people/limits.py`.
    `misfits` says what some platform has no room for in a message, `looks` what is its own there.
    `wording` is a language model that may word answers where an administrator lets it; None where none is set up.
    """

    clock: Clock
    database: Database
    organisation: Organisation
    shelf: Shelf
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
    looks: Looks
    paces: Paces
    public_url: str = ""
    keeps: Mapping[str, int] = field(default_factory=dict)
    wording: Wording | None = None

    def files(self) -> Files:
        return Files(self.database, self.clock, OFFERS)

    @property
    def library(self) -> Library:
        """As it is now. Whoever waits between two looks at it takes it once."""
        return self.shelf.stock.library

    @property
    def finder(self) -> Finder:
        return self.shelf.stock.finder

    def records(self) -> Records:
        return Records(self.database, self.organisation, self.items, self.clock)
