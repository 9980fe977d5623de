"""How far an announcement has come: looked at, paused, cancelled, recalled."""

from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import said, sending
from bot.broadcasts.drafts import mine
from bot.broadcasts.progress import progress_of
from bot.broadcasts.reporting import report_of
from bot.broadcasts.shown_progress import really_recall
from bot.broadcasts.tables import Broadcast
from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.delivery.gateway import Method
from bot.delivery.lasting import sent_by_workspace
from bot.people.audit import Act, note
from bot.people.people import id_behind
from bot.people.permissions import Permission
from bot.pulse.preferences import choices_of
from bot.services import Services

routes = Routes()

_NEEDED = Permission.BROADCAST


@routes.on("broadcast.report", needs=_NEEDED)
async def look_again(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        broadcast = await _sent(session, request)
        if broadcast is None:
            return Say(saying(said.GONE), private=True)
        return Replace(await as_it_stands(session, broadcast, services))


@routes.on("broadcast.pause", needs=_NEEDED)
async def pause(request: Request, services: Services) -> Reply:
    return await _does(request, services, sending.pause, Act.PAUSED)


@routes.on("broadcast.resume", needs=_NEEDED)
async def resume(request: Request, services: Services) -> Reply:
    return await _does(request, services, sending.resume, Act.RESUMED)


@routes.on("broadcast.cancel", needs=_NEEDED)
async def cancel(request: Request, services: Services) -> Reply:
    return await _does(request, services, sending.cancel, Act.CANCELLED)


@routes.on("broadcast.recall", needs=_NEEDED)
async def ask_before_recall(request: Request, services: Services) -> Reply:
    """With how long it takes. Nothing is deleted yet."""
    async with services.database.read() as session:
        broadcast = await _sent(session, request)
        slot = await sending.slot_of(session, broadcast) if broadcast else None
        if broadcast is None or slot is None:
            return Say(saying(said.TOO_LATE), private=True)
        progress = await progress_of(session, broadcast, services.clock.now())
        seconds = services.paces.seconds(await sent_by_workspace(session, slot.id), Method.DELETE)
    return Say(really_recall(broadcast, progress, seconds), private=True)


@routes.on("broadcast.recall.start", needs=_NEEDED)
async def recall(request: Request, services: Services) -> Reply:
    return await _does(request, services, sending.recall, Act.RECALLED)


_Change = Callable[[AsyncSession, Broadcast, datetime], Awaitable[bool]]


async def _does(request: Request, services: Services, change: _Change, act: Act) -> Reply:
    """Pressed twice, it is done and written down once."""
    now = services.clock.now()
    async with services.database.write() as session:
        broadcast = await _sent(session, request)
        if broadcast is None:
            return Say(saying(said.TOO_LATE), private=True)
        if await change(session, broadcast, now):
            await note(session, broadcast.author_id, act, now, broadcast.id)
        await session.flush()
        return Replace(await as_it_stands(session, broadcast, services))


async def as_it_stands(session: AsyncSession, broadcast: Broadcast, services: Services) -> Message:
    floor = (await choices_of(session, broadcast.organisation_id)).floor
    return await report_of(session, broadcast, floor, services.clock.now())


async def _sent(session: AsyncSession, request: Request) -> Broadcast | None:
    """Theirs, and more than a draft."""
    broadcast = await mine(session, await id_behind(session, request.sender), request.value)
    return broadcast if broadcast and not broadcast.is_open else None
