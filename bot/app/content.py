"""`Content`: the content files that several features share, loaded once at start and immutable."""

from dataclasses import dataclass, replace
from pathlib import Path

from bot.core.settings import Settings
from bot.features.announcements import templates
from bot.features.announcements.templates import Templates
from bot.features.asking.cards import library
from bot.features.asking.cards.card_store import CardSnapshot
from bot.features.asking.conversation.opening import ConversationContent, open_conversation
from bot.features.asking.distress.detector import DistressDetector
from bot.features.asking.encoder.opening import general_encoder
from bot.features.asking.retrieval import cache
from bot.features.asking.retrieval.short_forms import written_out
from bot.features.asking.retrieval.short_text_scorer import ShortTextScorer
from bot.features.asking.retrieval.spelling import Spelling
from bot.features.learning import tracks
from bot.features.learning.tracks import Tracks
from bot.features.peer_network import prompts
from bot.features.peer_network.prompts import Prompts
from bot.features.peer_profiles import vocabulary
from bot.features.peer_profiles.search_query import AROUND, QueryParser
from bot.features.pulse import items
from bot.features.pulse.waves.waves import Items
from bot.features.word_check import entries
from bot.features.word_check.check import Words


@dataclass(frozen=True, slots=True)
class Content:
    """Immutable, so that objects built from it can share it."""

    evidence: CardSnapshot
    conversation: ConversationContent
    distress_detector: DistressDetector
    tracks: Tracks
    items: Items
    templates: Templates
    prompts: Prompts
    words: Words
    query_parser: QueryParser
    short_texts: ShortTextScorer


def read_content(settings: Settings) -> Content:
    """Loads all content. Raises ContentFaulty, ItemsError."""
    curated = library.load(settings.content)
    stored = settings.var / "cache"
    finder, general = cache.open_finder(curated, stored), general_encoder(stored)
    return Content(
        evidence=CardSnapshot(
            curated,
            replace(finder, index=finder.index.at_rest()),
            cache.open_passages(curated, stored),
        ),
        conversation=open_conversation(settings.content, stored, general, finder.index),
        distress_detector=cache.open_detector(settings.content, stored),
        tracks=tracks.load(settings.content),
        items={item.id: item for item in items.load(settings.content / "pulse" / "items.yaml")},
        templates=templates.load(settings.content),
        prompts=prompts.load(settings.content),
        words=Words(entries.load(settings.content)),
        query_parser=wish_reader(settings.content),
        short_texts=ShortTextScorer(general),
    )


def wish_reader(root: Path) -> QueryParser:
    """Corrects one slip of the pen in a word: two make other words of it, as "hearing" of "hoarding"."""
    words = vocabulary.load(root)
    spelling = Spelling((*words.texts, *AROUND), most_slips=1)
    return QueryParser(words, lambda sentence: spelling.mend(written_out(sentence)))
