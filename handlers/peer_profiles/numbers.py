"""Shows leaders how much peer support was asked for and taken, as counts with noise for the whole organisation."""

from bot.conversation.request import Request
from bot.conversation.routes import Reply, Routes, Say
from bot.features.context import Context
from bot.features.digest.declarations import SEE_DIGEST
from bot.features.peer_profiles.actions import NUMBERS
from bot.features.peer_profiles.support.tally import told
from bot.features.peer_profiles.views.numbers import numbers
from bot.features.shadowing.numbers import came_along
from bot.publishing.keys import layers_of

routes = Routes()


@routes.word("peer support numbers", needs=SEE_DIGEST)
@routes.on(NUMBERS, needs=SEE_DIGEST)
async def peer_support_numbers(request: Request, services: Context) -> Reply:
    home, today = services.organisation.id, services.clock.now().date()
    layers = await layers_of(services.database, home, services.seal, today)
    async with services.database.read() as session:
        guests = await came_along(session, home, layers, today)
        return Say(numbers(await told(session, home, layers, today), guests), private=True)
