"""Lets colleagues search the directory of peer workers and open an entry. Names appear in dialogs only."""

from bot.conversation.choosing import ListState
from bot.conversation.request import Request
from bot.conversation.routes import Open, Reply, Routes, Say
from bot.features.asking.reader import off_loop
from bot.features.context import Context
from bot.features.peer_profiles.actions import CLOSE, FIND, LOOK, SHOW_ENTRY
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.peer_profiles.matching import matches
from bot.features.peer_profiles.views import directory as views
from bot.features.peer_profiles.visible_directory import VisibleDirectory
from bot.features.shared_actions import FIND_PEER_WORKER

routes = Routes()

_NEEDED = USE_PEER_DIRECTORY


@routes.word("find a peer", needs=_NEEDED)
@routes.on(FIND_PEER_WORKER, needs=_NEEDED)
async def directory(request: Request, services: Context) -> Reply:
    """Opens the directory, also for a sentence that has a query."""
    return Say(
        views.directory(request.text if services.query_parser.read(request.text) else ""), private=True
    )


@routes.on(LOOK, opens_form=True, needs=_NEEDED)
async def open_search(request: Request, services: Context) -> Reply:
    wish = LOOK.value_of(request)
    return await _search_result(wish, request, services) if wish else Open(views.wish_form())


@routes.on(FIND, needs=_NEEDED)
async def find(request: Request, services: Context) -> Reply:
    return await _search_result(views.Wish.read(request.values).sentence, request, services)


@routes.on(SHOW_ENTRY, needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    seen = await VisibleDirectory(services.database).seen_by(request.sender)
    there = [profile.person_id for profile in seen]
    if ListState.read(request.values, request.form, views.WHO, there) is ListState.CHOICE_GONE:
        return Open(views.gone())
    profile = views.PickedEntry.read(request.values, seen).profile
    return Open(views.whole(profile) if profile else views.gone())


@routes.on(CLOSE, needs=_NEEDED)
async def close(request: Request, services: Context) -> Reply:
    return None


async def _search_result(sentence: str, request: Request, services: Context) -> Reply:
    seen = await VisibleDirectory(services.database).seen_by(request.sender)
    sought = services.query_parser.read(sentence)
    if not sought or not seen:
        return Open(views.everybody(seen))
    ranked = await off_loop(matches, seen, sought, services.short_texts, services.query_parser.vocabulary)
    return Open(views.matches(ranked, [wish.words for wish in sought]))
