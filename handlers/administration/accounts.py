"""Lets administrators join a person's accounts, and everybody choose where they are written to."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.message import Block, Bullets, Button, Buttons, Facts, Form, Message, TextInput, text
from bot.conversation.request import Request
from bot.conversation.routes import Faults, Open, Replace, Reply, Routes, Say
from bot.core.errors import UserFacingError
from bot.features.administration.declarations import MANAGE_ROLES
from bot.features.context import Context
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.people.access.allowances import BY_ROLE
from bot.people.access.roles import grants_of
from bot.people.identity.account_views import account_in_words, person_with_accounts, where_choice
from bot.people.identity.accounts import accounts_of, choose_account, join, separate
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.lookup import people_called
from bot.people.identity.people import Account, Person
from handlers.administration.role_notices import tell

routes = Routes()

# A joined account may do what its person may, so joining needs the right to give roles.
_MANAGE = MANAGE_ROLES


@routes.word("people", "accounts", needs=_MANAGE)
async def people(request: Request, services: Context) -> Reply:
    said = "One person may have accounts on Slack and on Teams. Joined, they hear from us once."
    return Say(Message(said, (text(said), Buttons((_JOIN,)))), private=True)


@routes.on("people.join", opens_form=True, needs=_MANAGE)
async def open_joining(request: Request, services: Context) -> Reply:
    return Open(_FORM)


@routes.on("people.join.look", needs=_MANAGE)
async def look(request: Request, services: Context) -> Reply:
    """Previews the join. Nothing is changed yet."""
    async with services.database.read() as session:
        pair = _pair(
            await people_called(session, request.values.get("who", "")),
            await people_called(session, request.values.get("other", "")),
        )
        if isinstance(pair, Faults):
            return pair
        kept, gone = await _known(session, pair[0]), await _known(session, pair[1])
        reason = await services.merge_policy.why_not(session)
    return Say(_not_now(reason) if reason else _preview(kept, gone), private=True)


@routes.on("people.join.do", needs=_MANAGE, at_most=BY_ROLE)
async def join_them(request: Request, services: Context) -> Reply:
    gone_id, _, kept_id = request.value.partition(" ")
    now = services.clock.now()
    today = now.astimezone(ZoneInfo(services.organisation.time_zone)).date()
    async with services.database.write() as session:
        me = (await get_or_create_person(session, request.sender, services.organisation, now=now)).id
        joined = await join(session, services.merge_policy, gone_id, kept_id, today, by=me, now=now)
        await tell(session, joined.taken, services.organisation, now)
        if chosen := request.values.get("account"):
            await choose_account(session, kept_id, chosen)
        kept = await _known(session, kept_id)
    undo = Button("Undo", "people.join.undo", json.dumps({"gone": gone_id, "accounts": list(joined.moved)}))
    said = f"Joined: {kept.name} hears from us once now, in {kept.places[0]}."
    return Replace(Message(said, (text(said, _TELL_THEM), Buttons((undo,)))))


@routes.on("people.join.undo", needs=_MANAGE)
async def undo(request: Request, services: Context) -> Reply:
    joined, now = json.loads(request.value), services.clock.now()
    async with services.database.write() as session:
        me = (await get_or_create_person(session, request.sender, services.organisation, now=now)).id
        await separate(session, services.merge_policy, joined["gone"], joined["accounts"], by=me, now=now)
    said = "Undone: they are two people again."
    return Replace(Message(said, (text(said, " Roles that were taken away have to be given again."),)))


@routes.on("accounts.chosen", needs=SET_OWN_PREFERENCES)
async def choose_where(request: Request, services: Context) -> Reply:
    """Their own choice, from the form in their settings."""
    async with services.database.write() as session:
        person = await get_or_create_person(
            session, request.sender, services.organisation, now=services.clock.now()
        )
        try:
            await choose_account(session, person.id, request.values.get("account", ""))
        except UserFacingError as error:
            return Faults({"account": str(error)})
        accounts = await accounts_of(session, person.id)
    said = f"Saved. What we send you comes in {account_in_words(accounts[0], accounts)} from now on."
    return Say(Message(said, (text(said),)), private=True)


@dataclass(frozen=True, slots=True)
class _Known:
    """A person as administrators may see them: with granted roles, never declared ones."""

    person: Person
    accounts: Sequence[Account]
    roles: Sequence[str]

    @property
    def name(self) -> str:
        return self.person.name or "No name"

    @property
    def places(self) -> list[str]:
        return [account_in_words(one, self.accounts) for one in self.accounts]

    @property
    def in_words(self) -> str:
        return person_with_accounts(self.person, self.accounts)


async def _known(session: AsyncSession, person: Person | str) -> _Known:
    found = await session.get_one(Person, person) if isinstance(person, str) else person
    roles = dict.fromkeys(grant.role.value for grant in await grants_of(session, [found.id]))
    accounts = await accounts_of(session, found.id)
    return _Known(found, accounts, list(roles))


def _pair(first: Sequence[Person], other: Sequence[Person]) -> tuple[Person, Person] | Faults:
    """The person who stays, and the one who becomes part of them. One name that two people share finds both."""
    others = [person for person in other if len(first) != 1 or person.id != first[0].id]
    if len(first) == 1 and len(others) == 1:
        return first[0], others[0]
    if len(first) == 2 and not other:
        kept, gone = sorted(first, key=lambda person: not person.email)
        return kept, gone
    if not first:
        return Faults({"who": _NOBODY})
    if len(first) > 1:
        return Faults({"who": _SEVERAL})
    return Faults({"other": _SEVERAL if others else _NOBODY})


def _preview(kept: _Known, gone: _Known) -> Message:
    said = "Are these one person? Nothing has been changed yet."
    accounts = [*kept.accounts, *gone.accounts]
    blocks: list[Block] = [
        text(said),
        Facts((("Stays", kept.in_words), ("Becomes part of them", gone.in_words))),
        Bullets(tuple(map(text, _consequences(kept, gone)))),
    ]
    if accounts:
        blocks.append(where_choice(accounts, "Where should we write to them? They can change it."))
    do = Button("Join them", "people.join.do", f"{gone.person.id} {kept.person.id}")
    return Message(said, (*blocks, Buttons((do, Button("Pick others", "people.join")))))


def _consequences(kept: _Known, gone: _Known) -> list[str]:
    """The same text for everybody except for roles, so that it never shows what somebody declared."""
    said = []
    if kept.roles:
        said.append(f"All these accounts may do what {_listed(kept.roles)} may do here.")
    if gone.roles:
        said.append(f"The second one's roles are taken away: {_listed(gone.roles)}. You can give them again.")
    return [*said, _WISHES, _TOLD]


def _listed(roles: Sequence[str]) -> str:
    return " and ".join(roles)


def _not_now(reason: str) -> Message:
    return Message("Accounts can't be joined now.", (text("Accounts can't be joined now. ", reason),))


_JOIN = Button("Join two accounts", "people.join")
_FORM = Form(
    "people.join.look",
    "Join two accounts",
    (
        text("You see what would happen before it does."),
        TextInput("who", "Who stays?", "Their e-mail or full name", longest=200),
        TextInput(
            "other",
            "Who is the same person?",
            "Empty: the other one of that name",
            optional=True,
            longest=200,
        ),
    ),
    submit="Look",
)
_WISHES = "Pauses, and whatever either of them didn't want to get, count for both. No tip comes twice."
_TOLD = (
    "Whatever they told us for themselves only is forgotten, whether or not there was anything, so that no "
    "account shows it to the other. How the second one answered our questions is forgotten, too."
)
_TELL_THEM = " Tell them, and ask them to look at their settings once."
_NOBODY = (
    "Nobody else by that e-mail or name is known here. Check the spelling, or ask them to say hello to me."
)
_SEVERAL = "Several people have that name. Write the e-mail of one of them here."
