"""Handles the buttons below an answer: counts whether it helped, and sends unnamed notes to editors."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.asking.actions import HELPED, NOT_HELPED, OPEN_MISSING, SEND_MISSING, ShownCard
from bot.features.asking.feedback import count_rating, tell_editors
from bot.features.asking.views import missing
from bot.features.asking.views.card import card_message
from bot.features.context import Context
from bot.people.access.allowances import TO_COLLEAGUES
from bot.store.events import is_first_time
from handlers.asking.colleague import colleague_behind

routes = Routes()


@routes.on(HELPED)
async def helped(request: Request, services: Context) -> Reply:
    return await _rated(HELPED.value_of(request), request, services, did_help=True)


@routes.on(NOT_HELPED)
async def not_helped(request: Request, services: Context) -> Reply:
    return await _rated(NOT_HELPED.value_of(request), request, services, did_help=False)


async def _rated(shown: ShownCard, request: Request, services: Context, *, did_help: bool) -> Reply:
    today = services.clock.now().date()
    async with services.database.write() as session:
        by = await colleague_behind(session, request, services)
        if by and shown.card_id in services.library.cards and await _is_first(session, request, services):
            await count_rating(session, by, shown.card_id, did_help)
    return Replace(card_message(shown, services.library, today))


async def _is_first(session: AsyncSession, request: Request, services: Context) -> bool:
    """Once an answer, however often its buttons are pressed."""
    once = f"rated {request.acted_on}"
    return not request.acted_on or await is_first_time(session, once, services.clock.now())


@routes.on(OPEN_MISSING, opens_form=True)
async def open_missing(request: Request, services: Context) -> Reply:
    """Shows exactly what will be sent, and lets the person change it."""
    return Open(missing.form(OPEN_MISSING.value_of(request)))


@routes.on(SEND_MISSING, at_most=TO_COLLEAGUES, keeps_draft=True)
async def send_missing(request: Request, services: Context) -> Reply:
    written = missing.MissingAnswer.read(request.values)
    if isinstance(written, Faults):
        return written
    async with services.database.write() as session:
        if (by := await colleague_behind(session, request, services)) is None:
            return Say(missing.FOR_STAFF, private=True)
        await tell_editors(session, by, written.question, services.clock.now())
    return Say(missing.SENT, private=True)
