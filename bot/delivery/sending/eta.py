"""Knows which platforms run in this process, and estimates how long recalling messages takes there."""

from collections.abc import Collection, Mapping

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.ledger.lane_key import LaneKey
from bot.delivery.sending.gateway import Gateway, Method


class Paces:
    """The rates of the running platforms; empty until they start."""

    def __init__(self) -> None:
        self._gateways: dict[str, Gateway] = {}

    def know(self, gateways: Mapping[str, Gateway]) -> None:
        self._gateways |= gateways

    @property
    def platforms(self) -> Collection[str]:
        """The running platforms; empty until they start."""
        return self._gateways.keys()

    def seconds(self, workspaces: Mapping[tuple[str, str], int], method: Method) -> float:
        """Estimated seconds for these numbers of messages by platform and workspace.

        Workspaces run in parallel, so the slowest counts.
        """
        return max(
            (
                count / self._gateways[platform].pace(workspace, method).per_second
                for (platform, workspace), count in workspaces.items()
                if platform in self._gateways
            ),
            default=0.0,
        )


async def sent_by_workspace(session: AsyncSession, slot_id: str) -> dict[tuple[str, str], int]:
    """The number of a slot's messages to edit or delete, by platform and workspace."""
    sent = (Delivery.slot_id == slot_id, Delivery.state == DeliveryState.SENT)
    rows = await session.execute(select(Delivery.lane, func.count()).where(*sent).group_by(Delivery.lane))
    counts: dict[tuple[str, str], int] = {}
    for lane, count in rows:
        key = LaneKey.parse(lane)
        place = (key.platform, key.workspace)
        counts[place] = counts.get(place, 0) + count
    return counts
