"""Builds replies with one-time links to a person's own files and to files that a role gives."""

from bot.conversation.request import Request
from bot.conversation.routes import Reply, Say
from bot.core.errors import UserFacingError
from bot.features.context import Context
from bot.people.identity.people import known_person
from bot.people.records.link_views import NO_ADDRESS, link
from bot.people.records.one_time_links import LASTS, FileFormat, make

MINUTES = LASTS.seconds // 60


def address(services: Context) -> str:
    """UserFacingError if nobody has said what it is."""
    if not services.public_url:
        raise UserFacingError(NO_ADDRESS)
    return services.public_url


async def link_to(format_: FileFormat, request: Request, services: Context) -> Reply:
    """Only the person sees it, wherever they ask."""
    base_url, now = address(services), services.clock.now()
    async with services.database.write() as session:
        person = await known_person(session, request.sender)
        token = await make(session, person.id, "", now, [format_])
    offer = services.files().offers[format_]
    return Say(link(offer.title, offer.about, f"{base_url}/files/{token}", MINUTES), private=True)
