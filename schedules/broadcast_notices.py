"""What the people around an announcement are told, and the message in which its writer sees it go out."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from typing import assert_never

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import said
from bot.broadcasts.approving import approvers
from bot.broadcasts.following import id_in, look, told_in
from bot.broadcasts.notices import Notice, read
from bot.broadcasts.planning import as_told_to, plan_of
from bot.broadcasts.reporting import report_of
from bot.broadcasts.shown import to_recipients
from bot.broadcasts.shown_preview import Plan, for_agreement, for_approval, sent_back
from bot.broadcasts.tables import Broadcast, Stage
from bot.clock import Clock
from bot.conversation.message import Message, Paragraph
from bot.delivery.change import edit
from bot.delivery.expand import Draft
from bot.delivery.slots import Slot
from bot.people.due import Instant
from bot.pulse.preferences import choices_of
from bot.store.database import Database


@dataclass(frozen=True, slots=True)
class BroadcastNotices:
    """`warning` is what stands below somebody's words where they sound like distress."""

    database: Database
    warning: Callable[..., Sequence[Paragraph]]

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """A test comes at once, because they are there and wait for it; all others in working hours."""
        notice, broadcast_id, on = read(slot.schedule)
        async with self.database.read() as session:
            broadcast = await session.get(Broadcast, broadcast_id)
            if broadcast is None:
                return
            people = await _whom(session, notice, broadcast)
            plan = await plan_of(session, broadcast, broadcast.author_id, self._warning(notice, broadcast))
            plans = {one: await as_told_to(session, plan, broadcast, one) for one in people}
            messages = {one: _in_words(notice, broadcast, plan) for one, plan in plans.items()}
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
        return await approvers(session, broadcast) if broadcast.stage is Stage.WAITING else ()
    if notice is Notice.AGREEMENT:
        return [broadcast.subject_id] if broadcast.subject_id and broadcast.is_open else ()
    return [broadcast.author_id]


def _in_words(notice: Notice, broadcast: Broadcast, plan: Plan) -> Message:
    subject = plan.subject or "Whom it is about"
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
            return said.with_preview(said.has_agreed(subject, broadcast.title), broadcast.id)
        case Notice.DECLINED:
            return said.with_preview(said.has_declined(subject, broadcast.title), broadcast.id)
        case Notice.WITHDRAWN:
            return said.with_preview(said.has_withdrawn(subject, broadcast.title), broadcast.id)
        case _:
            assert_never(notice)


@dataclass(frozen=True, slots=True)
class BroadcastProgress:
    database: Database
    clock: Clock

    async def drafts(self, slot: Slot) -> AsyncIterator[Draft]:
        """The message, which comes at once: its writer has just pressed Send."""
        async with self.database.read() as session:
            broadcast = await session.get(Broadcast, id_in(slot.schedule))
            if broadcast is None:
                return
            message = await self._report(session, broadcast)
        yield Draft(broadcast.author_id, message, slot.kind, Instant(slot.due_at, waits=False))

    async def looks(self, slot: Slot) -> AsyncIterator[Draft]:
        """Changes the message where something has moved, and writes to nobody."""
        nobody: Sequence[Draft] = ()
        async with self.database.write() as session:
            broadcast = await look(session, slot, self.clock.now())
            told = await told_in(session, broadcast) if broadcast else None
            if broadcast and told:
                await edit(session, told.id, await self._report(session, broadcast), self.clock.now())
        for draft in nobody:
            yield draft

    async def _report(self, session: AsyncSession, broadcast: Broadcast) -> Message:
        floor = (await choices_of(session, broadcast.organisation_id)).floor
        return await report_of(session, broadcast, floor, self.clock.now())
