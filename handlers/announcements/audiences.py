"""Lets champions save audiences under a name, and shows each with today's count."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.announcements.declarations import ANNOUNCE
from bot.features.announcements.views import audiences as views
from bot.features.context import Context
from bot.people.access.allowances import BY_ROLE
from bot.people.audiences.actions import BRING_BACK, CHANGE, LIST, NEW, REMOVE, SAVE, SHOW
from bot.people.audiences.audience_form import ALL, NAME, WrittenAudience, form
from bot.people.audiences.audience_key import AudienceKey
from bot.people.audiences.audiences import count_of, is_channel, name_of, singles
from bot.people.audiences.saved_audiences import Combination, SavedAudience, save, saved_in
from bot.people.audit.acts import REMOVED_AUDIENCE, SAVED_AUDIENCE
from bot.people.audit.audit_log import record
from bot.people.identity.people import id_behind
from bot.store.types import new_id

routes = Routes()

_NEEDED = ANNOUNCE


@routes.word("audiences", "audience", needs=_NEEDED)
async def show_all(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        return Say(await _list(session, await _mine(session, request, services), services), private=True)


@routes.on(LIST, needs=_NEEDED)
async def back_to_all(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        return Replace(await _list(session, await _mine(session, request, services), services))


@routes.on(SHOW, needs=_NEEDED)
async def show_one(request: Request, services: Context) -> Reply:
    """Chosen from the list, or named by the button."""
    async with services.database.read() as session:
        shown = SHOW.value_of(request) or views.chosen_audience(
            request.values, await _mine(session, request, services)
        )
        if isinstance(shown, Faults):
            return shown
        return Replace(
            await _details(session, await _theirs(session, request, services, shown), request, services)
        )


@routes.on(NEW, opens_form=True, needs=_NEEDED)
async def open_new(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        person_id = await id_behind(session, request.sender)
        return Open(form(await singles(session, person_id)))


@routes.on(CHANGE, opens_form=True, needs=_NEEDED)
async def open_change(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        saved = await _theirs(session, request, services, CHANGE.value_of(request))
        return Open(form(await singles(session, await id_behind(session, request.sender)), saved))


@routes.on(SAVE, needs=_NEEDED, at_most=BY_ROLE)
async def save_it(request: Request, services: Context) -> Reply:
    """Saves a new row, also for a change, so that planned or agreed announcements keep the old audience.

    Saving it needs permission to write to all of it.
    """
    now = services.clock.now()
    async with services.database.write() as session:
        person_id = await id_behind(session, request.sender)
        written = WrittenAudience.read(request.values, await singles(session, person_id))
        if isinstance(written, Faults):
            return written
        given, changed = written.combination, SAVE.value_of(request)
        home = services.organisation.id
        saved = SavedAudience(id=new_id(), organisation_id=home, made_by=person_id, made_at=now)
        before = await _theirs(session, request, services, changed) if changed else None
        if before and before.combination == given:
            saved, before = before, None
        try:
            await save(session, saved, written.name, given, instead_of=before)
        except UserFacingError as error:
            return Faults({NAME: str(error)})
        await record(session, person_id, SAVED_AUDIENCE, now, saved.id, **_noted(given))
        return Say(await _details(session, saved, request, services), private=True)


@routes.on(REMOVE, needs=_NEEDED)
async def remove(request: Request, services: Context) -> Reply:
    """Messages on their way still find it."""
    now = services.clock.now()
    async with services.database.write() as session:
        saved = await _theirs(session, request, services, REMOVE.value_of(request))
        saved.removed_at = now
        await record(session, await id_behind(session, request.sender), REMOVED_AUDIENCE, now, saved.id)
    return Replace(views.removed(saved))


@routes.on(BRING_BACK, needs=_NEEDED)
async def bring_back(request: Request, services: Context) -> Reply:
    now = services.clock.now()
    async with services.database.write() as session:
        saved = await session.get(SavedAudience, BRING_BACK.value_of(request))
        person_id = await id_behind(session, request.sender)
        if saved is None or not await _may_change(session, person_id, saved):
            raise UserFacingError(views.GONE)
        # Another audience may have its name now. Then it stays removed, and the reply says so.
        await save(session, saved, saved.name, saved.combination)
        await record(session, person_id, SAVED_AUDIENCE, now, saved.id, **_noted(saved.combination))
        return Replace(await _details(session, saved, request, services))


async def _mine(session: AsyncSession, request: Request, services: Context) -> Sequence[SavedAudience]:
    person_id = await id_behind(session, request.sender)
    audiences = await saved_in(session, services.organisation.id)
    return [saved for saved in audiences if await _may_change(session, person_id, saved)]


async def _theirs(session: AsyncSession, request: Request, services: Context, audience: str) -> SavedAudience:
    matching = [saved for saved in await _mine(session, request, services) if saved.id == audience]
    if not matching:
        raise UserFacingError(views.GONE)
    return matching[0]


async def _may_change(session: AsyncSession, person_id: str, saved: SavedAudience) -> bool:
    """Its maker still may if a part of it is gone or no longer theirs to write to, so that they can mend it."""
    return saved.made_by == person_id or (await singles(session, person_id)).keys() >= saved.combination.named


def _noted(given: Combination) -> dict[str, str]:
    """For the audit."""
    more = {"but_not": " ".join(given.but_not)} if given.but_not else {}
    return {"keys": " ".join(given.keys), **({"in": ALL} if given.takes_all else {}), **more}


async def _list(session: AsyncSession, mine: Sequence[SavedAudience], services: Context) -> Message:
    return views.listed([await _counted(session, saved, services) for saved in mine])


async def _details(
    session: AsyncSession, saved: SavedAudience, request: Request, services: Context
) -> Message:
    reader, given = await id_behind(session, request.sender), saved.combination
    names, but_not = [
        [await name_of(session, services.organisation, key, reader) for key in keys]
        for keys in (given.keys, given.but_not)
    ]
    return views.details(await _counted(session, saved, services), names, but_not)


async def _counted(session: AsyncSession, saved: SavedAudience, services: Context) -> views.Counted:
    people = await count_of(session, services.organisation.id, str(AudienceKey("saved", saved.id)))
    return views.Counted(saved, people, sum(map(is_channel, saved.keys)))
