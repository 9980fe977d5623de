"""What an editor decides about an organisation's own answers. Nobody decides about what they wrote themselves."""

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.knowledge import local_cards
from bot.knowledge.local_cards import CardState, LocalCard
from bot.people.budget import Kind
from bot.people.people import id_behind
from bot.people.permissions import Permission
from bot.questions.asking import name_of
from bot.services import Services
from handlers import shown_local_card as shown
from handlers.local_cards import settle_waiting, tell

routes = Routes()

_READ, _DECIDE = Permission.PROPOSE_ANSWERS, Permission.EDIT_CONTENT


@routes.on("local.review", needs=_READ)
async def review(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        card = await session.get(LocalCard, request.value)
        if card is None or card.state is not CardState.SUBMITTED:
            return Say(saying(shown.DECIDED), private=True)
        writer = await name_of(session, card.written_by)
        before = await local_cards.in_force_of(session, card.card_id)
    library, today = services.shelf.library_with(card), services.clock.now().date()
    is_own = card.written_by == me
    return Say(shown.to_review(card, writer, library, today, before, is_own=is_own), private=True)


@routes.on("local.publish", needs=_DECIDE)
async def publish(request: Request, services: Services) -> Reply:
    """In force here at once, and on every other replica when it next looks."""
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        card = await local_cards.publish(session, request.value, me, services.clock.now())
        if card is None:
            return Replace(saying(shown.DECIDED))
        await settle_waiting(session, card, services)
        await tell(session, card, Kind.REPLY, services)
    await services.shelf.look()
    return Replace(shown.published(card))


@routes.on("local.return", opens_form=True, needs=_DECIDE)
async def open_return(request: Request, services: Services) -> Reply:
    async with services.database.read() as session:
        card = await session.get(LocalCard, request.value)
    if card is None or card.state is not CardState.SUBMITTED:
        return Say(saying(shown.DECIDED), private=True)
    return Open(shown.return_form(card))


@routes.on("local.return.send", needs=_DECIDE, composes=True)
async def send_return(request: Request, services: Services) -> Reply:
    remark = request.values.get("remark", "").strip()
    if not 0 < len(remark) <= shown.LONGEST_REMARK:
        return Faults({"remark": f"Write what should change, {shown.LONGEST_REMARK} characters at most."})
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        if (card := await local_cards.give_back(session, request.value, me, remark)) is None:
            return Say(saying(shown.DECIDED), private=True)
        await settle_waiting(session, card, services)
        await tell(session, card, Kind.REPLY, services)
    return Say(saying(shown.RETURNED), private=True)


@routes.on("local.withdraw", needs=_DECIDE)
async def withdraw(request: Request, services: Services) -> Reply:
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        card = await local_cards.withdraw(session, request.value, me, services.clock.now())
        if card is None:
            return Say(saying(shown.GONE), private=True)
        if card.written_by != me:
            await tell(session, card, Kind.REPLY, services)
    await services.shelf.look()
    return Say(saying(shown.WITHDRAWN), private=True)
