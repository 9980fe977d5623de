"""`Context`: the services and content that handlers and jobs may use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.conversation.message import Message
from bot.conversation.open_forms import OpenForms
from bot.conversation.rendering_notes import NotesByPlatform
from bot.conversation.routes import Routes
from bot.core.clock import Clock
from bot.delivery.calendar.schedules import Timetable
from bot.delivery.sending.eta import Paces
from bot.features.announcements.templates import Templates
from bot.features.asking.cards.card_store import CardStore
from bot.features.asking.cards.library import Library
from bot.features.asking.conversation.opening import ConversationContent
from bot.features.asking.conversation_memory import ConversationMemory
from bot.features.asking.distress.detector import DistressDetector
from bot.features.asking.distress.dismissed_signposts import DismissedSignposts
from bot.features.asking.distress.signposts import Signposts
from bot.features.asking.rephrasing.outcome import Rephraser
from bot.features.asking.retrieval.search import Finder
from bot.features.asking.retrieval.short_text_scorer import ShortTextScorer
from bot.features.downloads import OFFERS
from bot.features.learning.tracks import Tracks
from bot.features.peer_network.members import CHANNEL
from bot.features.peer_network.prompts import Prompts
from bot.features.peer_profiles.declarations import PEER_PAGE
from bot.features.peer_profiles.search_query import QueryParser
from bot.features.pulse.reports.report_links import ReportLinks
from bot.features.pulse.waves.waves import Items
from bot.features.word_check.check import Words
from bot.features.word_check.service import Documents
from bot.people.access.limiter import Limiter
from bot.people.audiences.private_channels import Makers
from bot.people.directory.staff_lookup import StaffLookup
from bot.people.identity.accounts import MergePolicy
from bot.people.identity.organisations import Organisation
from bot.people.records.downloads import Files
from bot.store.database import Database
from bot.store.sealing import Seal


@dataclass(frozen=True, slots=True, repr=False)
class Context:
    """Without a `repr`, which would take megabytes: asyncio makes one of each task's result.

    `public_url` is our address for browsers, without a slash at the end; empty if not set.

    `retention_defaults` are the environment's retention periods, by the names in `people/identity/organisation_limits.py`.
    `picture_hosts`: pictures in announcements come from these alone.
    `rendering_problems` lists the parts of a message that exceed a platform's limits, `rendering_notes` how it looks there.
    `routes` has the tools that a sentence can ask for.
    `peer_page` is the file of the page of peer workers, None for no page.
    `rephraser` is a language model that rephrases answers if an administrator allows it; None if none is set up.
    """

    clock: Clock
    database: Database
    organisation: Organisation
    card_store: CardStore
    memory: ConversationMemory
    conversation: ConversationContent
    routes: Routes
    distress_detector: DistressDetector
    dismissed_signposts: DismissedSignposts
    signposts: Signposts
    tracks: Tracks
    timetable: Timetable
    items: Items
    seal: Seal
    merge_policy: MergePolicy
    templates: Templates
    words: Words
    prompts: Prompts
    query_parser: QueryParser
    short_texts: ShortTextScorer
    rendering_problems: Callable[[Message], Sequence[str]]
    rendering_notes: NotesByPlatform
    paces: Paces
    staff_lookup: StaffLookup
    channel_makers: Makers
    limiter: Limiter
    public_url: str = ""
    picture_hosts: frozenset[str] = frozenset()
    retention_defaults: Mapping[str, int] = field(default_factory=dict)
    rephraser: Rephraser | None = None
    peer_page: Path | None = None
    open_forms: OpenForms = field(default_factory=OpenForms)

    @property
    def idle_jobs(self) -> frozenset[str]:
        """Jobs that have nothing to do as this is set up: their schedules aren't listed."""
        has = {PEER_PAGE: self.peer_page, CHANNEL: self.channel_makers}
        return frozenset(job for job, what in has.items() if not what)

    def files(self) -> Files:
        return Files(self.database, self.clock, OFFERS)

    @property
    def library(self) -> Library:
        """The current one. Take it once where you await between two uses."""
        return self.card_store.snapshot.library

    @property
    def finder(self) -> Finder:
        return self.card_store.snapshot.finder

    def source_names(self) -> Mapping[str, str]:
        """The sources' short names by id, as in the line below an answer."""
        return {source.id: source.short for source in self.library.sources.values()}

    def documents(self) -> Documents:
        return Documents(self.database, self.clock, self.words, self.source_names())

    def records(self) -> ReportLinks:
        return ReportLinks(self.database, self.organisation, self.items, self.clock)
