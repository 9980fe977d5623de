"""Builds the counts of deliveries, and the list of doubtful ones (unknown whether they arrived). Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.conversation.dates import day_in_words
from bot.conversation.message import Block, Bullets, Buttons, Facts, Heading, Message, text
from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.ledger.overview import Unknown
from bot.features.administration.actions import LET_DELIVERY_BE, SEND_DELIVERY_AGAIN
from bot.people.contact.message_kinds import MessageKind
from bot.people.directory.platform_troubles import PlatformTrouble
from bot.people.directory.trouble_views import in_words, what_follows
from bot.people.identity.platform_names import platform_label

LATELY = "What was sent in the last seven days"
SENT_AGAIN, LEFT = "It is sent again.", "It is not sent again."
KNOWN_NOW = "Nothing was changed: by now it is known what became of it."

# As for the figures of the pulse: fewer could tell who they are.
_FLOOR = 8


@dataclass(frozen=True, slots=True)
class DeliveryCounts:
    """`failures` are reasons with their counts; `stuck` counts what failed every time so far.

    `doubtful` are the oldest of `doubtful_total` messages whose fate nobody knows.
    """

    by_kind: Mapping[MessageKind, Mapping[DeliveryState, int]]
    failures: Sequence[tuple[str, int]]
    stuck: int
    refused: Sequence[PlatformTrouble]
    doubtful: Sequence[Unknown]
    doubtful_total: int


def shown(title: str, sent: DeliveryCounts, zone: ZoneInfo) -> Message:
    rows = tuple((kind.label, _counted(kind, states)) for kind, states in sent.by_kind.items())
    blocks: list[Block] = [Heading(title), Facts(rows) if rows else text("Nothing was due in these days.")]
    if sent.failures:
        failed = tuple(text(f"{reason}: {count}") for reason, count in sent.failures)
        blocks += [text("Why something failed:"), Bullets(failed)]
    if sent.stuck:
        blocks.append(text(_STUCK.format(sent.stuck)))
    if sent.refused:
        lines = tuple(text(f"{in_words(trouble)} {what_follows(trouble)}") for trouble in sent.refused)
        blocks += [Heading("What a platform refuses us"), Bullets(lines)]
    return Message(title, (*blocks, *_doubtful(sent.doubtful, sent.doubtful_total, zone)))


def _counted(kind: MessageKind, states: Mapping[DeliveryState, int]) -> str:
    """Deliveries being sent count as waiting."""
    shown = {
        "sent": states.get(DeliveryState.SENT, 0) + states.get(DeliveryState.RECALLED, 0),
        "waiting": states.get(DeliveryState.PENDING, 0) + states.get(DeliveryState.SENDING, 0),
        "failed": states.get(DeliveryState.FAILED, 0),
    }
    return (
        ", ".join(f"{_number(kind, count)} {what}" for what, count in shown.items() if count) or "none sent"
    )


def _number(kind: MessageKind, count: int) -> str:
    return str(count) if kind.singular or count >= _FLOOR else f"fewer than {_FLOOR}"


def _doubtful(deliveries: Sequence[Unknown], total: int, zone: ZoneInfo) -> tuple[Block, ...]:
    if not deliveries:
        return (text("Of every message it is known what became of it.", quiet=True),)
    sentence = "Of 1 message nobody knows whether it arrived." if total == 1 else _MANY.format(total)
    blocks: list[Block] = [Heading("To decide"), text(sentence, _WHAT_TO_DO)]
    for delivery in deliveries:
        send = SEND_DELIVERY_AGAIN.button("Send again", delivery.id)
        leave = LET_DELIVERY_BE.button("Let it be", delivery.id)
        blocks += [text(_delivery_line(delivery, zone)), Buttons((send, leave))]
    more = f" The oldest {len(deliveries)} of {total} are shown." if total > len(deliveries) else ""
    return (*blocks, text(_WHY_SO_LITTLE, more, quiet=True))


def _delivery_line(delivery: Unknown, zone: ZoneInfo) -> str:
    place = platform_label(delivery.platform)
    if delivery.kind is None:
        return f"To {delivery.to}, on {place}: a message."
    when = f", due on {day_in_words(delivery.due_at.astimezone(zone).date())}" if delivery.due_at else ""
    return f"To {delivery.to}, on {place}: {delivery.kind.singular}{when}."


_MANY = "Of {} messages nobody knows whether they arrived."
_WHAT_TO_DO = (
    " The platform gave no answer when it should have. Nothing is sent twice by itself, so it is yours to decide; "
    "ask them, if you can."
)
_WHY_SO_LITTLE = (
    "What a message was, and of when, is shown only where that can't tell what somebody keeps to themselves."
)
_STUCK = (
    "Not begun, because it failed every time so far: {}. We try again every hour. Our log says why: tell the people "
    "who run Alongside."
)
