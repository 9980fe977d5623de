"""Finds the colleague behind a request, whose questions may be counted; None for people who don't work here."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Request
from bot.features.asking.feedback import Colleague
from bot.features.context import Context
from bot.people.identity.people import staff_behind
from bot.publishing.noise_keys import noise_layers_in


async def colleague_behind(session: AsyncSession, request: Request, services: Context) -> Colleague | None:
    """The member of staff behind the request; nobody else is counted. Needs a transaction that writes."""
    person = await staff_behind(session, request.sender)
    if person is None:
        return None
    home, today = services.organisation.id, services.clock.now().date()
    layers = await noise_layers_in(session, home, services.seal, today)
    return Colleague(home, person.id, today, layers)
