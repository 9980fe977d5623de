"""Lets peer workers offer times, and colleagues take a place; either can cancel."""

from functools import partial
from zoneinfo import ZoneInfo

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.context import Context
from bot.features.shadowing.actions import (
    CANCEL,
    CLOSE,
    LOOK_AT_TIMES,
    OPEN_OFFERING,
    SAVE_OFFER,
    SHOW_OWN_TIMES,
    TAKE_PLACE,
)
from bot.features.shadowing.declarations import COME_ALONG
from bot.features.shadowing.service import Cancelled, Shadowing
from bot.features.shadowing.views import offers as views
from bot.features.shadowing.views.offer_form import TimeToCancel, TimeToTake
from bot.features.shared_actions import COME_ALONG as SHOW_COME_ALONG
from bot.people.access.allowances import TO_COLLEAGUES

routes = Routes()

_on = partial(routes.on, needs=COME_ALONG, leaves_no_trace=True)
"""Neither that somebody offers times is written down, nor what they typed."""


@routes.word("shadow a peer worker", "come along", needs=COME_ALONG)
@routes.on(SHOW_COME_ALONG, needs=COME_ALONG)
async def come_along(request: Request, services: Context) -> Reply:
    return Say(views.hub(), private=True)


@_on(LOOK_AT_TIMES, opens_form=True)
async def open_times(request: Request, services: Context) -> Reply:
    return Open(views.times(await _shadowing(services).seen_by(request.sender), _zone(services)))


@_on(TAKE_PLACE, at_most=TO_COLLEAGUES)
async def take(request: Request, services: Context) -> Reply:
    seen = await _shadowing(services).take(request.sender, TimeToTake.read(request.values).offer_id)
    return Say(views.taken(), private=True) if seen else Faults({views.WHICH: views.GONE})


@_on(OPEN_OFFERING, opens_form=True)
async def open_offering(request: Request, services: Context) -> Reply:
    audiences = await _shadowing(services).audiences(request.sender)
    return Open(views.offering_form(audiences, services.organisation.name))


@_on(SAVE_OFFER, composes=True, at_most=TO_COLLEAGUES)
async def save(request: Request, services: Context) -> Reply:
    wanted = views.read_offer(request.values, _zone(services), services.clock.now())
    if isinstance(wanted, Faults):
        return wanted
    if not await _shadowing(services).offer(request.sender, wanted):
        return Faults({"": views.TOO_MANY})
    return Say(views.offered(), private=True)


@_on(SHOW_OWN_TIMES, opens_form=True)
async def mine(request: Request, services: Context) -> Reply:
    return Open(views.mine(await _shadowing(services).mine(request.sender), _zone(services)))


@_on(CANCEL)
async def cancel(request: Request, services: Context) -> Reply:
    which = TimeToCancel.read(request.values).offer_id
    if which is None:
        return Say(views.KEPT, private=True)
    match await _shadowing(services).cancel(request.sender, which):
        case Cancelled.OFFER:
            return Say(views.OFFER_CANCELLED, private=True)
        case Cancelled.PLACE:
            return Say(views.PLACE_CANCELLED, private=True)
        case None:
            return Say(views.OVER, private=True)


@_on(CLOSE)
async def close(request: Request, services: Context) -> Reply:
    return None


def _zone(services: Context) -> ZoneInfo:
    return ZoneInfo(services.organisation.time_zone)


def _shadowing(services: Context) -> Shadowing:
    return Shadowing(services.database, services.clock)
