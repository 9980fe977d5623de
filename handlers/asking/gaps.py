"""Shows champions and editors which answers are missing or don't help. Counts only."""

import asyncio

from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.features.asking.actions import DONE_WITH_GAP, GAPS
from bot.features.asking.declarations import EDIT_CONTENT, SEE_GAPS
from bot.features.asking.gaps import delete_missing, gaps, missing
from bot.features.asking.own_questions import not_written
from bot.features.asking.views.gaps import gaps_message
from bot.features.context import Context
from bot.features.pulse.preferences import choices_of
from bot.people.access.permissions import may
from bot.people.access.roles import roles_of
from bot.people.identity.people import person_behind
from bot.publishing.noise_keys import noise_layers_of

routes = Routes()

_NEEDED = SEE_GAPS


@routes.on(GAPS, needs=_NEEDED)
@routes.word("gaps", "content gaps", needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    """Editors also read what people chose to tell them; it was written to them alone."""
    home, today = services.organisation.id, services.clock.now().date()
    layers = await noise_layers_of(services.database, home, services.seal, today)
    async with services.database.read() as session:
        floor = (await choices_of(session, home)).floor
        open_gaps = await gaps(session, home, today, floor, layers)
        person = await person_behind(session, request.sender)
        roles = (await roles_of(session, [person.id])).get(person.id, set()) if person else set()
        reported = await missing(session, home) if may(roles, EDIT_CONTENT) else None
    snapshot = services.card_store.snapshot
    unwritten = await asyncio.to_thread(not_written, snapshot)
    return Say(gaps_message(open_gaps, reported, snapshot.library, unwritten, floor, today), private=True)


@routes.on(DONE_WITH_GAP, needs=EDIT_CONTENT)
async def done(request: Request, services: Context) -> Reply:
    """Deletes it, and shows what is left."""
    async with services.database.write() as session:
        await delete_missing(session, services.organisation.id, DONE_WITH_GAP.value_of(request))
    shown = await show(request, services)
    return Replace(shown.message) if isinstance(shown, Say) else shown
