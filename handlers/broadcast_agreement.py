"""Whom an announcement is about agrees to its exact words and audience, or doesn't, or takes it back later."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import said
from bot.broadcasts.agreeing import agree, decline, withdraw
from bot.broadcasts.notices import Notice, settle, tell
from bot.broadcasts.shown_preview import agreed
from bot.broadcasts.tables import Broadcast
from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes
from bot.people.audit import Act, note
from bot.people.finding import name_in
from bot.people.people import person_behind
from bot.people.permissions import Permission
from bot.services import Services

routes = Routes()


@routes.on("broadcast.agreement", needs=Permission.BROADCAST)
async def ask_them(request: Request, services: Services) -> Reply:
    """Once for each wording: nobody is asked again and again."""
    id_, _, wording = request.value.partition(" ")
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        broadcast = await session.get(Broadcast, id_)
        is_theirs = broadcast is not None and person is not None and broadcast.author_id == person.id
        if broadcast is None or not is_theirs or not broadcast.is_open or broadcast.wording != wording:
            return Replace(saying(said.GONE))
        await tell(session, Notice.AGREEMENT, broadcast, services.clock.now())
    return Replace(said.with_preview(said.ASKED_AGREEMENT, id_))


@routes.on("announcement.agree")
async def agree_to_it(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        broadcast, wording = await _about_them(session, request)
        if broadcast is None or not await agree(session, broadcast, wording):
            return Replace(saying(said.DECIDED))
        await tell(session, Notice.AGREED, broadcast, services.clock.now())
        return Replace(agreed(broadcast, await name_in(session, broadcast.author_id)))


@routes.on("announcement.decline")
async def decline_it(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        broadcast, wording = await _about_them(session, request)
        if broadcast is None or not await decline(session, broadcast, wording):
            return Replace(saying(said.DECIDED))
        await _ask_nobody(session, broadcast, services.clock.now())
        await tell(session, Notice.DECLINED, broadcast, services.clock.now())
    return Replace(saying(said.DECLINED))


@routes.on("announcement.withdraw")
async def withdraw_it(request: Request, services: Services) -> Reply:
    """Before it is sent it can't be any more; after, it is recalled."""
    now = services.clock.now()
    async with services.database.write() as session:
        broadcast, _ = await _about_them(session, request)
        if broadcast is None:
            return Replace(saying(said.DECIDED))
        withdrawn = await withdraw(session, broadcast, now)
        if withdrawn.is_recalled:
            # Whoever reads the audit needs to know that it is gone, and not that somebody changed their mind.
            await note(session, None, Act.AGREEMENT_ENDED, now, broadcast.corrects or broadcast.id)
        await _ask_nobody(session, broadcast, now)
        if withdrawn.is_news:
            await tell(session, Notice.WITHDRAWN, broadcast, now)
    return Replace(saying(said.WITHDRAWN))


async def _ask_nobody(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Whoever was to approve it need not any more."""
    await settle(session, Notice.APPROVAL, broadcast, saying(said.NOT_ASKED_ANY_MORE), now)


async def _about_them(session: AsyncSession, request: Request) -> tuple[Broadcast | None, str]:
    """None unless it is about whoever presses."""
    person = await person_behind(session, request.sender)
    id_, _, wording = request.value.partition(" ")
    broadcast = await session.get(Broadcast, id_)
    is_theirs = person is not None and broadcast is not None and broadcast.subject_id == person.id
    return (broadcast if is_theirs else None), wording
