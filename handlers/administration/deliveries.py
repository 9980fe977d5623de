"""Shows administrators counts of deliveries by kind, and lets them decide on doubtful ones."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.conversation.message import Block, Bullets, Button, Buttons, Facts, Heading, Message, text
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.delivery.ledger.changes import let_be, send_again
from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.ledger.overview import Unknown, counts, doubtful, failures, parked
from bot.features.administration.declarations import SEE_DELIVERIES, SEND_AGAIN
from bot.features.context import Context
from bot.people.audit.acts import LET_BE, SENT_AGAIN
from bot.people.audit.audit_log import record
from bot.people.contact.message_kinds import MessageKind
from bot.people.contact.preference_text import day_in_words
from bot.people.directory.platform_troubles import troubles
from bot.people.directory.trouble_views import in_words, what_follows
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.platform_names import platform_label

routes = Routes()

_LATELY = timedelta(days=7)
_AT_ONCE = 5

# As for the figures of the pulse: fewer could tell who they are.
_FLOOR = 8


@routes.word("deliveries", "what was sent", needs=SEE_DELIVERIES)
@routes.on("deliveries", needs=SEE_DELIVERIES)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services, "What was sent in the last seven days"), private=True)


@routes.on("deliveries.again", needs=SEND_AGAIN)
async def again(request: Request, services: Context) -> Reply:
    """Sends it again; once, even if pressed twice, because after the first press its fate isn't unknown."""
    now = services.clock.now()
    async with services.database.write() as session:
        me = await get_or_create_person(session, request.sender, services.organisation, now=now)
        was_unknown = await send_again(session, request.value)
        if was_unknown:
            await record(session, me.id, SENT_AGAIN, now, about=request.value)
    return Replace(await _shown(services, "It is sent again." if was_unknown else _KNOWN_NOW))


@routes.on("deliveries.let-be", needs=SEND_AGAIN)
async def leave(request: Request, services: Context) -> Reply:
    now = services.clock.now()
    async with services.database.write() as session:
        me = await get_or_create_person(session, request.sender, services.organisation, now=now)
        was_unknown = await let_be(session, request.value)
        if was_unknown:
            await record(session, me.id, LET_BE, now, about=request.value)
    return Replace(await _shown(services, "It is not sent again." if was_unknown else _KNOWN_NOW))


async def _shown(services: Context, said: str) -> Message:
    since = services.clock.now() - _LATELY
    async with services.database.read() as session:
        by_kind = await counts(session, since)
        why = await failures(session, since)
        stuck = await parked(session, services.clock.now())
        some, total = await doubtful(session, _AT_ONCE)
        refused = await troubles(session)
    rows = tuple((kind.label, _counted(kind, states)) for kind, states in by_kind.items())
    blocks: list[Block] = [Heading(said), Facts(rows) if rows else text("Nothing was due in these days.")]
    if why:
        failed = tuple(text(f"{reason}: {count}") for reason, count in why)
        blocks += [text("Why something failed:"), Bullets(failed)]
    if stuck:
        blocks.append(text(_STUCK.format(stuck)))
    if refused:
        lines = tuple(text(f"{in_words(one)} {what_follows(one)}") for one in refused)
        blocks += [Heading("What a platform refuses us"), Bullets(lines)]
    return Message(said, (*blocks, *_doubtful(some, total, ZoneInfo(services.organisation.time_zone))))


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
    return str(count) if kind.one or count >= _FLOOR else f"fewer than {_FLOOR}"


def _doubtful(some: Sequence[Unknown], total: int, zone: ZoneInfo) -> tuple[Block, ...]:
    if not some:
        return (text("Of every message it is known what became of it.", quiet=True),)
    said = "Of 1 message nobody knows whether it arrived." if total == 1 else _MANY.format(total)
    blocks: list[Block] = [Heading("To decide"), text(said, _WHAT_TO_DO)]
    for one in some:
        send, leave = (
            Button("Send again", "deliveries.again", one.id),
            Button("Let it be", "deliveries.let-be", one.id),
        )
        blocks += [text(_said(one, zone)), Buttons((send, leave))]
    more = f" The oldest {len(some)} of {total} are shown." if total > len(some) else ""
    return (*blocks, text(_WHY_SO_LITTLE, more, quiet=True))


def _said(one: Unknown, zone: ZoneInfo) -> str:
    place = platform_label(one.platform)
    if one.kind is None:
        return f"To {one.to}, on {place}: a message."
    when = f", due on {day_in_words(one.due_at.astimezone(zone).date())}" if one.due_at else ""
    return f"To {one.to}, on {place}: {one.kind.one}{when}."


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
_KNOWN_NOW = "Nothing was changed: by now it is known what became of it."
