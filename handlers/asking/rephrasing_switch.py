"""Lets administrators turn rephrasing by a language model on or off, after showing them what is sent where."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Replace, Reply, Routes, Say
from bot.features.administration.declarations import MANAGE_SETTINGS
from bot.features.asking.actions import CONSIDER_REPHRASING, TURN_REPHRASING_OFF, TURN_REPHRASING_ON
from bot.features.asking.rephrasing.switch import is_on, switch
from bot.features.asking.views.rephrasing_switch import (
    IS_OFF,
    NOT_SET_UP,
    in_a_record,
    really_turn_on,
    shown_on,
)
from bot.features.context import Context
from bot.features.shared_actions import REPHRASING
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.audit.audit_log import record
from bot.people.identity.people import known_person

routes = Routes()

_NEEDED = MANAGE_SETTINGS
LABEL = "Answers in a model's words"


@routes.word("wording", needs=_NEEDED)
@routes.on(REPHRASING, needs=_NEEDED)
async def show(request: Request, services: Context) -> Reply:
    return Say(await _shown(services), private=True)


@routes.on(CONSIDER_REPHRASING, needs=_NEEDED)
async def consider(request: Request, services: Context) -> Reply:
    """Shows what would be sent, and where. Nothing is sent yet."""
    return Replace(really_turn_on(services.rephraser.host) if services.rephraser else NOT_SET_UP)


@routes.on(TURN_REPHRASING_ON, needs=_NEEDED)
async def turn_on(request: Request, services: Context) -> Reply:
    """Only for the host that they were shown."""
    if services.rephraser is None:
        return Replace(NOT_SET_UP)
    shown_host = TURN_REPHRASING_ON.value_of(request)
    if shown_host != services.rephraser.host:
        return Replace(really_turn_on(services.rephraser.host))
    await _switch(request, services, shown_host)
    return Replace(await _shown(services))


@routes.on(TURN_REPHRASING_OFF, needs=_NEEDED)
async def turn_off(request: Request, services: Context) -> Reply:
    await _switch(request, services, "")
    return Replace(await _shown(services))


async def in_words(session: AsyncSession, services: Context) -> str:
    """Whether it is on, in a few words."""
    if services.rephraser is None:
        return "no model is set up"
    return "on" if await is_on(session, services.organisation.id, services.rephraser.host) else "off"


async def _switch(request: Request, services: Context, host: str) -> None:
    now = services.clock.now()
    async with services.database.write() as session:
        me = await known_person(session, request.sender)
        before = await switch(session, services.organisation.id, host)
        if before != host:
            details = {"setting": LABEL, "before": in_a_record(before), "after": in_a_record(host)}
            await record(session, me.id, CHANGED_SETTING, now, about="wording", **details)


async def _shown(services: Context) -> Message:
    if services.rephraser is None:
        return NOT_SET_UP
    async with services.database.read() as session:
        if not await is_on(session, services.organisation.id, services.rephraser.host):
            return IS_OFF
    return shown_on(services.rephraser.host)
