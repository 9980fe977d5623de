"""Appoints the first administrator by code, and lets administrators give and take roles."""

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.choosing import chosen_in
from bot.conversation.dispatch import Stopped
from bot.conversation.inbound_text import folded_name
from bot.conversation.message import Button, Buttons, Choice, Form, Message, Option, TextInput, text
from bot.conversation.request import Kind, Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Route, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.administration.declarations import MANAGE_ROLES
from bot.features.context import Context
from bot.people.access import role_views
from bot.people.access.allowances import BY_ROLE, CODES
from bot.people.access.first_administrator import Said, looks_like_code, say_code
from bot.people.access.limit_views import slow_down_sentence
from bot.people.access.roles import (
    GRANTED,
    Grant,
    Role,
    administrators,
    all_grants,
    grant,
    require_grantable,
    revoke,
)
from bot.people.access.shared_limits import take_both
from bot.people.identity.account_views import person_with_accounts
from bot.people.identity.accounts import accounts_of
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.lookup import people_called, says_email, teams_by_id
from bot.people.identity.people import Person, person_behind
from handlers.administration.role_notices import tell

routes = Routes()

_MANAGE = MANAGE_ROLES


@routes.word("administrator", "admin")
async def administrator(request: Request, services: Context) -> Reply:
    """Names the administrators; while there is none, says how to become one."""
    async with services.database.read() as session:
        names = [person.name or "a colleague without a name" for person in await administrators(session)]
    if names:
        return _say(f"Administrator here: {', '.join(names)}.", _ASK_THEM)
    button = Buttons((Button("Enter the code", "administrator.enter"),))
    return Say(Message(_NOBODY, (text(_NOBODY, _WHERE_THE_CODE_IS), button)), private=True)


@routes.on("administrator.enter", opens_form=True)
async def enter_code(request: Request, services: Context) -> Reply:
    box = TextInput("code", "The code that was printed at start", "Such as K7QF-2MXB-9RTD", longest=40)
    return Open(Form("administrator.code", "First administrator", (box,), submit="Become administrator"))


@routes.on("administrator.code")
async def send_code(request: Request, services: Context) -> Reply:
    said, reply = await _try_code(request, services, request.values.get("code", ""))
    return Faults({"code": reply}) if said is Said.WRONG else _say(reply)


class CodeGuard:
    """Takes a message that is a code, so that it is never searched for like a question."""

    def __init__(self, services: Context) -> None:
        self._services = services

    async def __call__(self, request: Request, route: Route | None) -> Stopped | None:
        if request.kind is not Kind.SAID or not looks_like_code(request.text):
            return None
        _, reply = await _try_code(request, self._services, request.text)
        return Stopped(Say(_message(reply), private=True, forget=True))


async def _try_code(request: Request, services: Context, typed: str) -> tuple[Said, str]:
    if wait := await take_both(services.limiter, services.database, request.sender, CODES):
        return Said.WRONG, slow_down_sentence(CODES.words, wait)
    now = services.clock.now()
    async with services.database.write() as session:
        person = await person_behind(session, request.sender)
        is_here = person is not None and person.left_on is None
        said = await say_code(session, person.id, typed, now) if person and is_here else Said.NOBODY_HERE
    return said, _REPLIES[said]


@routes.word("roles", needs=_MANAGE)
@routes.on("roles", needs=_MANAGE)
async def roles(request: Request, services: Context) -> Reply:
    """Granted roles, and what each may do. Declared roles are not shown."""
    async with services.database.read() as session:
        return Say(role_views.overview(await _grants_in_words(session)), private=True)


@routes.on("roles.give", opens_form=True, needs=_MANAGE)
async def open_giving(request: Request, services: Context) -> Reply:
    who = TextInput("who", "To whom?", "Their e-mail or full name", longest=200)
    role = Choice("role", "Which role?", tuple(Option(r, r.capitalize()) for r in GRANTED))
    team = TextInput("team", "For which team?", "Empty: the whole organisation", optional=True, longest=200)
    return Open(Form("roles.give.save", "Give a role", (who, role, team), submit="Give"))


@routes.on("roles.give.save", needs=_MANAGE, at_most=BY_ROLE)
async def give(request: Request, services: Context) -> Reply:
    """At once for an e-mail. A name is its owner's to choose, so who has it is shown first."""
    if request.values.get("role") not in GRANTED:
        return Faults({"role": "Choose one of these."})
    role, who = Role(request.values["role"]), request.values.get("who", "")
    async with services.database.write() as session:
        people = await people_called(session, who)
        teams = await _teams_called(session, request.values.get("team", ""))
        if faults := _giving_faults(len(people), len(teams)):
            return faults
        try:
            require_grantable(role, teams[0])
        except UserFacingError as error:
            return Faults({"team": str(error)})
        if len(people) > 1 or not says_email(who):
            found = [(one.id, await _in_full(session, one)) for one in people]
            return Say(role_views.sure(found, role, teams[0]), private=True)
        await _give(session, request, services, people[0], (role, teams[0]))
    return _say(role_views.given(people[0], role), ' Say "roles" to see all of them.')


