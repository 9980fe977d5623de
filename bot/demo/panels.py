"""The demo's side panel of deliveries: counts by state and the latest kinds, without names."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.conversation.dates import short_day
from bot.conversation.message import Block, Facts, Message, text
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.features.context import Context
from bot.people.contact.message_kinds import by_priority

_LATEST = 5
_STATES = {
    DeliveryState.SENT: "Sent",
    DeliveryState.PENDING: "Waiting",
    DeliveryState.SENDING: "On their way",
    DeliveryState.SKIPPED: "Left out",
    DeliveryState.FAILED: "Failed",
    DeliveryState.UNKNOWN: "Nobody knows",
    DeliveryState.CANCELLED: "Cancelled",
    DeliveryState.RECALLED: "Taken back",
}


def deliveries_panel(services: Context) -> Callable[[], Awaitable[Message]]:
    """Counts by state, then the latest of those kinds that administrators may know: nobody's name or tip."""

    async def panel() -> Message:
        async with services.database.read() as session:
            counts = dict(
                (await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))).all()
            )
            latest = (
                await session.execute(
                    select(Delivery.kind, Delivery.due_at, func.count())
                    .where(
                        Delivery.kind.in_([kind for kind in by_priority() if kind.singular]),
                        Delivery.due_at.is_not(None),
                    )
                    .group_by(Delivery.kind, Delivery.due_at)
                    .order_by(Delivery.due_at.desc())
                    .limit(_LATEST)
                )
            ).all()
        if not counts:
            sentence = "Nothing has been sent yet. Move the clock, and whatever is due arrives."
            return Message(sentence, (text(sentence),))
        zone = ZoneInfo(services.organisation.time_zone)
        rows = tuple((_STATES[state], f"{counts[state]:,}") for state in _STATES if state in counts)
        lines: list[Block] = [
            text(f"{short_day(at)} {at:%H:%M} · {kind.label} · {count}", quiet=True)
            for kind, due_at, count in latest
            if due_at and (at := due_at.astimezone(zone))
        ]
        return Message("What was sent", (Facts(rows), *lines))

    return panel
