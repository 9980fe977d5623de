"""Shows leaders how much peer support was asked for and taken, as counts with noise for the whole organisation."""

from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.features.context import Context
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.peer_profiles.actions import NUMBERS
from bot.features.peer_profiles.support.request_counts import published_request_counts
from bot.features.peer_profiles.views.numbers import numbers
from bot.features.shadowing.guest_counts import came_along
from bot.publishing.noise_keys import noise_layers_of

routes = Routes()


@routes.word("peer support numbers", needs=SEE_DIGEST)
@routes.on(NUMBERS, needs=SEE_DIGEST)
async def peer_support_numbers(request: Request, services: Context) -> Reply:
    home, today = services.organisation.id, services.clock.now().date()
    layers = await noise_layers_of(services.database, home, services.seal, today)
    async with services.database.read() as session:
        guests = await came_along(session, home, layers, today)
        return Say(
            numbers(await published_request_counts(session, home, layers, today), guests), private=True
        )
