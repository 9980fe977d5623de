"""At a wave's close, replaces its delivery rows by a count per state, so that no row names a person.

A count of answers in a group beside the list of who had snoozed, or was never reached, named the only
person who could have answered.
"""

from sqlalchemy import delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import Delivery, DeliveryState, give_back
from bot.features.pulse.models import Sent, Wave, WaveState
from bot.store.statements import insert


async def fold(session: AsyncSession, wave: Wave) -> None:
    """All but those on their way this moment, whose fate is recorded in a second; the nightly round has these."""
    mine = (Delivery.slot_id == wave.slot, Delivery.state != DeliveryState.SENDING)
    counts = await session.execute(
        select(Delivery.state, func.count()).where(*mine).group_by(Delivery.state).order_by(Delivery.state)
    )
    for state, count in counts.all():
        statement = insert(session, Sent).values(wave_id=wave.id, state=state.value, count=count)
        more = {"count": Sent.count + count}
        await session.execute(statement.on_conflict_do_update(index_elements=["wave_id", "state"], set_=more))
    waiting = await session.scalars(
        select(Delivery.id).where(Delivery.slot_id == wave.slot, Delivery.state == DeliveryState.PENDING)
    )
    await give_back(session, waiting.all())
    await session.execute(delete(Delivery).where(*mine))


async def fold_left_over(session: AsyncSession) -> None:
    """What was on its way when its wave closed."""
    left = exists().where(Delivery.slot_id == Wave.slot, Delivery.state != DeliveryState.SENDING)
    for wave in (await session.scalars(select(Wave).where(Wave.state != WaveState.OPEN, left))).all():
        await fold(session, wave)
