"""Sends an announcement, or asks somebody else to approve it first or send it back."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.delivery.ledger.changes import Responder
from bot.features.announcements.actions import (
    APPROVE,
    ASK_APPROVAL,
    OPEN_SENDING_BACK,
    SEND,
    SEND_BACK,
    SHOW_FOR_APPROVAL,
    SeenWording,
)
from bot.features.announcements.declarations import (
    ANNOUNCE,
    ANNOUNCEMENT_APPROVED,
    ANNOUNCEMENT_CORRECTED,
    ANNOUNCEMENT_SENT,
    ANNOUNCEMENT_SENT_BACK,
    APPROVE_ANNOUNCEMENTS,
)
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.approval import (
    approvers,
    ask_for_approval,
    may_approve,
    needs_approval,
    send_back,
)
from bot.features.announcements.service.audience_estimate import estimate_audience
from bot.features.announcements.service.composition import may_be_shown
from bot.features.announcements.service.notices import Notice, close_notices, notify
from bot.features.announcements.service.plan import plan_of
from bot.features.announcements.service.sending import send
from bot.features.announcements.views import sentences
from bot.features.announcements.views.announcement import to_recipients
from bot.features.announcements.views.preview import for_approval
from bot.features.announcements.views.sending_back import SendingBackReason, why_form
from bot.features.context import Context
from bot.people.access.allowances import BY_ROLE
from bot.people.access.permissions import may
from bot.people.access.roles import roles_of
from bot.people.audiences.audiences import may_write_to
from bot.people.audit.audit_log import record
from bot.people.identity.people import id_behind
from handlers.composing_warning import warning

routes = Routes()

_WRITE, _APPROVE = ANNOUNCE, APPROVE_ANNOUNCEMENTS


@routes.on(SEND, needs=_WRITE, at_most=BY_ROLE)
async def send_it(request: Request, services: Context) -> Reply:
    """Sends it once, even if pressed twice. Checks again all that may have changed since the preview."""
    seen = SEND.value_of(request)
    async with services.database.write() as session:
        me, broadcast = await _who_and_what(session, request, seen)
        if broadcast is None or broadcast.author_id != me:
            return Replace(saying(sentences.GONE, sentences.OTHERS))
        if refusal := await _refusal(session, broadcast, services):
            return Replace(sentences.with_preview(refusal, broadcast.id))
        if await needs_approval(session, broadcast, await estimate_audience(session, broadcast)):
            return Replace(sentences.with_preview(sentences.NEEDS_APPROVAL, broadcast.id))
        if not await _send(session, broadcast, seen.wording, services):
            return Replace(saying(sentences.GONE, sentences.OTHERS))
    return Replace(
        sentences.with_preview(sentences.CORRECTED if broadcast.corrects else sentences.SENT, broadcast.id)
    )


@routes.on(ASK_APPROVAL, needs=_WRITE, at_most=BY_ROLE)
async def ask_somebody_else(request: Request, services: Context) -> Reply:
    seen = ASK_APPROVAL.value_of(request)
    async with services.database.write() as session:
        me, broadcast = await _who_and_what(session, request, seen)
        if broadcast is None or broadcast.author_id != me:
            return Replace(saying(sentences.GONE, sentences.OTHERS))
        refusal = await _refusal(session, broadcast, services)
        if not refusal and not await approvers(session, broadcast):
            refusal = sentences.NOBODY_TO_APPROVE
        if refusal:
            return Replace(sentences.with_preview(refusal, broadcast.id))
        if not await ask_for_approval(session, broadcast, seen.wording):
            return Replace(sentences.with_preview(sentences.ALREADY_ASKED, broadcast.id))
        await notify(session, Notice.APPROVAL, broadcast, services.clock.now())
    return Replace(sentences.with_preview(sentences.ASKED_APPROVAL, broadcast.id))


@routes.on(SHOW_FOR_APPROVAL, needs=_APPROVE)
async def show_for_approval(request: Request, services: Context) -> Reply:
    """The same preview as in the request's message, for the button at home."""
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        waiting = SHOW_FOR_APPROVAL.value_of(request)
        broadcast = await session.get(Broadcast, waiting) if waiting else None
        if broadcast is None or broadcast.stage is not AnnouncementStage.WAITING:
            return Say(saying(sentences.DECIDED, sentences.HOME), private=True)
        if not await may_approve(session, me, broadcast):
            return Say(saying(sentences.NOT_YOURS_TO_APPROVE, sentences.HOME), private=True)
        doubts = warning(services, "Approve", broadcast.title, broadcast.words, broadcast.image_alt)
        plan = await plan_of(session, broadcast, me, doubts)
        return Say(for_approval(broadcast, plan), private=True)