@routes.on("roles.give.sure", needs=_MANAGE, at_most=BY_ROLE)
async def give_to_this_one(request: Request, services: Context) -> Reply:
    async with services.database.write() as session:
        holder, role, team_id = await _named_in(session, request.value)
        await _give(session, request, services, holder, (role, team_id))
    return Replace(_message(role_views.given(holder, role), ' Say "roles" to see all of them.'))


@routes.on("roles.take", opens_form=True, needs=_MANAGE)
async def open_taking(request: Request, services: Context) -> Reply:
    async with services.database.read() as session:
        lines = await _grants_in_words(session)
    options = tuple(Option(grant_id, line) for grant_id, line in lines.items())
    which = Choice("grant", "Which role do you want to take away?", options, is_searched=True)
    return Open(Form("roles.take.save", "Take a role away", (which,), submit="Take away"))


@routes.on("roles.take.save", needs=_MANAGE, at_most=BY_ROLE)
async def take(request: Request, services: Context) -> Reply:
    now = services.clock.now()
    async with services.database.write() as session:
        chosen = chosen_in("grant", await _grants_in_words(session), request.values)
        held = await session.get(Grant, chosen)
        if held is None:
            return Faults({"grant": "Choose one of these. If it was taken away already, close this."})
        taker = await get_or_create_person(session, request.sender, services.organisation, now=now)
        try:
            gone = await revoke(session, held.person_id, held.role, held.team_id, by=taker.id, now=now)
        except UserFacingError as error:
            return Faults({"grant": str(error)})
        await tell(session, gone, services.organisation, now)
        holder = await session.get_one(Person, held.person_id)
        return Say(role_views.taken(holder, held, await teams_by_id(session)), private=True)


@routes.on("roles.give-back", needs=_MANAGE, at_most=BY_ROLE)
async def give_back(request: Request, services: Context) -> Reply:
    """The button carries what was taken, which counts no more than if it had been typed."""
    async with services.database.write() as session:
        holder, role, team_id = await _named_in(session, request.value)
        await _give(session, request, services, holder, (role, team_id))
    said = f"Undone: {holder.name or 'they'} has the role of {role} again."
    return Replace(_message(said, ' Say "roles" to see all of them.'))


async def _named_in(session: AsyncSession, value: str) -> tuple[Person, Role, str | None]:
    """Raises UserFacingError for somebody who has left."""
    person_id, role, team = value.split(" ")
    holder = await session.get_one(Person, person_id)
    if holder.left_on:
        raise UserFacingError("They have left by now, so they can't have a role.")
    return holder, Role(role), None if team == role_views.EVERYWHERE else team


async def _give(
    session: AsyncSession,
    request: Request,
    services: Context,
    holder: Person,
    given: tuple[Role, str | None],
) -> None:
    """A role for a team, or for the whole organisation. Raises UserFacingError."""
    now = services.clock.now()
    giver = await get_or_create_person(session, request.sender, services.organisation, now=now)
    line = await grant(session, holder.id, *given, granted_by=giver.id, now=now)
    await tell(session, [line], services.organisation, now)


async def _in_full(session: AsyncSession, person: Person) -> str:
    return person_with_accounts(person, await accounts_of(session, person.id))


def _giving_faults(people: int, teams: int) -> Faults | None:
    faults = {}
    if not 0 < people <= role_views.MOST_SHOWN:
        faults["who"] = _SEVERAL if people else _NOT_FOUND
    if teams != 1:
        faults["team"] = (
            "No team has that name. Write it as it stands in your list of teams, or leave it empty."
        )
    return Faults(faults) if faults else None


async def _teams_called(session: AsyncSession, typed: str) -> list[str | None]:
    """Their ids; for nothing typed, the one that means the whole organisation."""
    if not typed.strip():
        return [None]
    wanted = folded_name(typed)
    return [id_ for id_, name in (await teams_by_id(session)).items() if folded_name(name) == wanted]


async def _grants_in_words(session: AsyncSession) -> dict[str, str]:
    """By the grant's id."""
    teams = await teams_by_id(session)
    return {
        given.id: role_views.grant_in_words(given, name, teams) for given, name in await all_grants(session)
    }


def _message(said: str, more: str = "") -> Message:
    return Message(said, (text(said, more) if more else text(said),))


def _say(said: str, more: str = "") -> Say:
    return Say(_message(said, more), private=True)


_NOBODY = "Alongside has no administrator here yet."
_WHERE_THE_CODE_IS = (
    " The person who started it finds a code in what it printed at start. Send me that code, or press the button. "
    "A code lasts for a day; starting Alongside again prints a new one."
)
_ASK_THEM = " They can give roles to others, administrator too."
_NOT_FOUND = (
    "Nobody by that e-mail or name is known here. Check the spelling, or ask them to say hello to me first."
)
_SEVERAL = "Several people have that name. Write the e-mail instead."

_REPLIES = {
    Said.RIGHT: 'You are administrator now. Say "roles" to give roles to others, and choose a second administrator soon.',
    Said.WRONG: "That is not the code. Check it against what was printed when Alongside last started, and try again.",
    Said.USED_UP: "There is no code that still counts: it lasts for a day. Start Alongside again, and it prints a new one.",
    Said.TAKEN: 'There is an administrator already, so codes no longer count. Say "administrator" to see who can give you the role.',
    Said.NOBODY_HERE: "I don't know you as a colleague here. Ask the people who run Alongside to check the list of people.",
}
