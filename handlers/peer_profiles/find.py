"""Colleagues look for a peer worker, and see an entry. Everything with a name in it is a dialog."""

from bot.conversation.choosing import chosen_in
from bot.conversation.request import Request
from bot.conversation.routes import Open, Reply, Routes, Say
from bot.features.asking.reader import off_loop
from bot.features.asking.retrieval.few import Few
from bot.features.context import Context
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.features.peer_profiles.finding import Directory
from bot.features.peer_profiles.matching import matches, wishes_in
from bot.features.peer_profiles.views import finding as views

routes = Routes()

_NEEDED = USE_PEER_DIRECTORY


@routes.word("find a peer", needs=_NEEDED)
@routes.on("peers", needs=_NEEDED)
async def directory(request: Request, services: Context) -> Reply:
    """Also for a sentence that says whom they look for."""
    return Say(views.directory(request.text if wishes_in(request.text) else ""), private=True)


@routes.on("peers.look", opens_form=True, needs=_NEEDED)
async def look(request: Request, services: Context) -> Reply:
    return await _found(request.value, request, services) if request.value else Open(views.wish_form())


@routes.on("peers.find", needs=_NEEDED)
async def find(request: Request, services: Context) -> Reply:
    return await _found(request.values.get(views.WISH, ""), request, services)


@routes.on("peers.show", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    seen = await Directory(services.database).seen_by(request.sender)
    who = chosen_in(views.WHO, {profile.person_id: profile.name for profile in seen}, request.values)
    profile = next((each for each in seen if each.person_id == who), None)
    return Open(views.whole(profile) if profile else views.gone())


@routes.on("peers.close", needs=_NEEDED)
async def close(request: Request, services: Context) -> Reply:
    return None


async def _found(sentence: str, request: Request, services: Context) -> Reply:
    seen, wishes = await Directory(services.database).seen_by(request.sender), wishes_in(sentence)
    if not wishes or not seen:
        return Open(views.everybody(seen))
    found = await off_loop(matches, seen, wishes, Few(services.finder.encoder))
    return Open(views.matches(found, [wish.words for wish in wishes]))
