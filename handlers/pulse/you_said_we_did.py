"""Lets leaders write, preview, post and take back "You said, we did" posts."""

from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.choosing import chosen_in
from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.delivery.calendar.slots import Occasion, Slot, SlotState, open_slots
from bot.delivery.ledger.changes import recall
from bot.features.context import Context
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.digest.service import groups_led_by
from bot.features.pulse.declarations import RESULTS
from bot.features.pulse.views import you_said_we_did
from bot.features.pulse.views.you_said_we_did import DID, GROUP, SAID
from bot.features.pulse.waves.groups import ORGANISATION
from bot.features.pulse.you_said_we_did import JOB, LONGEST, WeDid, drop_draft, keep_draft, mine, post
from bot.people.access.allowances import BY_ROLE
from bot.people.access.scopes import people_in
from bot.people.identity.lookup import teams_by_id
from bot.people.identity.people import id_behind
from handlers.composing_warning import warning

routes = Routes()

_NEEDED = SEE_DIGEST


@routes.on("we-did.open", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        _, groups = await _me(session, request, services)
    return Open(
        you_said_we_did.form(groups, request.value if request.value in groups else next(iter(groups)))
    )


@routes.on("we-did.change", opens_form=True, needs=_NEEDED)
async def change(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        me, groups = await _me(session, request, services)
        draft = await mine(session, me, request.value)
    if draft is None or draft.posted_at or draft.group_key not in groups:
        return Say(saying(you_said_we_did.GONE), private=True)
    return Open(you_said_we_did.form(groups, draft.group_key, draft.said, draft.did))


@routes.on("we-did.check", composes=True, needs=_NEEDED, at_most=BY_ROLE)
async def check(request: Request, services: Context) -> Reply:
    """Shows it as staff will see it, and to how many it goes. Nothing is sent."""
    said, did = (request.values.get(name, "").strip() for name in (SAID, DID))
    async with services.database.write() as session:
        me, groups = await _me(session, request, services)
        group = chosen_in(GROUP, groups, request.values) or request.value
        if faults := _faults(said, did, is_led=group in groups):
            return Faults(faults)
        draft = WeDid(organisation_id=services.organisation.id, person_id=me, group_key=group)
        draft.said, draft.did = said, did
        await keep_draft(session, draft)
        people = await people_in(session, services.organisation.id, _team(group))
    return Say(
        you_said_we_did.preview(draft, groups[group], len(people), warning(services, "Post", said, did)),
        private=True,
    )


@routes.on("we-did.post", needs=_NEEDED, at_most=BY_ROLE)
async def post_it(request: Request, services: Context) -> Reply:
    """Pressed twice, it is posted once."""
    now = services.clock.now()
    async with services.database.write() as session:
        me, groups = await _me(session, request, services)
        draft = await mine(session, me, request.value)
        if draft is None:
            return Replace(saying(you_said_we_did.GONE))
        if draft.group_key not in groups:
            return Replace(saying(you_said_we_did.NOT_YOURS_TO_LEAD))
        if await post(session, draft.id, now):
            day = now.astimezone(ZoneInfo(services.organisation.time_zone)).date()
            once = Occasion(draft.schedule, JOB, RESULTS, services.organisation.id, day, now)
            await open_slots(session, [once])
    return Replace(you_said_we_did.posted(draft, groups[draft.group_key]))


@routes.on("we-did.leave", needs=_NEEDED)
async def leave(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me, _ = await _me(session, request, services)
        draft = await mine(session, me, request.value)
        if draft is None or draft.posted_at:
            return Replace(saying(you_said_we_did.GONE))
        await drop_draft(session, me, request.value)
    return Replace(saying(you_said_we_did.LEFT))


@routes.on("we-did.take-back", needs=_NEEDED)
async def take_back(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me, _ = await _me(session, request, services)
        posted = await mine(session, me, request.value)
        slot = await session.scalar(select(Slot).where(Slot.schedule == posted.schedule)) if posted else None
        if slot is None:
            return Replace(saying(you_said_we_did.TOO_LATE))
        if slot.state is not SlotState.CANCELLED:
            await recall(session, slot.id, services.clock.now())
    return Replace(saying(you_said_we_did.TAKEN_BACK))


async def _me(session: AsyncSession, request: Request, services: Context) -> tuple[str, dict[str, str]]:
    """Who writes, and what they lead: names by group. Permission was asked for: it is somebody we know."""
    me = await id_behind(session, request.sender)
    names = {ORGANISATION: services.organisation.name, **await teams_by_id(session)}
    return me, {group: names[group] for group in await groups_led_by(session, me)}


def _faults(said: str, did: str, *, is_led: bool) -> dict[str, str]:
    faults = {} if is_led else {GROUP: "Choose one of the groups you lead."}
    for name, typed in ((SAID, said), (DID, did)):
        if not typed:
            faults[name] = "Write a sentence, or close this."
        elif len(typed) > LONGEST:
            faults[name] = f"That is {len(typed)} characters long. Keep it to {LONGEST}."
    return faults


def _team(group: str) -> str | None:
    return None if group == ORGANISATION else group
