"""Sends each person their next weekly tip, oftener on the organisation's weak themes."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, Paragraph
from bot.delivery.calendar.schedules import at_of
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.learning.declarations import NUDGE
from bot.features.learning.learner_queries import give_back_unsent, learners
from bot.features.learning.learners import Learner
from bot.features.learning.progress import choose
from bot.features.learning.tracks import Tracks
from bot.features.learning.upcoming import EQUAL, Weights, favouring, upcoming
from bot.features.learning.views import ShownTip, questions_are_open
from bot.features.pulse.models import Wave
from bot.features.pulse.reports.report import report_of
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.waves.invitations import invited_among
from bot.features.pulse.waves.waves import Items, closing_day, open_to_everyone
from bot.features.pulse.weak_themes import weakest
from bot.people.contact.send_time import Local
from bot.people.identity.organisations import Organisation
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class Nudges:
    database: Database
    tracks: Tracks
    items: Items

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """After a crash it makes the same drafts again, because the slot's choices are stored."""
        await give_back_unsent(self.database, slot)
        async with self.database.read() as session:
            organisation = await session.get_one(Organisation, slot.organisation_id)
            chooser = partial(upcoming, self.tracks, await self._weights(session, organisation, slot.day))
            wish = Local(slot.day, await at_of(session, slot), own_time=True)
            wave = await open_to_everyone(session, organisation.id, slot.due_at)
        async for part in learners(self.database, slot, own_day=True):
            async with self.database.write(yields=True) as session:
                chosen = await choose(session, slot.id, part, self.tracks, chooser)
                reminded = (
                    await _reminded(session, wave, closing_day(wave, organisation), part) if wave else {}
                )
            for person_id, choice in chosen.items():
                tip = ShownTip(choice.tip, choice.repeat).as_question()
                yield Draft(person_id, _with(tip, reminded.get(person_id)), NUDGE, wish)

    async def _weights(self, session: AsyncSession, organisation: Organisation, day: date) -> Weights:
        """For everyone alike, from what was published of the whole organisation."""
        report = await report_of(session, organisation, ORGANISATION, self.items, day)
        weak = weakest(report, day)
        return favouring(weak) if weak else EQUAL


async def _reminded(
    session: AsyncSession, wave: Wave, closes_on: date, learners: Sequence[Learner]
) -> dict[str, Paragraph]:
    """The line for each person who was asked and gets their tip before the close. It is the same whether or not
    they have answered. People who want no questions get none."""
    line = questions_are_open(closes_on)
    invited = await invited_among(session, wave.id, [learner.person_id for learner in learners])
    return {
        invitee.person_id: line
        for invitee in learners
        if invitee.person_id in invited and invitee.day < closes_on
    }


def _with(tip: Message, line: Paragraph | None) -> Message:
    return Message(tip.summary, (*tip.blocks, line)) if line else tip
