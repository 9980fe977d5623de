"""Shows the progress of a sent announcement, and pauses, resumes, cancels or recalls it."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.delivery.sending.eta import sent_by_workspace
from bot.delivery.sending.gateway import Method
from bot.features.announcements.actions import CANCEL, PAUSE, RECALL, REPORT, RESUME, START_RECALL
from bot.features.announcements.declarations import (
    ANNOUNCE,
    ANNOUNCEMENT_CANCELLED,
    ANNOUNCEMENT_PAUSED,
    ANNOUNCEMENT_RECALLED,
    ANNOUNCEMENT_RESUMED,
)
from bot.features.announcements.models import Broadcast
from bot.features.announcements.service import sending
from bot.features.announcements.service.drafts import mine
from bot.features.announcements.service.progress import progress_of
from bot.features.announcements.service.report import report_of
from bot.features.announcements.views import sentences
from bot.features.announcements.views.progress import really_recall, report
from bot.features.context import Context
from bot.features.pulse.preferences import choices_of
from bot.people.audit.acts import Act
from bot.people.audit.audit_log import record
from bot.people.identity.people import id_behind

routes = Routes()

_NEEDED = ANNOUNCE


@routes.on(REPORT, needs=_NEEDED)
async def look_again(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        broadcast = await _sent(session, request, REPORT.value_of(request))
        if broadcast is None:
            return Say(saying(sentences.GONE, sentences.OTHERS), private=True)
        return Replace(await as_it_stands(session, broadcast, services))


@routes.on(PAUSE, needs=_NEEDED)
async def pause(request: Request, services: Context) -> Reply:
    return await _does(PAUSE.value_of(request), request, services, sending.pause, ANNOUNCEMENT_PAUSED)


@routes.on(RESUME, needs=_NEEDED)
async def resume(request: Request, services: Context) -> Reply:
    return await _does(RESUME.value_of(request), request, services, sending.resume, ANNOUNCEMENT_RESUMED)


@routes.on(CANCEL, needs=_NEEDED)
async def cancel(request: Request, services: Context) -> Reply:
    return await _does(CANCEL.value_of(request), request, services, sending.cancel, ANNOUNCEMENT_CANCELLED)


@routes.on(RECALL, needs=_NEEDED)
async def ask_before_recall(request: Request, services: Context) -> Reply:
    """With how long it takes. Nothing is deleted yet."""
    async with services.database.read() as session:
        broadcast = await _sent(session, request, RECALL.value_of(request))
        slot = await sending.slot_of(session, broadcast) if broadcast else None
        if broadcast is None or slot is None:
            return Say(saying(sentences.TOO_LATE, sentences.OTHERS), private=True)
        progress = await progress_of(session, broadcast, services.clock.now())
        seconds = services.paces.seconds(await sent_by_workspace(session, slot.id), Method.DELETE)
    return Say(really_recall(broadcast, progress, seconds), private=True)


@routes.on(START_RECALL, needs=_NEEDED)
async def recall(request: Request, services: Context) -> Reply:
    """The reply has no counts, because only the progress message is updated."""
    id_ = START_RECALL.value_of(request)
    reply = await _does(id_, request, services, sending.recall, ANNOUNCEMENT_RECALLED)
    return Replace(sentences.with_preview(sentences.RECALLING, id_)) if isinstance(reply, Replace) else reply


_Change = Callable[[AsyncSession, Broadcast, datetime], Awaitable[bool]]


async def _does(broadcast_id: str, request: Request, services: Context, change: _Change, act: Act) -> Reply:
    """Done and recorded once, even if pressed twice."""
    now = services.clock.now()
    async with services.database.write() as session:
        broadcast = await _sent(session, request, broadcast_id)
        if broadcast is None:
            return Say(saying(sentences.TOO_LATE, sentences.OTHERS), private=True)
        if await change(session, broadcast, now):
            await record(session, broadcast.author_id, act, now, broadcast.id)
        await session.flush()
        return Replace(await as_it_stands(session, broadcast, services))


async def as_it_stands(session: AsyncSession, broadcast: Broadcast, services: Context) -> Message:
    floor = (await choices_of(session, broadcast.organisation_id)).floor
    return report(broadcast, *await report_of(session, broadcast, floor, services.seal, services.clock.now()))


async def _sent(session: AsyncSession, request: Request, broadcast_id: str) -> Broadcast | None:
    """The announcement, if it is theirs and no draft."""
    broadcast = await mine(session, await id_behind(session, request.sender), broadcast_id)
    return broadcast if broadcast and not broadcast.is_open else None
