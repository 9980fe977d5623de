"""Builds the message for a person in distress: fixed text, one line to call, more behind a button.

It does not say whether the organisation confirmed a number: an unconfirmed one stops a production start.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.message import Block, Bullets, Buttons, Heading, Message, Paragraph, Span, text
from bot.features.asking.actions import MORE_PLACES, NOT_MEANT
from bot.features.asking.distress.detector import About, DistressFinding
from bot.features.asking.distress.signposts import (
    ChatPlatform,
    CrisisLine,
    Signposts,
    emergency_line,
    line_in_words,
    with_dial_link,
)

_MOST_OWN = 2
_MOST_MORE = 12


def signpost(
    signposts: Signposts,
    staff_support: Sequence[CrisisLine],
    finding: DistressFinding,
    now_local: datetime,
    platform: ChatPlatform,
    *,
    from_form: bool = False,
) -> Message:
    """`staff_support`: the organisation's own service, never champions or peer workers."""
    first = _first(signposts, now_local)
    own = [line for line in staff_support if line.is_open(now_local)][:_MOST_OWN]
    fitting = [line for line in _for_abuse(signposts, now_local) if finding.is_abuse and not line.more]
    blocks: list[Block] = [
        text(_acknowledgement(finding)),
        Heading(f"{first.name}: {first.contact}"),
        *_tap_to_ring(first),
        emergency_line(signposts),
    ]
    if others := [*own, *fitting]:
        blocks.append(Bullets(tuple(line_in_words(line) for line in others)))
    if finding.about is About.SOMEBODY_ELSE:
        blocks.append(text(signposts.safeguarding))
    blocks.append(text(_storage_notice(platform, from_form), quiet=True))
    more = MORE_PLACES.button("More places", finding.is_abuse)
    blocks.append(Buttons((more, NOT_MEANT.button("Not what I meant"))))
    return Message(f"Please read this. {first.name}: {first.contact}", tuple(blocks))


def more_places(
    signposts: Signposts, staff_support: Sequence[CrisisLine], now_local: datetime, is_abuse: bool
) -> Message:
    """Every line that is open now; lines for people hurt by others come first if that was mentioned."""
    general = [line for line in signposts.lines if line.about == "any"]
    special = [line for line in signposts.lines if line.about != "any"]
    ordered = [*special, *general] if is_abuse else [*general, *special]
    lines = [line for line in [*staff_support, *ordered] if line.is_open(now_local)][:_MOST_MORE]
    bullets = Bullets(tuple(line_in_words(line) for line in lines))
    return Message("Open now", (text(Span("Open now", bold=True)), emergency_line(signposts), bullets))


def dismissed() -> Message:
    summary = (
        "Sorry, I took that the wrong way. Send the same words once more and I'll answer them as a question."
    )
    return Message(
        summary, (text(summary), text("If it ever is about you, or somebody else, just write.", quiet=True))
    )


def _acknowledgement(finding: DistressFinding) -> str:
    if finding.about is About.SOMEBODY_ELSE:
        return "That is a lot to carry, and you did right not to keep it to yourself. You deserve a person to talk to."
    if finding.is_abuse:
        return "That should not happen to anyone, and it is not your fault. You deserve a person who listens, now."
    return "That sounds very hard. You deserve a person who listens, and you can reach one now."


def _first(signposts: Signposts, now_local: datetime) -> CrisisLine:
    """A line for anyone in the whole country, if possible one that is open now; never empty."""
    general = [line for line in signposts.lines if line.about == "any" and not line.more] or signposts.lines
    everywhere = [line for line in general if line.is_for_anyone and not line.region] or general
    return next((line for line in everywhere if line.is_open(now_local)), everywhere[0])


def _for_abuse(signposts: Signposts, now_local: datetime) -> list[CrisisLine]:
    return [line for line in signposts.lines if line.about != "any" and line.is_open(now_local)]


def _tap_to_ring(line: CrisisLine) -> list[Paragraph]:
    """A number to tap, and a note if it is always open. Empty if neither applies."""
    tap = [span for span in with_dial_link(line.contact) if span.href][:1]
    ring = [Span("Tap to ring "), *tap, Span(".")] if tap else []
    always = [Span(f"{' ' if ring else ''}Open day and night.")] if line.hours == "always" else []
    return [text(*ring, *always)] if ring or always else []


def _storage_notice(platform: ChatPlatform, from_form: bool) -> str:
    notice = "This is an automatic reply; nobody has read your message, and Alongside keeps nothing of it."
    if from_form:
        return f"{notice} What you typed into the form was discarded."
    if platform is ChatPlatform.DEMO:
        return f"{notice} On Slack or Teams, the platform would keep it like any message."
    return f"{notice} {platform} keeps it like any message, and your employer may be able to see it."
