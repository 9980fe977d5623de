"""Shows people how the bot writes to them, and lets them change each setting."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Block, Button, Buttons, Choice, Facts, Form, Message, Option, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.context import Context
from bot.features.learning.progress import erase, forget_peer_tracks
from bot.features.peer_network.members import leave as leave_network
from bot.features.peer_profiles.withdrawal import withdraw as withdraw_entry
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.features.shadowing.withdrawal import withdraw_offers
from bot.people.contact.preference_forms import SETTINGS, Changes, Setting
from bot.people.contact.preference_text import what_applies
from bot.people.contact.preferences import ContactPreferences, choose, preferences_of
from bot.people.identity.account_views import where_form
from bot.people.identity.accounts import accounts_of
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.peer_declaration import declare_peer, has_declared, withdraw_peer
from bot.people.identity.people import Account

routes = Routes()

_OWN = SET_OWN_PREFERENCES


@routes.on("settings", needs=_OWN)
@routes.word("settings", "preferences", "snooze", "pause", "unsubscribe", "stop", needs=_OWN)
async def settings(request: Request, services: Context) -> Reply:
    """What applies now. Only the person sees it, wherever they ask."""
    async with services.database.write() as session:
        me = await _me(session, request, services)
    return Say(_shown(me, me.wishes, "This is how you hear from us."), private=True)


@routes.on("settings.change", opens_form=True, needs=_OWN)
async def open_setting(request: Request, services: Context) -> Reply:
    """The form for what they picked."""
    name = request.value or request.values.get("setting", "")
    async with services.database.write() as session:
        me = await _me(session, request, services)
        if name == "peer":
            return Open(_peer_form(await has_declared(session, me.person_id)))
        if name == "where":
            return Open(where_form(me.accounts))
    return Open(_ERASING if name == "erase" else _setting(name).form(name, me.wishes, me.today))


@routes.on("settings.save", needs=_OWN)
async def save(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await _me(session, request, services)
        changes = _setting(request.value).read(request.values, me.wishes, me.today)
        if isinstance(changes, Faults):
            return changes
        return Say(await _changed(session, me, changes, "Saved. This applies now."), private=True)


@routes.on("settings.pause-week", needs=_OWN)
async def pause_for_a_week(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await _me(session, request, services)
        pause: Changes = {"snoozed_until": me.today + timedelta(weeks=1)}
        return Replace(await _changed(session, me, pause, "Paused. This applies now."))


@routes.on("settings.go-on", needs=_OWN)
async def go_on(request: Request, services: Context) -> Reply:
    """The pause is over."""
    async with services.database.write() as session:
        me = await _me(session, request, services)
        return Replace(await _changed(session, me, {"snoozed_until": None}, "We write to you again."))


@routes.on("settings.undo", needs=_OWN)
async def undo(request: Request, services: Context) -> Reply:
    """What was changed goes back; whatever else was chosen since stays."""
    before = json.loads(request.value)
    async with services.database.write() as session:
        me = await _me(session, request, services)
        return Replace(await _changed(session, me, before, "Undone. This applies now."))


@routes.on("settings.peer", needs=_OWN)
async def tell(request: Request, services: Context) -> Reply:
    """The reply doesn't say what they chose: it stays in the conversation, the form doesn't."""
    if request.values.get("peer") not in ("yes", "no"):
        return Faults({"peer": "Choose one of these."})
    async with services.database.write() as session:
        me = await _me(session, request, services)
        if request.values["peer"] == "yes":
            await declare_peer(session, me.person_id, services.clock.now())
        else:
            await withdraw_peer(session, me.person_id)
            await forget_peer_tracks(session, me.person_id)
            await withdraw_entry(session, me.person_id)
            await withdraw_offers(session, me.person_id)
            await leave_network(session, me.person_id)
    said = "Saved. It applies from your next tip. Only you can see what you chose, in the form behind this button."
    again = Buttons((Button("See or change it back", "settings.change", "peer"),))
    return Say(Message("Saved.", (text(said), again)), private=True)


@routes.on("settings.erase", needs=_OWN)
async def erase_answers(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        me = await _me(session, request, services)
        await erase(session, me.person_id)
    said = "Erased. Nothing is left of your answers to the questions in our tips."
    return Say(Message(said, (text(said),)), private=True)


@dataclass(frozen=True, slots=True)
class _Me:
    person_id: str
    wishes: ContactPreferences
    today: date
    zone: str
    accounts: Sequence[Account]


async def _me(session: AsyncSession, request: Request, services: Context) -> _Me:
    now, organisation = services.clock.now(), services.organisation
    person = await get_or_create_person(session, request.sender, organisation, now=now)
    zone = person.time_zone or organisation.time_zone
    wishes, accounts = await preferences_of(session, person.id), await accounts_of(session, person.id)
    return _Me(person.id, wishes, now.astimezone(ZoneInfo(zone)).date(), zone, accounts)


def _setting(name: str) -> Setting:
    if name not in SETTINGS:
        raise UserFacingError('Pick what you want to change. Say "settings" to see it all again.')
    return SETTINGS[name]


async def _changed(session: AsyncSession, me: _Me, changes: Changes, said: str) -> Message:
    wishes = me.wishes.with_changes(**changes)
    if wishes == me.wishes:
        return _shown(me, wishes, "Nothing changed. This applies.")
    await choose(session, me.person_id, wishes)
    return _shown(me, wishes, said, undo=me.wishes.differences(wishes))


def _shown(me: _Me, wishes: ContactPreferences, said: str, undo: Changes | None = None) -> Message:
    """Everything that applies but who they are: screens are shared."""
    pause = Button("Nothing for a week", "settings.pause-week")
    go_on = Button("Write to me again", "settings.go-on")
    other = go_on if wishes.is_snoozed(me.today) else pause
    buttons = [Button("Change this", "settings.change"), other, Button("My data", "my-data")]
    if undo:
        buttons.insert(0, Button("Undo", "settings.undo", json.dumps(undo)))
    blocks: tuple[Block, ...] = (
        text(said),
        Facts(what_applies(wishes, me.today, me.zone)),
        Choice("setting", "What do you want to change?", _options(me), initial="pause"),
        Buttons(tuple(buttons)),
    )
    return Message(said, blocks)


def _options(me: _Me) -> tuple[Option, ...]:
    """Where we write is a choice only for who has several accounts."""
    return (Option("where", "Where we write to you"), *_OPTIONS) if len(me.accounts) > 1 else _OPTIONS


_OPTIONS = (
    *(Option(name, setting.label) for name, setting in SETTINGS.items()),
    Option("peer", "Whether I am a peer worker"),
    Option("erase", "Erase my quiz answers"),
)

_ERASING = Form(
    "settings.erase",
    "Erase quiz answers",
    (
        text(
            "Your answers only choose your next tips, and nobody can view them. "
            "Erasing them can't be undone. You won't get any tip twice because of it."
        ),
    ),
    submit="Erase them",
)


def _peer_form(is_declared: bool) -> Form:
    options = (Option("yes", "I am a peer worker"), Option("no", "I am not, or I'd rather not say"))
    note = text(
        "This is yours to tell. If you do, tips for peer workers are added to yours, and nothing else changes. "
        "Only you see it, in this form: no list, report, export, message or administrator's page shows it. "
        "It is stored apart. People who run the database could look there, as with anything stored. "
        "You can take it back at any time, and then we erase it, with your entry in the directory, the times that you offer and your place in the network, if there are any. "
        "Tips you got by then stay in your chat."
    )
    chosen = Choice(
        "peer", "Do you work from your own lived experience here?", options, "yes" if is_declared else "no"
    )
    return Form("settings.peer", "Being a peer worker", (note, chosen), submit="Save")
