"""Asks one member a month for a question, and sends it to all members."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.core.clock import Clock
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.expansion import Draft
from bot.features.peer_network.members import members
from bot.features.peer_network.models import NetworkQuestion
from bot.features.peer_network.picking import pick
from bot.features.peer_network.views import network as views
from bot.people.contact.send_time import Instant
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class NetworkQuestions:
    database: Database
    clock: Clock

    async def picks(self, slot: Slot) -> AsyncIterator[Draft]:
        """If they write nothing, nothing is sent: a month of silence is the members' own, and our voice isn't."""
        async with self.database.write() as session:
            question = await pick(session, slot, self.clock.now())
        if question and question.person_id and question.sent_at is None:
            yield Draft(question.person_id, views.picked(question.id), slot.kind, Instant(slot.due_at))

    async def questions(self, slot: Slot) -> AsyncIterator[Draft]:
        async with self.database.read() as session:
            question = await session.get(NetworkQuestion, ScheduleKey.parse(slot.schedule).about)
            to = [member.person_id for member in await members(session)]
        if question is None or not question.words:
            return
        message = views.question(question.words)
        for person_id in to:
            yield Draft(person_id, message, slot.kind, Instant(slot.due_at))
