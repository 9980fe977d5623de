"""Tells which platforms run here, and how long recalling messages takes at their pace."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import Gateway, Method


class Paces:
    """Of the platforms that run here; none is known before they run."""

    def __init__(self) -> None:
        self._gateways: dict[str, Gateway] = {}

    def know(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways |= gateways

    @property
    def platforms(self) -> Collection[str]:
        """Those that run here; none before any does."""
        return self._gateways.keys()

    def seconds(self, workspaces: Mapping[tuple[str, str], int], method: Method) -> float:
        """`workspaces` says how many by platform and workspace. They go on side by side: the slowest counts."""
        return max(
            (
                count / self._gateways[platform].pace(workspace, method).per_second
                for (platform, workspace), count in workspaces.items()
                if platform in self._gateways
            ),
            default=0.0,
        )


async def sent_by_workspace(session: AsyncSession, slot_id: str) -> dict[tuple[str, str], int]:
    """How many messages of a slot there are to change or delete, by platform and workspace."""
    sent = (Delivery.slot_id == slot_id, Delivery.state == DeliveryState.SENT)
    rows = await session.execute(select(Delivery.lane, func.count()).where(*sent).group_by(Delivery.lane))
    found: dict[tuple[str, str], int] = {}
    for lane, count in rows:
        key = LaneKey.parse(lane)
        place = (key.platform, key.workspace)
        found[place] = found.get(place, 0) + count
    return found
