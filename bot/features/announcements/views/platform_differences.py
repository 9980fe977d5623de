"""Says on which platforms an announcement arrives, and how it looks different there. Pure."""

from collections import Counter
from collections.abc import Sequence

from bot.conversation.message import Message, Paragraph, Span, text
from bot.conversation.rendering_notes import NotesByPlatform, RenderingNote
from bot.features.announcements.service.plan import Places
from bot.people.contact.preference_text import listed
from bot.people.identity.platform_names import platform_label


def platform_notes(
    message: Message, places: Places, rendering_notes: NotesByPlatform
) -> tuple[Paragraph, ...]:
    """Empty if nobody gets it."""
    channels = Counter(places.channels)
    counted = [f"{n:,} in {platform_label(platform)}" for platform, n in sorted(places.people.items())]
    counted += [f"{_channels(n)} in {platform_label(platform)}" for platform, n in sorted(channels.items())]
    if not counted:
        return ()
    others = sorted({*places.people, *channels} - {places.here})
    paragraphs = [text(f"Where they get it: {listed(counted)}.")]
    if others:
        paragraphs += _differences(message, places, rendering_notes, others)
        paragraphs += _tests(places)
    return tuple(paragraphs)


def _differences(
    message: Message, places: Places, rendering_notes: NotesByPlatform, others: Sequence[str]
) -> list[Paragraph]:
    known = rendering_notes[places.here](message) if places.here in rendering_notes else frozenset()
    there = {
        platform: sorted(rendering_notes[platform](message) - known, key=list(RenderingNote).index)
        for platform in others
        if platform in rendering_notes
    }
    paragraphs = [
        text(Span(f"In {platform_label(platform)}: ", bold=True), " ".join(differs), quiet=True)
        for platform, differs in there.items()
        if differs
    ]
    same = [platform_label(platform) for platform, differs in there.items() if not differs]
    if same:
        paragraphs.append(
            text(
                f"In {listed(same)} it looks as it does here, in the app's own type and colours.", quiet=True
            )
        )
    return paragraphs


def _tests(places: Places) -> list[Paragraph]:
    """Offers a test on each of the writer's other platforms."""
    elsewhere = [platform_label(platform) for platform in places.mine if platform != places.here]
    if not elsewhere:
        return []
    return [text(f"“Test to myself” shows it to you in {listed(elsewhere)}, too.", quiet=True)]


def _channels(count: int) -> str:
    return "one channel" if count == 1 else f"{count:,} channels"
