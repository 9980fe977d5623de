"""Lets champions save audiences under a name, and shows each with today's count."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.choosing import chosen_in
from bot.conversation.message import (
    Block,
    Bullets,
    Button,
    Buttons,
    Choice,
    Facts,
    Heading,
    Message,
    Option,
    text,
)
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.announcements.declarations import ANNOUNCE
from bot.features.context import Context
from bot.people.access.allowances import BY_ROLE
from bot.people.audiences.audience_form import ALL, chosen_keys, combined, faults, form
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


@routes.on("audiences", needs=_NEEDED)
async def back_to_all(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        return Replace(await _list(session, await _mine(session, request, services), services))


@routes.on("audience.show", needs=_NEEDED)
async def show_one(request: Request, services: Context) -> Reply:
    """Chosen from the list, or named by the button."""
    async with services.database.read() as session:
        mine = {saved.id: saved.name for saved in await _mine(session, request, services)}
        chosen = request.value or chosen_in("audience", mine, request.values)
        if not chosen:
            return Faults({"audience": "Choose one of them first."})
        return Replace(
            await _one(session, await _theirs(session, request, services, chosen), request, services)
        )


@routes.on("audience.new", opens_form=True, needs=_NEEDED)
async def open_new(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        person_id = await id_behind(session, request.sender)
        return Open(form(await singles(session, person_id)))


@routes.on("audience.change", opens_form=True, needs=_NEEDED)
async def open_change(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        saved = await _theirs(session, request, services, request.value)
        return Open(form(await singles(session, await id_behind(session, request.sender)), saved))


@routes.on("audience.save", needs=_NEEDED, at_most=BY_ROLE)
async def save_it(request: Request, services: Context) -> Reply:
    """Saves a new row, also for a change, so that planned or agreed announcements keep the old audience.

    Saving it needs permission to write to all of it.
    """
    now = services.clock.now()
    async with services.database.write() as session:
        person_id = await id_behind(session, request.sender)
        name = " ".join(request.values.get("name", "").split())
        single = await singles(session, person_id)
        values = chosen_keys(request.values, single)
        if found := faults(name, values, single):
            return Faults(found)
        given, home = combined(values), services.organisation.id
        saved = SavedAudience(id=new_id(), organisation_id=home, made_by=person_id, made_at=now)
        before = await _theirs(session, request, services, request.value) if request.value else None
        if before and before.combination == given:
            saved, before = before, None
        try:
            await save(session, saved, name, given, instead_of=before)
        except UserFacingError as error:
            return Faults({"name": str(error)})
        await record(session, person_id, SAVED_AUDIENCE, now, saved.id, **_noted(given))
        return Say(await _one(session, saved, request, services), private=True)


@routes.on("audience.remove", needs=_NEEDED)
async def remove(request: Request, services: Context) -> Reply:
    """Messages on their way still find it."""
    now = services.clock.now()
    async with services.database.write() as session:
        saved = await _theirs(session, request, services, request.value)
        saved.removed_at = now
        await record(session, await id_behind(session, request.sender), REMOVED_AUDIENCE, now, saved.id)
    said = f"Removed: {saved.name}."
    back = Button("Undo", "audience.bring-back", saved.id)
    more = " What you have planned for it still goes out."
    return Replace(Message(said, (text(said, more), Buttons((back, Button("All audiences", "audiences"))))))


@routes.on("audience.bring-back", needs=_NEEDED)
async def bring_back(request: Request, services: Context) -> Reply:
    now = services.clock.now()
    async with services.database.write() as session:
        saved = await session.get(SavedAudience, request.value)
        person_id = await id_behind(session, request.sender)
        if saved is None or not await _may_change(session, person_id, saved):
            raise UserFacingError(_GONE)
        # Its name may be another's by now: then it stays removed, and they are told.
        await save(session, saved, saved.name, saved.combination)
        await record(session, person_id, SAVED_AUDIENCE, now, saved.id, **_noted(saved.combination))
        return Replace(await _one(session, saved, request, services))


async def _mine(session: AsyncSession, request: Request, services: Context) -> Sequence[SavedAudience]:
    person_id = await id_behind(session, request.sender)
    found = await saved_in(session, services.organisation.id)
    return [saved for saved in found if await _may_change(session, person_id, saved)]


async def _theirs(session: AsyncSession, request: Request, services: Context, audience: str) -> SavedAudience:
    found = [saved for saved in await _mine(session, request, services) if saved.id == audience]
    if not found:
        raise UserFacingError(_GONE)
    return found[0]


async def _may_change(session: AsyncSession, person_id: str, saved: SavedAudience) -> bool:
    """Its maker still may if a part of it is gone or no longer theirs to write to, so that they can mend it."""
    return saved.made_by == person_id or (await singles(session, person_id)).keys() >= saved.combination.named


def _noted(given: Combination) -> dict[str, str]:
    """For the audit."""
    more = {"but_not": " ".join(given.but_not)} if given.but_not else {}
    return {"keys": " ".join(given.keys), **({"in": ALL} if given.takes_all else {}), **more}


async def _list(session: AsyncSession, mine: Sequence[SavedAudience], services: Context) -> Message:
    said = "Audiences you have put together"
    new = Button("Put one together", "audience.new")
    if not mine:
        return Message(said, (Heading(said), text(_NONE_YET), Buttons((new,))))
    rows = tuple([(saved.name, await _count(session, saved, services)) for saved in mine])
    which = Choice(
        "audience", "Which one?", tuple(Option(saved.id, saved.name) for saved in mine), is_searched=True
    )
    buttons = Buttons((Button("Open", "audience.show"), new))
    return Message(said, (Heading(said), Facts(rows), text(_TODAY, quiet=True), which, buttons))


async def _one(session: AsyncSession, saved: SavedAudience, request: Request, services: Context) -> Message:
    said = f"{saved.name}: {await _count(session, saved, services)}"
    reader, given = await id_behind(session, request.sender), saved.combination
    names, others = [
        [text(await name_of(session, services.organisation, key, reader)) for key in keys]
        for keys in (given.keys, given.but_not)
    ]
    change = Button("Change it", "audience.change", saved.id)
    buttons = (change, Button("Remove it", "audience.remove", saved.id), Button("All audiences", "audiences"))
    whom = text(_ALL_OF if given.takes_all else _ANY_OF)
    blocks: list[Block] = [Heading(said), whom, Bullets(tuple(names))]
    if others:
        blocks += [text("But nobody who is in:"), Bullets(tuple(others))]
    return Message(said, (*blocks, text(_TODAY, quiet=True), Buttons(buttons)))


async def _count(session: AsyncSession, saved: SavedAudience, services: Context) -> str:
    people = await count_of(session, services.organisation.id, f"saved:{saved.id}")
    channels = sum(map(is_channel, saved.keys))
    counted = [(people, "person", "people"), (channels, "channel", "channels")]
    return " and ".join(f"{n} {one if n == 1 else many}" for n, one, many in counted if n) or "nobody yet"


_GONE = "That audience isn't there any more, or isn't yours to change. Say \"audiences\" to see yours."
_ANY_OF = "People in any of these are in it, once."
_ALL_OF = "Only people in all of these are in it."
_TODAY = "Counted now, without guests and without people who have left. It follows your teams as they change."
_NONE_YET = (
    "None so far. Put together whom you write to again and again, such as two wards and the champions, and "
    "choose them by name when you write an announcement."
)
