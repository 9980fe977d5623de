"""Sends new starters a tip every few days; new peer workers who asked get extra tips."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.learning.declarations import INDUCTION
from bot.features.learning.first_weeks import first_weeks
from bot.features.learning.learner_queries import give_back_unsent, is_at_rest, is_new_starter, learners
from bot.features.learning.progress import choose
from bot.features.learning.tracks import Tracks
from bot.features.learning.views import ShownTip
from bot.people.contact.send_time import Local
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Induction:
    database: Database
    tracks: Tracks

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """For a slot a day. Started again after a crash, it drafts the same."""
        chooser = partial(first_weeks, self.tracks)
        await give_back_unsent(self.database, slot)
        async with self.database.read() as session:
            wish = Local(slot.day, await at_of(session, slot))
        async for part in learners(self.database, slot, is_new_starter(slot), is_at_rest(slot)):
            async with self.database.write() as session:
                chosen = await choose(session, slot.id, part, self.tracks, chooser)
            for person_id, upcoming in chosen.items():
                yield Draft(person_id, ShownTip(upcoming.tip).as_question(), INDUCTION, wish)
