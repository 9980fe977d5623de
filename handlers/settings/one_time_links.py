"""Builds replies with one-time links to a person's own files and to files that a role gives."""

from bot.conversation.message import Message, Span, text
from bot.conversation.request import Request
from bot.conversation.routes import Reply, Say
from bot.core.errors import UserFacingError
from bot.features.context import Context
from bot.people.identity.first_contact import get_or_create_person
from bot.people.records.one_time_links import LASTS, Format, make

MINUTES = LASTS.seconds // 60


def address(services: Context) -> str:
    """UserFacingError where nobody has said what it is."""
    if not services.public_url:
        raise UserFacingError(
            "I can't make links yet, because nobody has told me my web address. Ask your IT administrator "
            "to set ALONGSIDE_PUBLIC_URL."
        )
    return services.public_url


async def link_to(format_: Format, request: Request, services: Context) -> Reply:
    """Only the person sees it, wherever they ask."""
    where, now = address(services), services.clock.now()
    async with services.database.write() as session:
        person = await get_or_create_person(session, request.sender, services.organisation, now=now)
        token = await make(session, person.id, "", now, [format_])
    offer = services.files().offers[format_]
    return Say(
        Message(
            offer.title,
            (
                text(Span(offer.title, bold=True, href=f"{where}/files/{token}")),
                text(offer.about, f" The link works for {MINUTES} minutes, and gives the file once."),
                text("Please don't pass it on: anybody who opens it has the file.", quiet=True),
            ),
        ),
        private=True,
    )
