"""A peer worker writes their own entry, sees it as others do, chooses who sees it, and withdraws it."""

from functools import partial

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.asking.distress import composing
from bot.features.asking.reader import off_loop
from bot.features.asking.retrieval.few import Few
from bot.features.context import Context
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.peer_profiles.models import WRITTEN
from bot.features.peer_profiles.own_entry import OwnEntries
from bot.features.peer_profiles.searchable import words_of
from bot.features.peer_profiles.views import own_entry as views
from bot.people.audiences.chosen_colleagues import Colleagues

routes = Routes()

_NEEDED = USE_PEER_DIRECTORY
_quietly = partial(routes.on, needs=_NEEDED, leaves_no_trace=True)
"""Neither that somebody opened their entry is written down, nor what they typed into it."""


@routes.word("my entry", needs=_NEEDED)
@routes.on("entry", needs=_NEEDED)
async def own_entry(request: Request, services: Context) -> Reply:
    return Say(views.own_entry(), private=True)


@_quietly("entry.write", opens_form=True)
async def write(request: Request, services: Context) -> Reply:
    return Open(views.writing_form(await _entries(services).of(request.sender)))


@_quietly("entry.save", composes=True)
async def save(request: Request, services: Context) -> Reply:
    written = {column: request.values.get(column, "").strip() for column in WRITTEN}
    if faults := views.faults_in(written):
        return Faults(faults)
    await _entries(services).write(request.sender, written)
    return await show(request, services)


@_quietly("entry.show", opens_form=True)
async def show(request: Request, services: Context) -> Reply:
    """As others see it, with everybody who would."""
    own = await _entries(services).of(request.sender)
    if (profile := own.newest) is None:
        return Open(views.no_entry())
    detector, signposts = services.distress_detector, services.signposts
    warning = composing.warning(detector, signposts, "Publish", *profile.written.values())
    return Open(views.preview_form(own, profile, services.organisation.name, warning))


@_quietly("entry.publish")
async def publish(request: Request, services: Context) -> Reply:
    """To nobody hides it again, and keeps the text for them alone."""
    own, chosen = await _entries(services).of(request.sender), request.values.get(views.COLLEAGUES, "")
    if chosen not in set(Colleagues):
        return Faults({views.COLLEAGUES: views.CHOOSE})
    on_page = request.values.get(views.PAGE) == views.YES
    few = Few(services.finder.encoder)
    vectors = await off_loop(few.encode, words_of(own.newest) if own.newest else ())
    await _entries(services).publish(
        request.sender, request.value, Colleagues(chosen), on_page=on_page, index=(few.name, vectors)
    )
    return Say(views.applied(), private=True)


@_quietly("entry.withdraw")
async def withdraw(request: Request, services: Context) -> Reply:
    await _entries(services).withdraw(request.sender)
    return Say(views.withdrawn(), private=True)


@_quietly("entry.close")
async def close(request: Request, services: Context) -> Reply:
    return None


def _entries(services: Context) -> OwnEntries:
    return OwnEntries(services.database, services.clock)
