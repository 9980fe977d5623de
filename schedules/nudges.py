"""The weekly tip: for everybody the one that comes next for them."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import partial

from bot.delivery.expand import Draft
from bot.delivery.schedules import at_of
from bot.delivery.slots import Slot
from bot.learning.progress import choose
from bot.learning.shown_tip import ShownTip
from bot.learning.tracks import Tracks
from bot.learning.upcoming import Weights, upcoming
from bot.people.budget import Kind
from bot.people.due import Local
from bot.store.database import Database
from schedules.learners import give_back_unsent, learners


@dataclass(frozen=True, slots=True)
class Nudges:
    """`weights` lean towards some themes; without any, all are wanted equally."""

    database: Database
    tracks: Tracks
    weights: Weights = field(default_factory=dict)

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """Started again after a crash, it drafts the same: what was chosen for a slot is kept."""
        chooser = partial(upcoming, self.tracks, self.weights)
        await give_back_unsent(self.database, slot)
        async with self.database.read() as session:
            wish = Local(slot.day, await at_of(session, slot), own_time=True)
        async for part in learners(self.database, slot, own_day=True):
            async with self.database.write() as session:
                chosen = await choose(session, slot.id, part, self.tracks, chooser)
            for person_id, found in chosen.items():
                yield Draft(person_id, ShownTip(found.tip, found.repeat).asked(), Kind.NUDGE, wish)
