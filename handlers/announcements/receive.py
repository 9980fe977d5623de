"""Handles the buttons on a received announcement: acknowledge it, or reply to its writer."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.schedule_key import ScheduleKey
from bot.features.announcements.acknowledgement import AcknowledgementOutcome, acknowledge
from bot.features.announcements.actions import ACKNOWLEDGE, FOLLOW_LINK, REPLY, SEND_REPLY, TEST
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.drafts import count_reply
from bot.features.announcements.views import sentences
from bot.features.announcements.views.announcement import to_recipients
from bot.features.announcements.views.reply_form import WrittenAnnouncementReply, form, on_its_way
from bot.features.context import Context
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.escalation.question_offers import LONGEST, ask, has_enough_open
from bot.features.escalation.views.enough_open import ENOUGH_OPEN
from bot.people.access.allowances import TO_COLLEAGUES
from bot.people.access.permissions import may
from bot.people.access.roles import roles_of
from bot.people.identity.lookup import name_in
from bot.people.identity.people import Person, person_behind

routes = Routes()


@routes.on(ACKNOWLEDGE, leaves_no_trace=True)
async def say_that_i_have_it(request: Request, services: Context) -> Reply:
    """In a private chat the button disappears; in a channel it stays for the others."""
    broadcast_id = ACKNOWLEDGE.value_of(request)
    if broadcast_id == TEST:
        return Say(saying(sentences.ONLY_A_TEST), private=True)
    async with services.database.write() as session:
        person, broadcast = await _who_and_what(session, request, broadcast_id)
        if person is None or broadcast is None:
            return Say(saying(sentences.CLOSED), private=True)
        outcome = await acknowledge(session, services.seal, broadcast, person.id, services.clock.now())
        author = await name_in(session, broadcast.author_id)
    if outcome is AcknowledgementOutcome.CLOSED:
        return Say(saying(sentences.CLOSED), private=True)
    if not request.private:
        words = sentences.THANKS_IN_CHANNEL if outcome is AcknowledgementOutcome.COUNTED else sentences.TWICE
        return Say(saying(words), private=True)
    return Replace(to_recipients(broadcast, author, is_acknowledged=True))


@routes.on(FOLLOW_LINK, leaves_no_trace=True)
async def follow_link(_: Request, __: Context) -> Reply:
    """Slack reports the press. We record nothing: nobody may know who follows a link."""
    return None


@routes.on(REPLY, opens_form=True)
async def open_reply(request: Request, services: Context) -> Reply:
    broadcast_id = REPLY.value_of(request)
    if broadcast_id == TEST:
        return Say(saying(sentences.ONLY_A_TEST), private=True)
    async with services.database.read() as session:
        _, broadcast = await _who_and_what(session, request, broadcast_id)
        if broadcast is None:
            return Say(saying(sentences.CLOSED), private=True)
        return Open(form(broadcast, await _reader_name(session, broadcast)))


@routes.on(SEND_REPLY, at_most=TO_COLLEAGUES, keeps_draft=True)
async def reply(request: Request, services: Context) -> Reply:
    """Sends the reply to the author, or to all champions if the author left."""
    written = WrittenAnnouncementReply.read(request.values, LONGEST)
    if isinstance(written, Faults):
        return written
    async with services.database.write() as session:
        person, broadcast = await _who_and_what(session, request, SEND_REPLY.value_of(request))
        if person is None or broadcast is None:
            return Faults({"": sentences.CLOSED})
        if await has_enough_open(session, person.id):
            return Faults({"": ENOUGH_OPEN})
        await ask(
            session,
            broadcast.organisation_id,
            person.id,
            written.words,
            is_named=written.is_named,
            to=await _reader(session, broadcast),
            about=str(ScheduleKey.of("broadcast", broadcast.id)),
            now=services.clock.now(),
        )
        await count_reply(session, broadcast)
        return Say(on_its_way(await _reader_name(session, broadcast)), private=True)


async def _who_and_what(
    session: AsyncSession, request: Request, broadcast_id: str
) -> tuple[Person | None, Broadcast | None]:
    """The person, if known here, and the announcement, if it was sent."""
    person = await person_behind(session, request.sender)
    broadcast = await session.get(Broadcast, broadcast_id)
    is_out = broadcast is not None and broadcast.stage in (
        AnnouncementStage.SENT,
        AnnouncementStage.CANCELLED,
    )
    return (person if person and not person.left_on else None), (broadcast if is_out else None)


async def _reader(session: AsyncSession, broadcast: Broadcast) -> str | None:
    """Its writer, while they still answer questions here."""
    author = broadcast.author_id
    roles = (await roles_of(session, [author])).get(author, set())
    return author if may(roles, ANSWER_QUESTIONS) else None


async def _reader_name(session: AsyncSession, broadcast: Broadcast) -> str:
    return await name_in(session, await _reader(session, broadcast))
