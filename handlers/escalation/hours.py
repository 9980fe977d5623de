"""Lets champions and peer workers set their hours, how much they take, and "not now". Nobody else sees it."""

from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Reply, Routes, Say
from bot.features.context import Context
from bot.features.escalation.declarations import ANSWER_QUESTIONS
from bot.features.peer_profiles.declarations import USE_PEER_DIRECTORY
from bot.people.contact import availability_views as views
from bot.people.contact.availability import availability_of
from bot.people.contact.availability_actions import QUESTION_HOURS, REQUEST_HOURS, NotNow
from bot.people.contact.availability_views import asked_by
from bot.people.identity.people import id_behind

routes = Routes()

_NEEDED, _ALL_STAFF = ANSWER_QUESTIONS, USE_PEER_DIRECTORY


@routes.on(QUESTION_HOURS.show, needs=_NEEDED)
@routes.on(REQUEST_HOURS.show, needs=_ALL_STAFF)
@routes.word("hours", "my hours", needs=_NEEDED)
async def hours(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        chosen = await availability_of(session, await id_behind(session, request.sender))
    return Say(views.what_applies(chosen, asked_by(request.action)), private=True)


@routes.on(QUESTION_HOURS.change, opens_form=True, needs=_NEEDED)
@routes.on(REQUEST_HOURS.change, opens_form=True, needs=_ALL_STAFF)
async def change(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        chosen = await availability_of(session, await id_behind(session, request.sender))
    return Open(views.form(chosen, asked_by(request.action)))


@routes.on(QUESTION_HOURS.save, needs=_NEEDED)
@routes.on(REQUEST_HOURS.save, needs=_ALL_STAFF)
async def save(request: Request, services: Context) -> Reply:
    chosen = views.read(request.values)
    if isinstance(chosen, Faults):
        return chosen
    async with services.database.write() as session:
        chosen.person_id = await id_behind(session, request.sender)
        await session.merge(chosen)
    return Say(views.what_applies(chosen, asked_by(request.action)), private=True)


@routes.on(QUESTION_HOURS.switch, needs=_NEEDED)
@routes.on(REQUEST_HOURS.switch, needs=_ALL_STAFF)
async def not_now(request: Request, services: Context) -> Reply:
    """On and off with one press, and no reason asked for."""
    kind = asked_by(request.action)
    async with services.database.write() as session:
        chosen = await availability_of(session, await id_behind(session, request.sender))
        chosen.not_now = kind.actions.switch.value_of(request) is NotNow.ON
        await session.merge(chosen)
    return Say(views.what_applies(chosen, kind), private=True)
