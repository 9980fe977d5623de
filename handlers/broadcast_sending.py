"""An announcement goes on its way: sent, or first looked at by somebody else, who approves it or sends it back."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import said
from bot.broadcasts.approving import approvers, ask_for_approval, may_approve, needs_approval, send_back
from bot.broadcasts.notices import Notice, settle, tell
from bot.broadcasts.reckoning import reckon
from bot.broadcasts.sending import send
from bot.broadcasts.shown_preview import LONGEST_WHY, WHY, why_form
from bot.broadcasts.tables import Broadcast, Stage
from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.people.audiences import may_write_to
from bot.people.audit import Act, note
from bot.people.people import id_behind
from bot.people.permissions import Permission, may
from bot.people.roles import roles_of
from bot.services import Services

routes = Routes()

_WRITE, _APPROVE = Permission.BROADCAST, Permission.APPROVE_BROADCASTS


@routes.on("broadcast.send", needs=_WRITE)
async def send_it(request: Request, services: Services) -> Reply:
    """Pressed twice, it is sent once. Everything that may have changed since the preview is asked again."""
    async with services.database.write() as session:
        me, broadcast, wording = await _seen(session, request)
        if broadcast is None or broadcast.author_id != me:
            return Replace(saying(said.GONE))
        if refusal := await _refusal(session, broadcast):
            return Replace(said.with_preview(refusal, broadcast.id))
        if await needs_approval(session, broadcast, await reckon(session, broadcast)):
            return Replace(said.with_preview(said.NEEDS_APPROVAL, broadcast.id))
        if not await _send(session, broadcast, wording, services):
            return Replace(saying(said.GONE))
    return Replace(saying(said.CORRECTED if broadcast.corrects else said.SENT))


@routes.on("broadcast.approval", needs=_WRITE)
async def ask_somebody_else(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        me, broadcast, wording = await _seen(session, request)
        if broadcast is None or broadcast.author_id != me:
            return Replace(saying(said.GONE))
        refusal = await _refusal(session, broadcast)
        if not refusal and not await approvers(session, broadcast):
            refusal = said.NOBODY_TO_APPROVE
        if refusal:
            return Replace(said.with_preview(refusal, broadcast.id))
        if not await ask_for_approval(session, broadcast, wording):
            return Replace(said.with_preview(said.ALREADY_ASKED, broadcast.id))
        await tell(session, Notice.APPROVAL, broadcast, services.clock.now())
    return Replace(said.with_preview(said.ASKED_APPROVAL, broadcast.id))


@routes.on("approval.give", needs=_APPROVE)
async def approve(request: Request, services: Services) -> Reply:
    """Sends it: the writer's scope, the approver's and the agreement of whom it is about are all asked again."""
    async with services.database.write() as session:
        me, broadcast, wording = await _seen(session, request)
        if broadcast is None or broadcast.stage is not Stage.WAITING:
            return Replace(saying(said.DECIDED))
        if not await may_approve(session, me, broadcast):
            return Replace(saying(said.NOT_YOURS_TO_APPROVE))
        if refusal := await _refusal(session, broadcast):
            return Replace(saying(refusal))
        if not await _send(session, broadcast, wording, services, approved_by=me):
            return Replace(saying(said.DECIDED))
        over = saying(said.APPROVED_BY_ANOTHER)
        await settle(session, Notice.APPROVAL, broadcast, over, services.clock.now(), but_for=me)
    return Replace(saying(said.APPROVED))


@routes.on("approval.back", opens_form=True, needs=_APPROVE)
async def open_sending_back(request: Request, services: Services) -> Reply:
    return Open(why_form(request.value))


@routes.on("approval.back.send", composes=True, needs=_APPROVE)
async def send_it_back(request: Request, services: Services) -> Reply:
    why, now = request.values.get(WHY, "").strip(), services.clock.now()
    if not 0 < len(why) <= LONGEST_WHY:
        return Faults({WHY: f"Write a sentence, {LONGEST_WHY} characters at most."})
    async with services.database.write() as session:
        me, broadcast, wording = await _seen(session, request)
        if broadcast is None or broadcast.stage is not Stage.WAITING:
            return Say(saying(said.DECIDED), private=True)
        if not await may_approve(session, me, broadcast):
            return Say(saying(said.NOT_YOURS_TO_APPROVE), private=True)
        if not await send_back(session, broadcast, wording, why, now):
            return Say(saying(said.DECIDED), private=True)
        await note(session, me, Act.SENT_BACK, now, broadcast.id)
        await settle(session, Notice.APPROVAL, broadcast, saying(said.SENT_BACK_BY_ANOTHER), now)
        await tell(session, Notice.SENT_BACK, broadcast, now)
    return Say(saying(said.SENT_BACK), private=True)


async def _seen(session: AsyncSession, request: Request) -> tuple[str, Broadcast | None, str]:
    """Who asks, about which announcement, and with which words they saw it."""
    me = await id_behind(session, request.sender)
    id_, _, wording = request.value.partition(" ")
    return me, await session.get(Broadcast, id_), wording


async def _refusal(session: AsyncSession, broadcast: Broadcast) -> str:
    """Why it can't be sent as it stands, whoever approves it; empty where it can."""
    author = broadcast.author_id
    roles = (await roles_of(session, [author])).get(author, set())
    if not may(roles, _WRITE) or not await may_write_to(session, author, broadcast.audience):
        return said.NOT_YOURS_TO_WRITE_TO
    return "" if broadcast.is_agreed else said.NOT_AGREED


async def _send(
    session: AsyncSession,
    broadcast: Broadcast,
    wording: str,
    services: Services,
    approved_by: str | None = None,
) -> bool:
    now = services.clock.now()
    reckoning = await reckon(session, broadcast)
    if not await send(session, broadcast, wording, now, approved_by):
        return False
    if approved_by:
        await note(session, approved_by, Act.APPROVED, now, broadcast.id)
    counts = {"people": str(reckoning.people), "channels": str(reckoning.channels)}
    act = Act.CORRECTED if broadcast.corrects else Act.SENT
    await note(
        session,
        broadcast.author_id,
        act,
        now,
        broadcast.corrects or broadcast.id,
        audience=broadcast.audience,
        **counts,
    )
    return True
