from collections.abc import Sequence
from datetime import datetime

from bot.delivery.calendar.slots import Occasion


class FixedCalendar:
    """Occasions that are known beforehand."""

    def __init__(self, *occasions: Occasion) -> None:
        self.occasions = list(occasions)

    async def due(self, now: datetime) -> Sequence[Occasion]:
        return [occasion for occasion in self.occasions if occasion.at <= now]

    async def next_after(self, instant: datetime) -> datetime | None:
        return min((o.at for o in self.occasions if o.at > instant), default=None)
