"""Opens and saves a person's private reflection after shadowing. Nobody else sees it, or that it exists."""

from functools import partial

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.context import Context
from bot.features.shadowing.actions import OPEN_REFLECTION, SAVE_REFLECTION
from bot.features.shadowing.declarations import COME_ALONG
from bot.features.shadowing.reflection import Reflections
from bot.features.shadowing.views import notices as views

routes = Routes()

_on = partial(routes.on, needs=COME_ALONG, leaves_no_trace=True)


@_on(OPEN_REFLECTION, opens_form=True)
async def open_questions(request: Request, services: Context) -> Reply:
    offer_id = OPEN_REFLECTION.value_of(request)
    before = await Reflections(services.database, services.clock).of(request.sender, offer_id)
    if before is None:
        return Say(views.NOT_THERE, private=True)
    return Open(views.reflecting_form(offer_id, before))


@_on(SAVE_REFLECTION)
async def save(request: Request, services: Context) -> Reply:
    written = views.Reflection.read(request.values)
    if isinstance(written, Faults):
        return written
    reflections, offer_id = Reflections(services.database, services.clock), SAVE_REFLECTION.value_of(request)
    was_there = await reflections.write(request.sender, offer_id, (written.saw, written.takes))
    return Say(views.WRITTEN if was_there else views.NOT_THERE, private=True, forget=True)
