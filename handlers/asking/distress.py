"""Handles the buttons below the signpost, and edited messages, which only the distress guard reads. Records nothing."""

from zoneinfo import ZoneInfo

from bot.conversation.request import Kind, Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.features.asking.actions import MORE_PLACES, NOT_MEANT
from bot.features.asking.conversation_memory import place_of
from bot.features.asking.distress.signposts import CrisisLine
from bot.features.asking.views import signpost
from bot.features.context import Context

routes = Routes()


@routes.on(MORE_PLACES, leaves_no_trace=True)
async def more_places(request: Request, services: Context) -> Reply:
    organisation = services.organisation
    own = [CrisisLine.model_validate(line) for line in organisation.staff_support]
    now = services.clock.now().astimezone(ZoneInfo(organisation.time_zone))
    shown = signpost.more_places(services.signposts, own, now, MORE_PLACES.value_of(request))
    return Say(shown, private=True)


@routes.on(NOT_MEANT, leaves_no_trace=True)
async def not_meant(request: Request, services: Context) -> Reply:
    place, now = place_of(request), services.clock.now()
    services.dismissed_signposts.dismiss_last(place, now)
    services.memory.forget(place)
    return Replace(signpost.dismissed())


@routes.on(Kind.EDITED, leaves_no_trace=True)
async def leave_an_edit(request: Request, services: Context) -> Reply:
    """It was answered when it was written. The guard before looked at what it says now."""
    return None
