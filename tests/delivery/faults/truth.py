"""What administrators see after a fault, held against what the platform got: all of it must be true."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select

from bot.app.doctor import deliveries as doctor_says
from bot.app.monitoring.health import Health
from bot.conversation.message import Facts
from bot.core.diagnostics import State
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.open_deliveries import open_deliveries_of
from bot.delivery.ledger.overview import counts, doubtful
from bot.delivery.sending.outbox import Lease, Timing
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.progress import progress_of
from bot.features.announcements.service.report import Background
from bot.features.announcements.views.progress import report
from bot.store.database import Database
from tests import real_time

_ALL_HAVE_IT = "Everybody who can be reached has it."
_UNDER_WAY = (DeliveryState.SENDING, DeliveryState.UNKNOWN)
_LABELS = {
    DeliveryState.SENT: "Sent",
    DeliveryState.UNKNOWN: "Perhaps arrived; the platform can't say",
    DeliveryState.CANCELLED: "Not sent, because it was cancelled",
}


async def assert_told_truly(
    database: Database, platform: str, arrived: Mapping[str, int], now: datetime | None = None
) -> None:
    """`arrived`: how often the platform got each delivery. All slots are announcements."""
    now = now or real_time.now()
    async with database.read() as session:
        rows = (await session.execute(select(Delivery.id, Delivery.state, Delivery.slot_id))).all()
    fates = {row.id: row.state for row in rows}
    sent = {id_ for id_, fate in fates.items() if fate is DeliveryState.SENT}
    got = {id_ for id_, count in arrived.items() if count}
    assert sent <= got, "told to be sent, and never arrived"
    assert {fates[id_] for id_ in got - sent} <= set(_UNDER_WAY), "arrived, and told as something else"
    for slot_id in {row.slot_id for row in rows}:
        await _announcement(database, slot_id, Counter(r.state for r in rows if r.slot_id == slot_id), now)
    await _operators(database, platform, Counter(fates.values()), now)


async def _announcement(
    database: Database, slot_id: str, states: Counter[DeliveryState], now: datetime
) -> None:
    """Its state line and its report, as its writer has them."""
    async with database.read() as session:
        slot = await session.get_one(Slot, slot_id)
        written = Broadcast(
            id=ScheduleKey.parse(slot.schedule).about, title="Rooms", stage=AnnouncementStage.SENT
        )
        written.replies, written.acknowledged, written.wants_acknowledgement = 0, 0, False
        progress = await progress_of(session, written, now)
    shown = report(written, progress, Background("Everyone"))
    (facts,) = [dict(block.rows) for block in shown.blocks if isinstance(block, Facts)]
    for state, label in _LABELS.items():
        assert int(facts.get(label, "0").replace(",", "")) == states[state], label
    if _ALL_HAVE_IT in shown.summary:
        assert not states.keys() & {*_UNDER_WAY, DeliveryState.PENDING}


async def _operators(
    database: Database, platform: str, states: Counter[DeliveryState], now: datetime
) -> None:
    """The list of deliveries, metrics, doctor, and /health/ready."""
    async with database.read() as session:
        by_kind = await counts(session, now - timedelta(days=2))
        listed, in_doubt = await doubtful(session, 1000)
        seen = await open_deliveries_of(session, now)
    assert sum((Counter(by_state) for by_state in by_kind.values()), Counter()) == +states
    assert len(listed) == in_doubt == states[DeliveryState.UNKNOWN]
    assert (seen.open.get((platform, "unknown"), 0), seen.parked) == (in_doubt, 0)
    doubts = [finding for finding in await doctor_says(database) if finding.state is State.WARNING]
    assert [f"Of {in_doubt} messages" in finding.what for finding in doubts] == ([True] if in_doubt else [])
    assert await Health(database, Lease("me", Timing())).faults() == []
