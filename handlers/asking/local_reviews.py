"""Lets editors put in force, return or withdraw an organisation's own cards, never their own."""

from bot.conversation.message import saying
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.features.asking.actions import PUBLISH_LOCAL, RETURN_LOCAL, REVIEW_LOCAL, SEND_RETURN, WITHDRAW_LOCAL
from bot.features.asking.cards import local_cards
from bot.features.asking.cards.local_cards import CardState, LocalCard
from bot.features.asking.declarations import EDIT_CONTENT, PROPOSE_ANSWERS
from bot.features.asking.views import local_card as shown
from bot.features.asking.views import local_card_form as forms
from bot.features.context import Context
from bot.features.escalation.question_offers import name_of
from bot.people.access.allowances import BY_ROLE
from bot.people.contact.message_kinds import REPLY
from bot.people.identity.people import id_behind
from handlers.asking.local_cards import notify, settle_waiting

routes = Routes()

_READ, _DECIDE = PROPOSE_ANSWERS, EDIT_CONTENT


@routes.on(REVIEW_LOCAL, needs=_READ)
async def review(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        me = await id_behind(session, request.sender)
        card = await session.get(LocalCard, REVIEW_LOCAL.value_of(request))
        if card is None or card.state is not CardState.SUBMITTED:
            return Say(saying(shown.DECIDED, shown.OTHERS), private=True)
        writer = await name_of(session, card.written_by)
        before = await local_cards.in_force_of(session, card.card_id)
    library, today = services.card_store.library_with(card), services.clock.now().date()
    is_own = card.written_by == me
    return Say(shown.to_review(card, writer, library, today, before, is_own=is_own), private=True)


@routes.on(PUBLISH_LOCAL, needs=_DECIDE, at_most=BY_ROLE)
async def publish(request: Request, services: Context) -> Reply:
    """In force on this replica at once, and on each other at its next poll."""
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        card = await local_cards.publish(session, PUBLISH_LOCAL.value_of(request), me, services.clock.now())
        if card is None:
            return Replace(saying(shown.DECIDED, shown.OTHERS))
        await settle_waiting(session, card, services, me)
        await notify(session, card, REPLY, services)
    await services.card_store.poll()
    return Replace(shown.published(card))


@routes.on(RETURN_LOCAL, opens_form=True, needs=_DECIDE)
async def open_return(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        card = await session.get(LocalCard, RETURN_LOCAL.value_of(request))
    if card is None or card.state is not CardState.SUBMITTED:
        return Say(saying(shown.DECIDED, shown.OTHERS), private=True)
    return Open(forms.return_form(card))


@routes.on(SEND_RETURN, needs=_DECIDE, composes=True, at_most=BY_ROLE, keeps_draft=True)
async def send_return(request: Request, services: Context) -> Reply:
    remark = forms.Remark.read(request.values)
    if isinstance(remark, Faults):
        return remark
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        if (
            card := await local_cards.give_back(session, SEND_RETURN.value_of(request), me, remark.words)
        ) is None:
            return Say(saying(shown.DECIDED, shown.OTHERS), private=True)
        await settle_waiting(session, card, services, me)
        await notify(session, card, REPLY, services)
    return Say(saying(shown.RETURNED, shown.OTHERS), private=True)


@routes.on(WITHDRAW_LOCAL, needs=_DECIDE, at_most=BY_ROLE)
async def withdraw(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await id_behind(session, request.sender)
        card = await local_cards.withdraw(session, WITHDRAW_LOCAL.value_of(request), me, services.clock.now())
        if card is None:
            return Say(saying(shown.GONE, shown.OTHERS), private=True)
        if card.written_by != me:
            await notify(session, card, REPLY, services)
    await services.card_store.poll()
    return Say(saying(shown.WITHDRAWN, shown.OTHERS), private=True)
