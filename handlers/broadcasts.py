"""Announcements: somebody writes one, sees it as people will, tries it, and keeps or discards it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.broadcasts import said
from bot.broadcasts.composing import ABOUT, AUDIENCE, TITLE, WORDS, Composed, composed, faults_of
from bot.broadcasts.drafts import Meant, correction_of, discard, fill, mine, write, written_by
from bot.broadcasts.notices import Notice, settle, tell
from bot.broadcasts.planning import places_of, plan_of, platforms_of
from bot.broadcasts.shown import to_recipients
from bot.broadcasts.shown_form import (
    EMPTY,
    START,
    WHICH,
    correction_form,
    form,
    overview,
    typed_from,
    typed_of,
)
from bot.broadcasts.shown_places import where
from bot.broadcasts.shown_preview import preview
from bot.broadcasts.tables import Broadcast, Stage
from bot.conversation.message import Message, saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.people.accounts_form import in_words
from bot.people.audiences import choices, may_write_to
from bot.people.finding import name_in, people_called
from bot.people.people import id_behind
from bot.people.permissions import Permission
from bot.services import Services
from handlers.broadcast_reports import as_it_stands
from handlers.composing import warning

routes = Routes()

_NEEDED = Permission.BROADCAST


@routes.word("announce", "announcement", "announcements", "broadcast", "broadcasts", needs=_NEEDED)
@routes.on("broadcasts", needs=_NEEDED)
async def show_all(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        written = await written_by(session, await id_behind(session, request.sender))
    return Say(overview(services.templates, written), private=True)


@routes.on("broadcast.open", opens_form=True, needs=_NEEDED)
async def open_form(request: Request, services: Services) -> Reply:
    template = services.templates.by_id.get(request.values.get(START, EMPTY))
    async with services.database.read() as session:
        audiences = await choices(session, await id_behind(session, request.sender))
    if not audiences:
        return Say(saying(_NOBODY_TO_WRITE_TO), private=True)
    about = template is not None and template.meta.is_about_a_person
    value = f"template {template.id if template else ''}"
    return Open(form(value, typed_from(template), audiences, is_about_a_person=about))


@routes.on("broadcast.show", needs=_NEEDED)
async def show_one(request: Request, services: Services) -> Reply:
    """Chosen from the list, or named by the button."""
    chosen = request.value or request.values.get(WHICH, "")
    async with services.database.read() as session:
        broadcast = await mine(session, await id_behind(session, request.sender), chosen)
        if broadcast is None:
            return Say(saying(said.GONE), private=True)
        if broadcast.is_open:
            return Say(await _preview(session, broadcast, request, services), private=True)
        return Say(await as_it_stands(session, broadcast, services), private=True)


@routes.on("broadcast.change", opens_form=True, needs=_NEEDED)
async def change(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        broadcast = await mine(session, me, request.value)
        if broadcast is None or not broadcast.is_open:
            return Say(saying(said.GONE), private=True)
        typed = typed_of(broadcast, await name_in(session, broadcast.subject_id))
        audiences = await choices(session, me)
    value = f"draft {broadcast.id}"
    if broadcast.corrects:
        return Open(correction_form(value, typed))
    template = services.templates.by_id.get(broadcast.template)
    about = template is not None and template.meta.is_about_a_person
    return Open(form(value, typed, audiences, is_about_a_person=about))


@routes.on("broadcast.correct", opens_form=True, needs=_NEEDED)
async def correct(request: Request, services: Services) -> Reply:
    """Other words for what was sent go the same way as the first: shown, agreed to, approved."""
    async with services.database.write() as session:
        broadcast = await mine(session, await id_behind(session, request.sender), request.value)
        if broadcast is None or broadcast.is_open:
            return Say(saying(said.GONE), private=True)
        draft = await correction_of(session, broadcast, services.clock.now())
    return Open(correction_form(f"draft {draft.id}", typed_of(draft, "")))


@routes.on("broadcast.check", composes=True, needs=_NEEDED)
async def check(request: Request, services: Services) -> Reply:
    """Keeps it as a draft and shows it as people will see it. Nothing is sent."""
    typed, now = composed(request.values), services.clock.now()
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        draft = await _draft(session, me, request.value, services)
        if draft is None:
            return Faults({"": said.GONE})
        subjects = [person.id for person in await people_called(session, typed.about)]
        given = _Given(typed, subjects, await may_write_to(session, me, typed.audience))
        if faults := _faults(given, draft, services):
            return Faults(faults)
        if too_long := services.misfits(to_recipients(fill(Broadcast(), typed), await name_in(session, me))):
            return Faults({WORDS: f"{too_long[0]}. Say it in fewer words or parts."})
        meant = Meant(subjects[0] if typed.about else None, draft.template)
        await _ask_no_more(session, draft, now)
        await write(session, draft, typed, meant, now)
        return Say(await _preview(session, draft, request, services), private=True)


@routes.on("broadcast.test", needs=_NEEDED)
async def test_it(request: Request, services: Services) -> Reply:
    """The way everybody will get it, but to nobody else: on each platform where they are."""
    async with services.database.write() as session:
        broadcast = await mine(session, await id_behind(session, request.sender), request.value)
        if broadcast is None or not broadcast.is_open:
            return Say(saying(said.GONE), private=True)
        places = await platforms_of(session, broadcast.author_id, services.paces.platforms)
        for place in places:
            await tell(session, Notice.TEST, broadcast, services.clock.now(), on=place)
    return Say(saying(said.tested([in_words(place) for place in places])), private=True)


@routes.on("broadcast.discard", needs=_NEEDED)
async def discard_it(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        broadcast = await mine(session, await id_behind(session, request.sender), request.value)
        if broadcast is not None and broadcast.is_open:
            await _ask_no_more(session, broadcast, services.clock.now())
        is_gone = broadcast is not None and await discard(session, broadcast)
    return Replace(saying(said.DISCARDED if is_gone else said.GONE))


async def _ask_no_more(session: AsyncSession, broadcast: Broadcast, now: datetime) -> None:
    """Whoever was asked about the words as they were. What somebody agreed to stays theirs to take back."""
    over = saying(said.NOT_ASKED_ANY_MORE)
    if broadcast.stage is Stage.WAITING:
        await settle(session, Notice.APPROVAL, broadcast, over, now)
    if broadcast.subject_id and not broadcast.agreed:
        await settle(session, Notice.AGREEMENT, broadcast, over, now)


async def _draft(session: AsyncSession, me: str, value: str, services: Services) -> Broadcast | None:
    """The one that is being changed, or a new one; None where it was sent or discarded meanwhile."""
    what, _, which = value.partition(" ")
    if what == "draft":
        broadcast = await mine(session, me, which)
        return broadcast if broadcast and broadcast.is_open else None
    return Broadcast(organisation_id=services.organisation.id, author_id=me, template=which)


@dataclass(frozen=True, slots=True)
class _Given:
    typed: Composed
    subjects: Sequence[str]
    may_write: bool


def _faults(given: _Given, draft: Broadcast, services: Services) -> dict[str, str]:
    typed, templates = given.typed, services.templates
    left = {name: templates.left_in(draft.template, getattr(typed, name)) for name in (TITLE, WORDS)}
    today = services.clock.now().astimezone(ZoneInfo(services.organisation.time_zone)).date()
    faults = faults_of(typed, left, today)
    if draft.corrects:
        return faults
    template = templates.by_id.get(draft.template)
    if not given.may_write:
        faults[AUDIENCE] = "Choose one of these."
    if typed.about and len(given.subjects) != 1:
        faults[ABOUT] = _SEVERAL if given.subjects else _NOT_FOUND
    if template and template.meta.is_about_a_person and not typed.about:
        faults[ABOUT] = "Write who it is about: they are asked before it is sent."
    return faults


_NOT_FOUND = "Nobody here has that e-mail or full name. Write it as it stands in your list of people."
_SEVERAL = "Several people have that name. Write their e-mail instead."
_NOBODY_TO_WRITE_TO = "There is nobody you can write to yet. Ask an administrator to look at your role."


async def _preview(
    session: AsyncSession, broadcast: Broadcast, request: Request, services: Services
) -> Message:
    below = warning(services, "Send", broadcast.title, broadcast.words, broadcast.image_alt)
    running = services.paces.platforms
    plan = await plan_of(session, broadcast, broadcast.author_id, below, running)
    if broadcast.corrects is None:
        places = await places_of(session, broadcast, plan, request.sender.platform, running)
        shown = to_recipients(broadcast, plan.author, is_test=True)
        plan = replace(plan, where=where(shown, places, services.looks))
    return preview(broadcast, plan)