@routes.on(APPROVE, needs=_APPROVE, at_most=BY_ROLE)
async def approve(request: Request, services: Context) -> Reply:
    """Sends it, after checking again the author's scope, the approver's and the subject's agreement."""
    seen = APPROVE.value_of(request)
    async with services.database.write() as session:
        me, broadcast = await _who_and_what(session, request, seen)
        if broadcast is None or broadcast.stage is not AnnouncementStage.WAITING:
            return Replace(saying(sentences.DECIDED, sentences.HOME))
        if not await may_approve(session, me, broadcast):
            return Replace(saying(sentences.NOT_YOURS_TO_APPROVE, sentences.HOME))
        if refusal := await _refusal(session, broadcast, services):
            return Replace(saying(refusal, sentences.HOME))
        if not await _send(session, broadcast, seen.wording, services, approved_by=me):
            return Replace(saying(sentences.DECIDED, sentences.HOME))
        over = saying(sentences.APPROVED_BY_ANOTHER, sentences.HOME)
        done = saying(sentences.APPROVED, sentences.HOME)
        answered = Responder(me, done, request.acted_on)
        await close_notices(session, Notice.APPROVAL, broadcast, over, services.clock.now(), answered)
    return Replace(done)


@routes.on(OPEN_SENDING_BACK, opens_form=True, needs=_APPROVE)
async def open_sending_back(request: Request, services: Context) -> Reply:
    return Open(why_form(OPEN_SENDING_BACK.value_of(request)))


@routes.on(SEND_BACK, composes=True, needs=_APPROVE, at_most=BY_ROLE, keeps_draft=True)
async def send_it_back(request: Request, services: Context) -> Reply:
    why, now = SendingBackReason.read(request.values), services.clock.now()
    if isinstance(why, Faults):
        return why
    seen = SEND_BACK.value_of(request)
    async with services.database.write() as session:
        me, broadcast = await _who_and_what(session, request, seen)
        if broadcast is None or broadcast.stage is not AnnouncementStage.WAITING:
            return Say(saying(sentences.DECIDED, sentences.HOME), private=True)
        if not await may_approve(session, me, broadcast):
            return Say(saying(sentences.NOT_YOURS_TO_APPROVE, sentences.HOME), private=True)
        if not await send_back(session, broadcast, seen.wording, why.sentence, now):
            return Say(saying(sentences.DECIDED, sentences.HOME), private=True)
        await record(session, me, ANNOUNCEMENT_SENT_BACK, now, broadcast.id)
        over = saying(sentences.SENT_BACK_BY_ANOTHER, sentences.HOME)
        done = saying(sentences.SENT_BACK, sentences.HOME)
        await close_notices(session, Notice.APPROVAL, broadcast, over, now, Responder(me, done))
        await notify(session, Notice.SENT_BACK, broadcast, now)
    return Say(done, private=True)


async def _who_and_what(
    session: AsyncSession, request: Request, seen: SeenWording
) -> tuple[str, Broadcast | None]:
    return await id_behind(session, request.sender), await session.get(Broadcast, seen.broadcast_id)


async def _refusal(session: AsyncSession, broadcast: Broadcast, services: Context) -> str:
    """The reason why it can't be sent, even if approved; empty if it can."""
    if not may_be_shown(broadcast.image_url, broadcast.link_url, services.picture_hosts):
        return sentences.ADDRESS_NOT_ALLOWED
    author = broadcast.author_id
    roles = (await roles_of(session, [author])).get(author, set())
    if not may(roles, _WRITE) or not await may_write_to(session, author, broadcast.audience):
        return sentences.NOT_YOURS_TO_WRITE_TO
    return "" if broadcast.is_agreed else sentences.NOT_AGREED


async def _send(
    session: AsyncSession,
    broadcast: Broadcast,
    seen_wording: str,
    services: Context,
    approved_by: str | None = None,
) -> bool:
    now = services.clock.now()
    estimate = await estimate_audience(session, broadcast)
    if not await send(session, broadcast, seen_wording, now, approved_by, to_recipients=to_recipients):
        return False
    if approved_by:
        await record(session, approved_by, ANNOUNCEMENT_APPROVED, now, broadcast.id)
    counts = {"people": str(estimate.people), "channels": str(estimate.channels)}
    act = ANNOUNCEMENT_CORRECTED if broadcast.corrects else ANNOUNCEMENT_SENT
    await record(
        session,
        broadcast.author_id,
        act,
        now,
        broadcast.corrects or broadcast.id,
        audience=broadcast.audience,
        **counts,
    )
    return True
