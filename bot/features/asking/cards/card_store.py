"""Holds the published cards (ours and the organisation's) and their search index; polls for changes."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic

import numpy as np
import structlog
from sqlalchemy import select

from bot.conversation.markdown import UnsupportedMarkdown, blocks
from bot.core.content_files import SourceRef
from bot.core.themes import Audience, Theme
from bot.features.asking.cards.cards import Card, FrontMatter
from bot.features.asking.cards.library import Library, Source
from bot.features.asking.cards.local_cards import CardStoreVersion, LocalCard, in_force
from bot.features.asking.encoder.encoding import Vectors
from bot.features.asking.retrieval.finding import SearchOutcome
from bot.features.asking.retrieval.index import examples_of_cards
from bot.features.asking.retrieval.passages import Passages
from bot.features.asking.retrieval.search import Finder
from bot.store.database import Database

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class CardSnapshot:
    """A library and its indexes, built together. Read it once where you need several, or await in between."""

    library: Library
    finder: Finder
    passages: Passages = field(default_factory=Passages)


class CardStore:
    """`snapshot` is immutable; each replica replaces it whole after a poll. `every` is in seconds, real time."""

    def __init__(
        self, evidence: CardSnapshot, database: Database, organisation_id: str, every: float = 2.0
    ) -> None:
        self.evidence = evidence
        self.snapshot = evidence
        self._database = database
        self._organisation_id = organisation_id
        self._every = every
        self._looked_at = float("-inf")
        self._version = 0
        self._vectors: dict[str, Vectors] = {}
        self._one_at_a_time = asyncio.Lock()

    async def poll_now_and_then(self) -> None:
        """Polls at most once per interval, so that every request may call it."""
        if monotonic() - self._looked_at >= self._every:
            await self.poll()

    async def poll(self) -> None:
        """Checks whether an editor published a change, on any replica. If so, loads the published cards."""
        self._looked_at = monotonic()
        async with self._one_at_a_time, self._database.read() as session:
            number = await session.scalar(
                select(CardStoreVersion.number).where(
                    CardStoreVersion.organisation_id == self._organisation_id
                )
            )
            version = number or 0
            if version != self._version:
                cards = await in_force(session, self._organisation_id)
                self.snapshot = await asyncio.to_thread(self.with_cards, cards)
                self._version = version

    def with_cards(self, local: Sequence[LocalCard]) -> CardSnapshot:
        library, finder = self.evidence.library, self.evidence.finder
        cards = [card for row in local if (card := _readable(row, library))]
        if not cards:
            return self.evidence
        larger = library.with_local(cards, map(source_of, local))
        passages = self.evidence.passages.with_cards(cards)
        return CardSnapshot(larger, finder.with_cards(cards, self._encoded(cards)), passages)

    def library_with(self, card: LocalCard) -> Library:
        """The library as it would be with this card published, for a preview."""
        made = card_of(card, self.evidence.library)
        return self.snapshot.library.with_local([made], [source_of(card)])

    def nearest(self, texts: Sequence[str]) -> str:
        """The evidence card that answers most of these texts; empty if none does."""
        findings = [self.evidence.finder.find(text) for text in texts]
        best_cards = [finding.best for finding in findings if finding.outcome is not SearchOutcome.UNKNOWN]
        return max(best_cards, key=best_cards.count, default="")

    def _encoded(self, cards: Sequence[Card]) -> Vectors:
        """One row per text. Texts encoded before come from the cache."""
        texts = [text for several in examples_of_cards(cards).values() for text in several]
        unheard = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        new = dict(zip(unheard, self.evidence.finder.encoder.encode(unheard), strict=True))
        self._vectors = {text: vector for text, vector in (self._vectors | new).items() if text in texts}
        return np.stack([self._vectors[text] for text in texts])


def card_of(row: LocalCard, evidence: Library) -> Card:
    """The card as shown. Fields that only our authors fill in come from the evidence card beside it, if any.

    Raises UnsupportedMarkdown.
    """
    beside = evidence.cards.get(row.beside)
    meta = FrontMatter.model_construct(
        title=row.title,
        audiences=(Audience.EVERYONE,),
        theme=beside.meta.theme if beside else Theme.ROLE_CLARITY,
        questions=tuple(row.questions),
        sources=(SourceRef(id=row.card_id, at="all of it"),),
        strength="Your organisation's own answer.",
        related=(beside.id,) if beside else (),
        owner="editors",
        reviewed=(row.decided_at or row.written_at).date(),
        review_by=row.review_by or row.written_at.date(),
    )
    body = blocks(row.body)
    return Card(row.card_id, meta, body, is_local=True, beside=beside.id if beside else "")


def _readable(row: LocalCard, evidence: Library) -> Card | None:
    """Skips cards that this release cannot parse, so that they do not block all others."""
    try:
        return card_of(row, evidence)
    except UnsupportedMarkdown as error:
        log.error("local_card_unreadable", card=row.card_id, line=error.line)
        return None


def source_of(row: LocalCard) -> Source:
    return Source(id=row.card_id, short=row.source, title=row.source, by="your organisation")
