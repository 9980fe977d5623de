"""Replaces a closed wave's delivery rows by counts per state, so that no row names a person.

A group's number of answers beside the list of people who had snoozed or were never reached could identify the
only person who may have answered.
"""

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import Delivery, DeliveryState, release_contacts
from bot.features.pulse.models import Wave, WaveDeliveryCount, WaveState
from bot.store.statements import insert


async def replace_deliveries_by_counts(session: AsyncSession, wave: Wave) -> None:
    """Replaces all rows except those being sent at this moment, which the nightly job handles."""
    mine = (Delivery.slot_id == wave.slot, Delivery.state != DeliveryState.SENDING)
    counts = await session.execute(
        select(Delivery.state, func.count()).where(*mine).group_by(Delivery.state).order_by(Delivery.state)
    )
    for state, count in counts.all():
        statement = insert(session, WaveDeliveryCount).values(wave_id=wave.id, state=state.value, count=count)
        more = {"count": WaveDeliveryCount.count + count}
        await session.execute(statement.on_conflict_do_update(index_elements=["wave_id", "state"], set_=more))
    waiting = await session.scalars(
        select(Delivery.id).where(Delivery.slot_id == wave.slot, Delivery.state == DeliveryState.PENDING)
    )
    await release_contacts(session, waiting.all())
    await session.execute(delete(Delivery).where(*mine))


async def replace_leftover_deliveries(session: AsyncSession) -> None:
    """Replaces rows that were being sent when their wave closed."""
    left = exists().where(Delivery.slot_id == Wave.slot, Delivery.state != DeliveryState.SENDING)
    for wave in (await session.scalars(select(Wave).where(Wave.state != WaveState.OPEN, left))).all():
        await replace_deliveries_by_counts(session, wave)
