"""Lets a peer worker write, preview, publish and withdraw their own entry, and choose who sees it."""

from functools import partial

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.asking.distress import distress_warning
from bot.features.asking.reader import off_loop
from bot.features.context import Context
from bot.features.peer_profiles.actions import (
    CLOSE_ENTRY,
    OWN_ENTRY,
    PREVIEW_ENTRY,
    PUBLISH_ENTRY,
    SAVE_ENTRY,
    WITHDRAW_ENTRY,
    WITHDRAW_NOW,
    WRITE_ENTRY,
)
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.peer_profiles.own_entry import OwnEntries
from bot.features.peer_profiles.searchable import words_of
from bot.features.peer_profiles.views import own_entry as views
from bot.features.peer_profiles.views.directory import outdated

routes = Routes()

_NEEDED = USE_PEER_DIRECTORY
_quietly = partial(routes.on, needs=_NEEDED, leaves_no_trace=True)
"""Neither that somebody opened their entry is written down, nor what they typed into it."""


@routes.word("my entry", needs=_NEEDED)
@routes.on(OWN_ENTRY, needs=_NEEDED)
async def own_entry(request: Request, services: Context) -> Reply:
    return Say(views.own_entry(), private=True)


@_quietly(WRITE_ENTRY, opens_form=True)
async def write(request: Request, services: Context) -> Reply:
    return Open(views.writing_form(await _entries(services).of(request.sender)))


@_quietly(SAVE_ENTRY, composes=True)
async def save(request: Request, services: Context) -> Reply:
    written = views.WrittenEntry.read(request.values)
    if isinstance(written, Faults):
        return written
    if await _entries(services).is_anothers(request.sender, written.texts["name"]):
        return Faults({"name": views.ANOTHERS_NAME})
    await _entries(services).write(request.sender, written.texts)
    return await show(request, services)


@_quietly(PREVIEW_ENTRY, opens_form=True)
async def show(request: Request, services: Context) -> Reply:
    """As others see it, with everybody who would."""
    own = await _entries(services).of(request.sender)
    if (profile := own.newest) is None:
        return Open(views.no_entry())
    detector, signposts = services.distress_detector, services.signposts
    warning = distress_warning.warning(detector, signposts, "Publish", *profile.written.values())
    is_weekly = services.peer_page is not None
    name = services.organisation.name
    return Open(views.preview_form(own, profile, name, warning, is_page_weekly=is_weekly))


@_quietly(PUBLISH_ENTRY)
async def publish(request: Request, services: Context) -> Reply:
    """To nobody hides it again, and keeps the text for them alone."""
    readers = views.ChosenReaders.read(request.values)
    if isinstance(readers, Faults):
        return readers
    own, version = await _entries(services).of(request.sender), PUBLISH_ENTRY.value_of(request)
    few = services.short_texts
    vectors = await off_loop(few.encode, words_of(own.newest) if own.newest else ())
    me = await _entries(services).publish(
        request.sender, version, readers.colleagues, on_page=readers.on_page, index=(few.name, vectors)
    )
    await services.open_forms.replace(me, outdated())
    return Say(views.applied(), private=True)


@_quietly(WITHDRAW_ENTRY, opens_form=True)
async def open_withdrawing(request: Request, services: Context) -> Reply:
    own = await _entries(services).of(request.sender)
    return Open(views.withdrawing_form(own, services.organisation.name) if own.newest else views.no_entry())


@_quietly(WITHDRAW_NOW)
async def withdraw(request: Request, services: Context) -> Reply:
    me = await _entries(services).withdraw(request.sender)
    await services.open_forms.replace(me, outdated())
    return Say(views.withdrawn(), private=True)


@_quietly(CLOSE_ENTRY)
async def close(request: Request, services: Context) -> Reply:
    return None


def _entries(services: Context) -> OwnEntries:
    return OwnEntries(services.database, services.clock)
