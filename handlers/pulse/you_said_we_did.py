"""Lets leaders write, preview, post and take back "You said, we did" posts."""

from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.delivery.calendar.slots import Occasion, SlotState, open_slots, slot_of
from bot.delivery.ledger.changes import recall
from bot.features.context import Context
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.digest.service import groups_led_by
from bot.features.pulse.actions import (
    CHANGE_POST,
    CHECK_POST,
    LEAVE_POST,
    OPEN_POST,
    SEND_POST,
    TAKE_POST_BACK,
)
from bot.features.pulse.declarations import RESULTS
from bot.features.pulse.views import you_said_we_did
from bot.features.pulse.views.you_said_we_did import WrittenPost
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.you_said_we_did import JOB, WeDid, drop_draft, keep_draft, mine, post
from bot.people.access.allowances import BY_ROLE
from bot.people.access.scopes import people_in
from bot.people.identity.lookup import teams_by_id
from bot.people.identity.people import id_behind
from handlers.composing_warning import warning

routes = Routes()

_NEEDED = SEE_DIGEST


@routes.on(OPEN_POST, opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        _, groups = await _me(session, request, services)
    group = OPEN_POST.value_of(request)
    return Open(you_said_we_did.form(groups, group if group in groups else next(iter(groups))))


@routes.on(CHANGE_POST, opens_form=True, needs=_NEEDED)
async def change(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        me, groups = await _me(session, request, services)
        draft = await mine(session, me, CHANGE_POST.value_of(request))
    if draft is None or draft.posted_at or draft.group_key not in groups:
        return Say(saying(you_said_we_did.GONE), private=True)
    return Open(you_said_we_did.form(groups, draft.group_key, draft.said, draft.did))


@routes.on(CHECK_POST, composes=True, needs=_NEEDED, at_most=BY_ROLE, keeps_draft=True)
async def check(request: Request, services: Context) -> Reply:
    """Shows it as staff will see it, and to how many it goes. Nothing is sent."""
    async with services.database.write() as session:
        me, groups = await _me(session, request, services)
        written = WrittenPost.read(request.values, groups, CHECK_POST.value_of(request))
        if isinstance(written, Faults):
            return written
        draft = WeDid(organisation_id=services.organisation.id, person_id=me, group_key=written.group)
        draft.said, draft.did = written.said, written.did
        await keep_draft(session, draft)
        people = await people_in(session, services.organisation.id, _team(written.group))
    doubts = warning(services, "Post", written.said, written.did)
    return Say(you_said_we_did.preview(draft, groups[written.group], len(people), doubts), private=True)


@routes.on(SEND_POST, needs=_NEEDED, at_most=BY_ROLE)
async def post_it(request: Request, services: Context) -> Reply:
    """Pressed twice, it is posted once."""
    now = services.clock.now()
    async with services.database.write() as session:
        me, groups = await _me(session, request, services)
        draft = await mine(session, me, SEND_POST.value_of(request))
        if draft is None:
            return Replace(saying(you_said_we_did.GONE))
        if draft.group_key not in groups:
            return Replace(saying(you_said_we_did.NOT_YOURS_TO_LEAD))
        if await post(session, draft.id, now):
            day = now.astimezone(ZoneInfo(services.organisation.time_zone)).date()
            once = Occasion(draft.schedule, JOB, RESULTS, services.organisation.id, day, now)
            await open_slots(session, [once])
    return Replace(you_said_we_did.posted(draft, groups[draft.group_key]))


@routes.on(LEAVE_POST, needs=_NEEDED)
async def leave(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me, _ = await _me(session, request, services)
        post_id = LEAVE_POST.value_of(request)
        draft = await mine(session, me, post_id)
        if draft is None or draft.posted_at:
            return Replace(saying(you_said_we_did.GONE))
        await drop_draft(session, me, post_id)
    return Replace(saying(you_said_we_did.LEFT))


@routes.on(TAKE_POST_BACK, needs=_NEEDED)
async def take_back(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me, _ = await _me(session, request, services)
        posted = await mine(session, me, TAKE_POST_BACK.value_of(request))
        slot = await slot_of(session, posted.schedule) if posted else None
        if slot is None:
            return Replace(saying(you_said_we_did.TOO_LATE))
        if slot.state is not SlotState.CANCELLED:
            await recall(session, slot.id, services.clock.now())
    return Replace(saying(you_said_we_did.TAKEN_BACK))


async def _me(session: AsyncSession, request: Request, services: Context) -> tuple[str, dict[str, str]]:
    """The writer, and the groups that they lead: names by group. The route's permission makes sure that they are known."""
    me = await id_behind(session, request.sender)
    names = {ORGANISATION: services.organisation.name, **await teams_by_id(session)}
    return me, {group: names[group] for group in await groups_led_by(session, me)}


def _team(group: str) -> str | None:
    return None if group == ORGANISATION else group
