"""Lets the person an announcement is about agree to it, decline, or withdraw their consent."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes
from bot.features.announcements.actions import AGREE, ASK_AGREEMENT, DECLINE, WITHDRAW
from bot.features.announcements.declarations import AGREEMENT_ENDED, ANNOUNCE
from bot.features.announcements.models import Broadcast
from bot.features.announcements.service.agreement import agree, decline, withdraw
from bot.features.announcements.service.notices import Notice, close_notices, notify
from bot.features.announcements.views import sentences
from bot.features.announcements.views.preview import agreed
from bot.features.context import Context
from bot.people.access.allowances import BY_ROLE, TO_COLLEAGUES
from bot.people.audit.audit_log import record
from bot.people.identity.lookup import name_in
from bot.people.identity.people import person_behind

routes = Routes()


@routes.on(ASK_AGREEMENT, needs=ANNOUNCE, at_most=BY_ROLE)
async def ask_them(request: Request, services: Context) -> Reply:
    """Once for each wording: nobody is asked again and again."""
    seen = ASK_AGREEMENT.value_of(request)
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        broadcast = await session.get(Broadcast, seen.broadcast_id)
        is_theirs = broadcast is not None and person is not None and broadcast.author_id == person.id
        if broadcast is None or not is_theirs or not broadcast.is_open or broadcast.wording != seen.wording:
            return Replace(saying(sentences.GONE, sentences.OTHERS))
        await notify(session, Notice.AGREEMENT, broadcast, services.clock.now())
    return Replace(sentences.with_preview(sentences.ASKED_AGREEMENT, broadcast.id))


@routes.on(AGREE, at_most=TO_COLLEAGUES)
async def agree_to_it(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        seen = AGREE.value_of(request)
        broadcast = await _about_them(session, request, seen.broadcast_id)
        if broadcast is None or not await agree(session, broadcast, seen.wording):
            return Replace(saying(sentences.DECIDED, sentences.HOME))
        await notify(session, Notice.AGREED, broadcast, services.clock.now())
        return Replace(agreed(broadcast, await name_in(session, broadcast.author_id)))


@routes.on(DECLINE)
async def decline_it(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        seen = DECLINE.value_of(request)
        broadcast = await _about_them(session, request, seen.broadcast_id)
        if broadcast is None or not await decline(session, broadcast, seen.wording):
            return Replace(saying(sentences.DECIDED, sentences.HOME))
        await _ask_nobody(session, broadcast, services.clock.now())
        await notify(session, Notice.DECLINED, broadcast, services.clock.now())
    return Replace(saying(sentences.DECLINED, sentences.HOME))


@routes.on(WITHDRAW)
async def withdraw_it(request: Request, services: Context) -> Reply:
    """Before sending, it can't be sent any more; after sending, it is recalled."""
    now = services.clock.now()
    async with services.database.write() as session:
        broadcast = await _about_them(session, request, WITHDRAW.value_of(request))
        if broadcast is None:
            return Replace(saying(sentences.DECIDED, sentences.HOME))
        withdrawn = await withdraw(session, broadcast, now)
        if withdrawn.is_recalled:
            # Readers of the audit learn that it is gone, and not that somebody changed their mind.
            await record(session, None, AGREEMENT_ENDED, now, broadcast.corrects or broadcast.id)
        await _ask_nobody(session, broadcast, now)
        if withdrawn.is_news:
            await notify(session, Notice.WITHDRAWN, broadcast, now)
    return Replace(saying(sentences.WITHDRAWN, sentences.HOME))


async def _ask_nobody(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Ends the requests for approval."""
    await close_notices(
        session, Notice.APPROVAL, broadcast, saying(sentences.NOT_ASKED_ANY_MORE, sentences.HOME), now
    )


async def _about_them(session: AsyncSession, request: Request, broadcast_id: str) -> Broadcast | None:
    """None unless it is about the person who presses."""
    person = await person_behind(session, request.sender)
    broadcast = await session.get(Broadcast, broadcast_id)
    is_theirs = person is not None and broadcast is not None and broadcast.subject_id == person.id
    return broadcast if is_theirs else None
