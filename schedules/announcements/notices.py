"""Sends an announcement's notices to approvers, subject and writer, and its progress to the writer."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, Paragraph
from bot.core.clock import Clock
from bot.core.schedule_key import ScheduleKey
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.changes import edit
from bot.delivery.ledger.expansion import Draft
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.approval import approvers
from bot.features.announcements.service.notices import Notice, read
from bot.features.announcements.service.plan import AnnouncementPlan, as_told_to, plan_of
from bot.features.announcements.service.progress_message import progress_slot, update_progress
from bot.features.announcements.service.report import report_of
from bot.features.announcements.views import sentences
from bot.features.announcements.views.announcement import to_recipients
from bot.features.announcements.views.preview import for_agreement, for_approval, sent_back, subject_in_words
from bot.features.announcements.views.progress import report
from bot.features.pulse.preferences import choices_of
from bot.people.contact.send_time import Instant
from bot.store.database import Database
from bot.store.sealing import Seal


@dataclass(frozen=True, slots=True)
class BroadcastNotices:
    """`warning` builds the note below words that sound like distress."""

    database: Database
    warning: Callable[..., Sequence[Paragraph]]

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """A test comes at once, because its author waits for it; all others come in working hours."""
        notice, broadcast_id, on = read(slot.schedule)
        async with self.database.read() as session:
            broadcast = await session.get(Broadcast, broadcast_id)
            if broadcast is None:
                return
            people = await _whom(session, notice, broadcast)
            plan = await plan_of(session, broadcast, broadcast.author_id, self._warning(notice, broadcast))
            plans = {person_id: await as_told_to(session, plan, broadcast, person_id) for person_id in people}
            messages = {person_id: _in_words(notice, broadcast, plan) for person_id, plan in plans.items()}
        for person, message in messages.items():
            yield Draft(
                person, message, slot.kind, Instant(slot.due_at, waits=notice is not Notice.TEST), on=on
            )

    def _warning(self, notice: Notice, broadcast: Broadcast) -> Sequence[Paragraph]:
        """An approver is warned as its writer was."""
        if notice is not Notice.APPROVAL:
            return ()
        return self.warning("Approve", broadcast.title, broadcast.words, broadcast.image_alt)


async def _whom(session: AsyncSession, notice: Notice, broadcast: Broadcast) -> Sequence[str]:
    if notice is Notice.APPROVAL:
        return await approvers(session, broadcast) if broadcast.stage is AnnouncementStage.WAITING else ()
    if notice is Notice.AGREEMENT:
        return [broadcast.subject_id] if broadcast.subject_id and broadcast.is_open else ()
    return [broadcast.author_id]


def _in_words(notice: Notice, broadcast: Broadcast, plan: AnnouncementPlan) -> Message:
    subject = subject_in_words(plan.subject) or "Whom it is about"
    match notice:
        case Notice.TEST:
            return to_recipients(broadcast, plan.author, is_test=True)
        case Notice.APPROVAL:
            return for_approval(broadcast, plan)
        case Notice.AGREEMENT:
            return for_agreement(broadcast, plan)
        case Notice.SENT_BACK:
            return sent_back(broadcast)
        case Notice.AGREED:
            return sentences.with_preview(sentences.has_agreed(subject, broadcast.title), broadcast.id)
        case Notice.DECLINED:
            return sentences.with_preview(sentences.has_declined(subject, broadcast.title), broadcast.id)
        case Notice.WITHDRAWN:
            return sentences.with_preview(sentences.has_withdrawn(subject, broadcast.title), broadcast.id)
        case _:
            assert_never(notice)


@dataclass(frozen=True, slots=True)
class BroadcastProgress:
    database: Database
    seal: Seal
    clock: Clock

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The progress message. It comes at once, because the author has just pressed Send."""
        async with self.database.write() as session:
            broadcast = await session.get(Broadcast, ScheduleKey.parse(slot.schedule).about)
            if broadcast is None:
                return
            message = await self._report(session, broadcast)
        yield Draft(broadcast.author_id, message, slot.kind, Instant(slot.due_at, waits=False))

    async def looks(self, slot: Slot) -> AsyncIterator[Draft]:
        """Updates the message if the progress changed. It sends nothing new."""
        nobody: Sequence[Draft] = ()
        async with self.database.write() as session:
            broadcast = await update_progress(session, slot, self.clock.now())
            message_slot = await progress_slot(session, broadcast) if broadcast else None
            if broadcast and message_slot:
                await edit(session, message_slot.id, await self._report(session, broadcast), self.clock.now())
        for draft in nobody:
            yield draft

    async def _report(self, session: AsyncSession, broadcast: Broadcast) -> Message:
        floor = (await choices_of(session, broadcast.organisation_id)).floor
        facts = await report_of(session, broadcast, floor, self.seal, self.clock.now())
        return report(broadcast, *facts)
