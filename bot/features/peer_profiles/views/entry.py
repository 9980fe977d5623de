"""Builds an entry of the directory as other people see it."""

from bot.conversation.message import Paragraph, Span, text
from bot.features.peer_profiles.models import PeerProfile

LABELS = {
    "expertise": "Knows about",
    "languages": "Speaks",
    "settings": "Works in",
    "ways": "Meets people",
    "days": "Days",
    "not_offered": "Doesn't do",
    "how_to_ask": "How to ask",
}


def entry(profile: PeerProfile) -> tuple[Paragraph, ...]:
    """The entry in the peer worker's own words, without empty fields."""
    rows = [(label, getattr(profile, column)) for column, label in LABELS.items()]
    name = text(Span(profile.name, bold=True))
    return (name, *(text(Span(f"{label}: ", bold=True), words) for label, words in rows if words))
