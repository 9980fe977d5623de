"""Writes announcements: the form, preview, test message, keeping and discarding a draft."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.announcements.actions import (
    CHANGE,
    CHECK,
    CORRECT,
    DISCARD,
    LIST,
    SEND_TEST,
    SHOW,
    WRITE,
    Origin,
    WrittenFrom,
)
from bot.features.announcements.declarations import ANNOUNCE
from bot.features.announcements.models import AnnouncementStage, Broadcast
from bot.features.announcements.service.composition import (
    TITLE,
    WORDS,
    Composed,
    composed,
    faults_of,
    recipient_faults,
)
from bot.features.announcements.service.drafts import (
    Meant,
    correction_of,
    discard,
    fill,
    mine,
    write,
    written_by,
)
from bot.features.announcements.service.notices import Notice, close_notices, notify
from bot.features.announcements.service.plan import places_of, plan_of, platforms_of
from bot.features.announcements.service.sending import paused_among
from bot.features.announcements.views import sentences
from bot.features.announcements.views.announcement import to_recipients
from bot.features.announcements.views.form import (
    chosen_announcement,
    chosen_template,
    correction_form,
    form,
    overview,
    typed_from,
    typed_of,
)
from bot.features.announcements.views.platform_differences import platform_notes
from bot.features.announcements.views.preview import preview
from bot.features.context import Context
from bot.people.access.allowances import BY_ROLE
from bot.people.audiences.audiences import choices, may_write_to
from bot.people.identity.lookup import name_in, people_called
from bot.people.identity.people import Person, id_behind
from bot.people.identity.platform_names import platform_label
from handlers.announcements.follow import as_it_stands
from handlers.composing_warning import warning

routes = Routes()

_NEEDED = ANNOUNCE


@routes.word("announce", "announcement", "announcements", "broadcast", "broadcasts", needs=_NEEDED)
@routes.on(LIST, needs=_NEEDED)
async def show_all(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        written = await written_by(session, await id_behind(session, request.sender))
        paused = await paused_among(session, written)
    return Say(overview(services.templates, written, services.clock.now().date(), paused), private=True)


@routes.on(WRITE, opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Context) -> Reply:
    template = services.templates.by_id.get(chosen_template(request.values))
    async with services.database.read() as session:
        audiences = await choices(session, await id_behind(session, request.sender))
    if not audiences:
        return Say(saying(sentences.NOBODY_TO_WRITE_TO), private=True)
    about = template is not None and template.meta.is_about_a_person
    origin = Origin(WrittenFrom.TEMPLATE, template.id if template else "")
    return Open(form(origin, typed_from(template), audiences, is_about_a_person=about))


@routes.on(SHOW, needs=_NEEDED)
async def show_one(request: Request, services: Context) -> Reply:
    """Chosen from the list, or named by the button."""
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        shown = SHOW.value_of(request)
        if shown is None:
            written, today = await written_by(session, me), services.clock.now().date()
            paused = await paused_among(session, written)
            shown = chosen_announcement(request.values, written, today, paused)
        broadcast = await mine(session, me, shown)
        if broadcast is None:
            return Say(saying(sentences.GONE, sentences.OTHERS), private=True)
        if broadcast.is_open:
            return Say(await _preview(session, broadcast, request, services), private=True)
        return Say(await as_it_stands(session, broadcast, services), private=True)


@routes.on(CHANGE, opens_form=True, needs=_NEEDED)
async def change(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        broadcast = await mine(session, me, CHANGE.value_of(request))
        if broadcast is None or not broadcast.is_open:
            return Say(saying(sentences.GONE, sentences.OTHERS), private=True)
        typed = typed_of(broadcast, await _subject(session, broadcast))
        audiences = await choices(session, me)
    origin = Origin(WrittenFrom.DRAFT, broadcast.id)
    if broadcast.corrects:
        return Open(correction_form(origin, typed))
    template = services.templates.by_id.get(broadcast.template)
    about = template is not None and template.meta.is_about_a_person
    return Open(form(origin, typed, audiences, is_about_a_person=about))


@routes.on(CORRECT, opens_form=True, needs=_NEEDED, at_most=BY_ROLE)
async def correct(request: Request, services: Context) -> Reply:
    """A correction goes the same way as the first version: preview, agreement, approval."""
    async with services.database.write() as session:
        broadcast = await mine(session, await id_behind(session, request.sender), CORRECT.value_of(request))
        if broadcast is None or broadcast.is_open:
            return Say(saying(sentences.GONE, sentences.OTHERS), private=True)
        draft = await correction_of(session, broadcast, services.clock.now())
    return Open(correction_form(Origin(WrittenFrom.DRAFT, draft.id), typed_of(draft, "")))


@routes.on(CHECK, composes=True, needs=_NEEDED, at_most=BY_ROLE, keeps_draft=True)
async def check(request: Request, services: Context) -> Reply:
    """Keeps it as a draft and shows it as people will see it. Nothing is sent."""
    now = services.clock.now()
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        typed = composed(request.values, await choices(session, me))
        draft = await _draft(session, me, CHECK.value_of(request), services)
        if draft is None:
            return Faults({"": sentences.GONE})
        subjects = [person.id for person in await people_called(session, typed.about)]
        given = _Given(typed, subjects, await may_write_to(session, me, typed.audience))
        if faults := _faults(given, draft, services):
            return Faults(faults)
        if too_long := services.rendering_problems(
            to_recipients(fill(Broadcast(), typed), await name_in(session, me))
        ):
            return Faults({WORDS: sentences.too_long(too_long[0])})
        meant = Meant(subjects[0] if typed.about else None, draft.template)
        await _ask_no_more(session, draft, now)
        await write(session, draft, typed, meant, now)
        return Say(await _preview(session, draft, request, services), private=True)


@routes.on(SEND_TEST, needs=_NEEDED, at_most=BY_ROLE)
async def test_it(request: Request, services: Context) -> Reply:
    """Sends it to the author alone, as everybody will get it, on each platform where they are."""
    async with services.database.write() as session:
        broadcast = await mine(session, await id_behind(session, request.sender), SEND_TEST.value_of(request))
        if broadcast is None or not broadcast.is_open:
            return Say(saying(sentences.GONE, sentences.OTHERS), private=True)
        places = await platforms_of(session, broadcast.author_id, services.paces.platforms)
        for place in places:
            await notify(session, Notice.TEST, broadcast, services.clock.now(), on=place)
    tested = sentences.tested([platform_label(place) for place in places])
    return Say(sentences.with_preview(tested, broadcast.id), private=True)


@routes.on(DISCARD, needs=_NEEDED)
async def discard_it(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        broadcast = await mine(session, await id_behind(session, request.sender), DISCARD.value_of(request))
        if broadcast is not None and broadcast.is_open:
            await _ask_no_more(session, broadcast, services.clock.now())
        is_gone = broadcast is not None and await discard(session, broadcast)
    return Replace(saying(sentences.DISCARDED if is_gone else sentences.GONE, sentences.OTHERS))


async def _subject(session: AsyncSession, broadcast: Broadcast) -> str:
    """The subject as typed in the form: the e-mail, if known."""
    person = await session.get(Person, broadcast.subject_id) if broadcast.subject_id else None
    return (person.email or person.name) if person else ""


async def _ask_no_more(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Ends requests about the old words. People can still withdraw what they agreed to."""
    over = saying(sentences.NOT_ASKED_ANY_MORE)
    if broadcast.stage is AnnouncementStage.WAITING:
        await close_notices(session, Notice.APPROVAL, broadcast, over, now)
    if broadcast.subject_id and not broadcast.agreed:
        await close_notices(session, Notice.AGREEMENT, broadcast, over, now)


