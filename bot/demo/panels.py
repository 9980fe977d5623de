"""The demo's further panels: what the ledger says."""

from collections.abc import Awaitable, Callable
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from bot.conversation.message import Block, Facts, Message, text
from bot.delivery.ledger import Delivery
from bot.people.people import Person
from bot.services import Services

_LATEST = 12


def deliveries_panel(services: Services) -> Callable[[], Awaitable[Message]]:
    """Counts by state, then the latest deliveries."""

    async def panel() -> Message:
        async with services.database.read() as session:
            counts = (
                await session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
            ).all()
            latest = (
                await session.execute(
                    select(Delivery, Person.name)
                    .outerjoin(Person, Person.id == Delivery.person_id)
                    .order_by(Delivery.due_at.desc(), Person.name)
                    .limit(_LATEST)
                )
            ).all()
        if not counts:
            said = "Nothing has been sent yet. Move the clock, and whatever is due arrives."
            return Message(said, (text(said),))
        zone = ZoneInfo(services.organisation.time_zone)
        blocks: list[Block] = [Facts(tuple((state.value, f"{count:,}") for state, count in counts))]
        for delivery, name in latest:
            when = f"{delivery.due_at.astimezone(zone):%a %d %b %H:%M}" if delivery.due_at else "held"
            reason = f" ({delivery.reason})" if delivery.reason else ""
            whom = name or "a team's channel"
            blocks.append(
                text(f"{when} · {delivery.kind} · {whom} · {delivery.state.value}{reason}", quiet=True)
            )
        return Message("The ledger", tuple(blocks))

    return panel
