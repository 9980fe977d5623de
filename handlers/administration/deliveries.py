"""Shows administrators counts of deliveries by kind, and lets them decide on doubtful ones."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.delivery.ledger.changes import send_again, settle_without_resending
from bot.delivery.ledger.overview import counts, doubtful, failures, parked
from bot.features.administration.actions import DELIVERIES, LET_DELIVERY_BE, SEND_DELIVERY_AGAIN
from bot.features.administration.declarations import SEE_DELIVERIES, SEND_AGAIN
from bot.features.administration.views import deliveries as views
from bot.features.context import Context
from bot.people.audit.acts import LET_BE, SENT_AGAIN
from bot.people.audit.audit_log import record
from bot.people.directory.platform_troubles import troubles
from bot.people.identity.people import known_person

routes = Routes()

_LATELY = timedelta(days=7)
_AT_ONCE = 5


@routes.word("deliveries", "what was sent", needs=SEE_DELIVERIES)
@routes.on(DELIVERIES, needs=SEE_DELIVERIES)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services, views.LATELY), private=True)


@routes.on(SEND_DELIVERY_AGAIN, needs=SEND_AGAIN)
async def again(request: Request, services: Context) -> Reply:
    """Sends it again; once, even if pressed twice, because after the first press its fate isn't unknown."""
    delivery_id, now = SEND_DELIVERY_AGAIN.value_of(request), services.clock.now()
    async with services.database.write() as session:
        me = await known_person(session, request.sender)
        was_unknown = await send_again(session, delivery_id)
        if was_unknown:
            await record(session, me.id, SENT_AGAIN, now, about=delivery_id)
    return Replace(await _shown(services, views.SENT_AGAIN if was_unknown else views.KNOWN_NOW))


@routes.on(LET_DELIVERY_BE, needs=SEND_AGAIN)
async def leave(request: Request, services: Context) -> Reply:
    delivery_id, now = LET_DELIVERY_BE.value_of(request), services.clock.now()
    async with services.database.write() as session:
        me = await known_person(session, request.sender)
        was_unknown = await settle_without_resending(session, delivery_id)
        if was_unknown:
            await record(session, me.id, LET_BE, now, about=delivery_id)
    return Replace(await _shown(services, views.LEFT if was_unknown else views.KNOWN_NOW))


async def _shown(services: Context, title: str) -> Message:
    now = services.clock.now()
    since = now - _LATELY
    async with services.database.read() as session:
        unknown, total = await doubtful(session, _AT_ONCE)
        sent = views.DeliveryCounts(
            by_kind=await counts(session, since),
            failures=await failures(session, since),
            stuck=await parked(session, now),
            refused=await troubles(session),
            doubtful=unknown,
            doubtful_total=total,
        )
    return views.shown(title, sent, ZoneInfo(services.organisation.time_zone))
