"""What the bot knows from its files: read once, at the start, and never changed."""

from dataclasses import dataclass

from bot.broadcasts import templates
from bot.broadcasts.templates import Templates
from bot.knowledge import cache, library
from bot.knowledge.distress import Watch
from bot.knowledge.shelf import Stock
from bot.learning import tracks
from bot.learning.tracks import Tracks
from bot.pulse import items
from bot.pulse.waves import Items
from bot.settings import Settings

# What cards may mention because it exists. The rest of their lines wait.
FEATURES = frozenset({"nudges", "settings", "pulse", "digest", "escalation", "broadcasts", "wording"})


@dataclass(frozen=True, slots=True)
class Content:
    """Immutable: whatever is put together from it may share it."""

    evidence: Stock
    watch: Watch
    tracks: Tracks
    items: Items
    templates: Templates


def read_content(settings: Settings) -> Content:
    """Raises ContentFaulty, ItemsError."""
    curated = library.load(settings.content, FEATURES)
    finder = cache.open_finder(curated, settings.var / "cache")
    return Content(
        evidence=Stock(curated, finder),
        watch=cache.open_watch(settings.content, settings.var / "cache", finder.encoder),
        tracks=tracks.load(settings.content),
        items={item.id: item for item in items.load(settings.content / "pulse" / "items.yaml")},
        templates=templates.load(settings.content),
    )
