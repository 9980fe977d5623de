"""Two questions for oneself after a shadowing visit. Nobody else sees what is written, or that anything was."""

from functools import partial

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.context import Context
from bot.features.shadowing.declarations import COME_ALONG
from bot.features.shadowing.reflection import Reflections
from bot.features.shadowing.views import notices as views

routes = Routes()

_on = partial(routes.on, needs=COME_ALONG, leaves_no_trace=True)


@_on("come-along.reflect", opens_form=True)
async def open_questions(request: Request, services: Context) -> Reply:
    before = await Reflections(services.database, services.clock).of(request.sender, request.value)
    if before is None:
        return Say(views.NOT_THERE, private=True)
    return Open(views.reflecting_form(request.value, before))


@_on("come-along.reflect.save")
async def save(request: Request, services: Context) -> Reply:
    saw, takes = (request.values.get(name, "").strip()[: views.LONGEST] for name in (views.SAW, views.TAKES))
    if not saw and not takes:
        return Faults({views.SAW: views.EMPTY})
    reflections = Reflections(services.database, services.clock)
    was_there = await reflections.write(request.sender, request.value, (saw, takes))
    return Say(views.WRITTEN if was_there else views.NOT_THERE, private=True, forget=True)
