"""Shows people how the bot writes to them, and lets them change each setting."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Message
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.context import Context
from bot.features.learning.progress import erase, forget_peer_tracks
from bot.features.peer_network.members import leave as leave_network
from bot.features.peer_profiles.withdrawal import withdraw as withdraw_entry
from bot.features.settings.actions import (
    CHANGE_SETTING,
    ERASE_ANSWERS,
    GO_ON,
    PAUSE_FOR_A_WEEK,
    SAVE_DECLARATION,
    UNDO,
)
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.features.settings.views import settings as views
from bot.features.settings.views.settings import OwnContact
from bot.features.shadowing.withdrawal import withdraw_offers
from bot.features.shared_actions import SETTINGS as SHOW_SETTINGS
from bot.people.contact.actions import SAVE_SETTING
from bot.people.contact.preference_forms import SETTINGS, Changes, Setting
from bot.people.contact.preferences import choose, preferences_of
from bot.people.identity.account_views import where_form
from bot.people.identity.accounts import accounts_of
from bot.people.identity.peer_declaration import declare_peer, has_declared, withdraw_peer
from bot.people.identity.people import known_person

routes = Routes()

_OWN = SET_OWN_PREFERENCES


@routes.on(SHOW_SETTINGS, needs=_OWN)
@routes.word("settings", "preferences", "snooze", "pause", "unsubscribe", "stop", needs=_OWN)
async def settings(request: Request, services: Context) -> Reply:
    """Shows the present settings, to this person only."""
    async with services.database.write() as session:
        me = await _me(session, request, services)
    return Say(views.shown(me, me.preferences, views.APPLIES), private=True)


@routes.on(CHANGE_SETTING, opens_form=True, needs=_OWN)
async def open_setting(request: Request, services: Context) -> Reply:
    """The form for what they picked."""
    name = CHANGE_SETTING.value_of(request) or views.PickedSetting.read(request.values).name
    async with services.database.write() as session:
        me = await _me(session, request, services)
        if name == views.DECLARATION:
            return Open(views.declaration_form(await has_declared(session, me.person_id)))
        if name == views.PLACE:
            return Open(where_form(me.accounts))
    if name == views.ERASING:
        return Open(views.ERASING_FORM)
    return Open(_setting(name).form(name, me.preferences, me.today))


@routes.on(SAVE_SETTING, needs=_OWN)
async def save(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await _me(session, request, services)
        changes = _setting(SAVE_SETTING.value_of(request)).read(request.values, me.preferences, me.today)
        if isinstance(changes, Faults):
            return changes
        return Say(await _changed(session, me, changes, views.SAVED), private=True)


@routes.on(PAUSE_FOR_A_WEEK, needs=_OWN)
async def pause_for_a_week(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await _me(session, request, services)
        pause: Changes = {"snoozed_until": me.today + timedelta(weeks=1)}
        return Replace(await _changed(session, me, pause, views.PAUSED))


@routes.on(GO_ON, needs=_OWN)
async def go_on(request: Request, services: Context) -> Reply:
    """The pause is over."""
    async with services.database.write() as session:
        me = await _me(session, request, services)
        return Replace(await _changed(session, me, {"snoozed_until": None}, views.GOING_ON))


@routes.on(UNDO, needs=_OWN)
async def undo(request: Request, services: Context) -> Reply:
    """Undoes this change only; later choices stay."""
    before = UNDO.value_of(request)
    async with services.database.write() as session:
        me = await _me(session, request, services)
        return Replace(await _changed(session, me, before, views.UNDONE))


@routes.on(SAVE_DECLARATION, needs=_OWN)
async def save_declaration(request: Request, services: Context) -> Reply:
    declaration = views.WrittenDeclaration.read(request.values)
    if isinstance(declaration, Faults):
        return declaration
    async with services.database.write() as session:
        me = await _me(session, request, services)
        if declaration.is_peer:
            await declare_peer(session, me.person_id, services.clock.now())
        else:
            await withdraw_peer(session, me.person_id)
            await forget_peer_tracks(session, me.person_id)
            await withdraw_entry(session, me.person_id)
            await withdraw_offers(session, me.person_id)
            await leave_network(session, me.person_id)
    return Say(views.declaration_saved(), private=True)


@routes.on(ERASE_ANSWERS, needs=_OWN)
async def erase_answers(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await _me(session, request, services)
        await erase(session, me.person_id)
    return Say(views.ERASED, private=True)


async def _me(session: AsyncSession, request: Request, services: Context) -> OwnContact:
    now, organisation = services.clock.now(), services.organisation
    person = await known_person(session, request.sender)
    zone = person.time_zone or organisation.time_zone
    preferences, accounts = await preferences_of(session, person.id), await accounts_of(session, person.id)
    return OwnContact(person.id, preferences, now.astimezone(ZoneInfo(zone)).date(), zone, accounts)


def _setting(name: str) -> Setting:
    if name not in SETTINGS:
        raise UserFacingError(views.NOT_PICKED)
    return SETTINGS[name]


async def _changed(session: AsyncSession, me: OwnContact, changes: Changes, title: str) -> Message:
    preferences = me.preferences.with_changes(**changes)
    if preferences == me.preferences:
        return views.shown(me, preferences, views.UNCHANGED)
    await choose(session, me.person_id, preferences)
    return views.shown(me, preferences, title, undo=me.preferences.differences(preferences))
