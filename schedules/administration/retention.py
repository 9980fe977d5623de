"""Runs each feature's retention every night, which deletes what is past its time."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass

import structlog

from bot.core.clock import Clock
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features import FEATURES
from bot.people.identity.organisation_limits import applies
from bot.people.identity.organisations import only_organisation
from bot.store.database import Database

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Retention:
    """`given` has what the environment says, by the names of `Limit`."""

    database: Database
    clock: Clock
    given: Mapping[str, int]

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Writes to nobody."""
        nobody: Sequence[Draft] = ()
        await self.clear_out()
        for draft in nobody:
            yield draft

    async def clear_out(self) -> None:
        """By the limits as they are tonight: administrators may have changed them since we started."""
        now = self.clock.now()
        async with self.database.read() as session:
            limits = applies(await only_organisation(session), self.given)
        deleted: dict[str, int] = {}
        for feature in FEATURES:
            if feature.retention:
                counts = await feature.retention(self.database, now, limits)
                deleted |= {f"{feature.name}.{what}": count for what, count in counts.items() if count}
        log.info("retention_done", **deleted)