async def _draft(session: AsyncSession, me: str, origin: Origin, services: Context) -> Broadcast | None:
    """The draft to change, or a new one; None if it was sent or discarded meanwhile."""
    if origin.kind is WrittenFrom.DRAFT:
        broadcast = await mine(session, me, origin.id)
        return broadcast if broadcast and broadcast.is_open else None
    return Broadcast(organisation_id=services.organisation.id, author_id=me, template=origin.id)


@dataclass(frozen=True, slots=True)
class _Given:
    typed: Composed
    subjects: Sequence[str]
    may_write: bool


def _faults(given: _Given, draft: Broadcast, services: Context) -> dict[str, str]:
    typed, templates = given.typed, services.templates
    left = {name: templates.left_in(draft.template, getattr(typed, name)) for name in (TITLE, WORDS)}
    today = services.clock.now().astimezone(ZoneInfo(services.organisation.time_zone)).date()
    faults = faults_of(typed, left, today, services.picture_hosts)
    if draft.corrects:
        return faults
    template = templates.by_id.get(draft.template)
    must_be_about = template is not None and template.meta.is_about_a_person
    return faults | recipient_faults(typed, len(given.subjects), given.may_write, must_be_about)


async def _preview(
    session: AsyncSession, broadcast: Broadcast, request: Request, services: Context
) -> Message:
    below = warning(services, "Send", broadcast.title, broadcast.words, broadcast.image_alt)
    running = services.paces.platforms
    plan = await plan_of(session, broadcast, broadcast.author_id, below, running)
    if broadcast.corrects is None:
        places = await places_of(session, broadcast, plan, request.sender.platform, running)
        shown = to_recipients(broadcast, plan.author, is_test=True)
        plan = replace(plan, platform_notes=platform_notes(shown, places, services.rendering_notes))
    return preview(broadcast, plan)
