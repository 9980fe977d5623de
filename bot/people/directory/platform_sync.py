"""Updates people and accounts from a platform's directory; defines the `Directory` interface.

Names, time zones, e-mails and whether an account is still used, and nothing else: a title, a status or a
profile's other fields could out a peer worker, so a `Profile` has no place for them.
"""

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Protocol
from zoneinfo import available_timezones

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.inbound_text import inbound_line
from bot.conversation.request import Sender
from bot.people.access.roles import drop_all
from bot.people.audiences.channels import ListedChannel
from bot.people.audiences.user_groups import ListedGroup
from bot.people.identity.accounts import MergePolicy, accounts_of, holds_roles, join
from bot.people.identity.organisations import Organisation
from bot.people.identity.people import Account, Person, people_with_email
from bot.store.types import new_id


@dataclass(frozen=True, slots=True)
class Profile:
    """A member of staff; never a guest, a bot or a member of another workspace.

    `is_open` is False if the account is deactivated. `is_reachable`: we have a chat with them at `address`.
    """

    account: Sender
    name: str
    email: str = ""
    time_zone: str = ""
    is_open: bool = True
    is_reachable: bool = True
    address: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """People type these, too."""
        for name in ("name", "email"):
            object.__setattr__(self, name, inbound_line(getattr(self, name)))


class PartlyRead(Exception):
    """A part of the directory can't be read now. `entries` are the people read, if not returned before.

    `places` names the teams that can't be read.
    """

    def __init__(self, reason: str, entries: Sequence[object] = (), places: Collection[str] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.entries = entries
        self.places = places


class Directory(Protocol):
    """A platform's list of people. Raises Refused for all of it, PartlyRead for a part. Each page is a call to it, paced; nothing is known between pages."""

    @property
    def platform(self) -> str: ...

    async def workspaces(self) -> Sequence[str]: ...

    def people(self, workspace: str) -> AsyncIterator[Sequence[Profile]]:
        """Page by page."""
        ...

    async def person(self, account: Sender) -> Profile | None:
        """One member, looked up while they wait; None for others. Raises if the platform can't say."""
        ...

    async def groups(self, workspace: str) -> Sequence[ListedGroup]:
        """All of them."""
        ...

    async def channels(self, workspace: str) -> Sequence[ListedChannel]:
        """Channels in which we may write and that only this workspace reads, without archived ones."""
        ...


@dataclass(frozen=True, slots=True)
class Rules:
    """`adds_people`: whether unknown people are added. `matches_email`: whether one e-mail is one person."""

    adds_people: bool = True
    matches_email: bool = False


@dataclass
class Changes:
    """Counts for the log. `left_out` counts accounts that may be somebody's second: an administrator joins them."""

    added: int = 0
    matched: int = 0
    left: int = 0
    returned: int = 0
    left_out: int = 0

    def add(self, others: "Changes") -> None:
        for name, count in asdict(others).items():
            setattr(self, name, getattr(self, name) + count)


@dataclass
class Update:
    """One page of profiles, taken over in one transaction. Doing it again changes nothing.

    Nobody leaves because they are missing from a page: only what the platform says outright counts.
    """

    session: AsyncSession
    organisation: Organisation
    rules: Rules
    merge_policy: MergePolicy
    today: date
    now: datetime
    changes: Changes = field(default_factory=Changes)

    async def take_over(self, profiles: Sequence[Profile]) -> Changes:
        known = await self._known(profiles)
        for profile in profiles:
            account = known.get(profile.account)
            if account is None and profile.is_open:
                account = await self._met(profile)
            if account and profile.is_open:
                await self._refresh(account, profile)
            elif account and account.closed_on is None:
                await self._close(account)
            await self.session.flush()
        return self.changes

    async def _known(self, profiles: Sequence[Profile]) -> dict[Sender, Account]:
        users = [profile.account.user for profile in profiles]
        accounts = await self.session.scalars(select(Account).where(Account.user.in_(users)))
        return {account.sender: account for account in accounts}

    async def _met(self, profile: Profile) -> Account | None:
        """The person for a new account: known by e-mail, or new. None if an administrator must decide."""
        same = await people_with_email(self.session, self.organisation.id, profile.email)
        if same:
            return await self._matched(profile, same)
        if not self.rules.adds_people:
            return None
        zone, home = self._own_zone(profile), self.organisation.id
        person = Person(
            id=new_id(), organisation_id=home, name=profile.name, email=profile.email or None, time_zone=zone
        )
        self.session.add(person)
        await self.session.flush()
        self.changes.added += 1
        return self._account(profile, person.id, is_chosen=True)

    async def _matched(self, profile: Profile, same: Sequence[str]) -> Account | None:
        """An e-mail never carries roles over. People who hold one wait for an administrator."""
        if await self._has_left_with(same, profile.account):
            await self.merge_policy.delete_self_declared(self.session, same[0])
            return self._account(profile, same[0], is_chosen=True)
        if not self.rules.matches_email or len(same) > 1 or await holds_roles(self.session, same[0]):
            self.changes.left_out += 1
            return None
        self.changes.matched += 1
        await self.merge_policy.delete_self_declared(self.session, same[0])
        has_one = bool(await accounts_of(self.session, same[0]))
        return self._account(profile, same[0], is_chosen=not has_one)

    async def _has_left_with(self, same: Sequence[str], account: Sender) -> bool:
        """Whether that person was deactivated in this workspace; a new invitation may use the same address."""
        accounts = await accounts_of(self.session, same[0])
        here = [(known.platform, known.workspace) for known in accounts]
        is_closed = all(known.closed_on for known in accounts)
        return len(same) == 1 and is_closed and (account.platform, account.workspace) in here

    def _account(self, profile: Profile, person_id: str, *, is_chosen: bool) -> Account:
        to = profile.account
        place = {"platform": to.platform, "workspace": to.workspace, "user": to.user}
        made = Account(id=new_id(), person_id=person_id, is_chosen=is_chosen, **place)
        made.address = dict(profile.address)
        self.session.add(made)
        return made

    async def _refresh(self, account: Account, profile: Profile) -> None:
        person = await self.session.get_one(Person, account.person_id)
        if account.closed_on or (account.is_chosen and person.left_on):
            await self._reopen(account, person)
        person.is_staff = person.is_staff or self.rules.adds_people
        account.unreachable_since = None if profile.is_reachable else account.unreachable_since or self.now
        if not profile.address.items() <= account.address.items():
            account.address = account.address | dict(profile.address)
        if account.is_chosen:
            person.name = profile.name or person.name
            person.time_zone = self._own_zone(profile)
        if profile.email and not person.email and not person.left_on:
            await self._learn_email(person, profile.email)

    async def _learn_email(self, person: Person, email: str) -> None:
        """Stores the e-mail unless somebody else has it: then the two may be one person."""
        same = await people_with_email(self.session, self.organisation.id, email)
        if not same:
            person.email = email
        elif self.rules.matches_email and len(same) == 1 and await self._may_join(person.id, same[0]):
            await join(self.session, self.merge_policy, person.id, same[0], self.today, by=None, now=self.now)
            self.changes.matched += 1
        else:
            self.changes.left_out += 1

    async def _may_join(self, *person_ids: str) -> bool:
        for person_id in person_ids:
            person = await self.session.get_one(Person, person_id)
            if person.left_on or await holds_roles(self.session, person_id):
                return False
        return not await self.merge_policy.why_not(self.session)

    async def _close(self, account: Account) -> None:
        """It is never written to again. A person without another account has left and loses their roles."""
        account.closed_on = self.today
        account.unreachable_since = account.unreachable_since or self.now
        accounts = await accounts_of(self.session, account.person_id)
        person = await self.session.get_one(Person, account.person_id)
        if any(other.closed_on is None for other in accounts) or person.left_on:
            return
        person.left_on = self.today
        await drop_all(self.session, person.id, self.now)
        self.changes.left += 1

    async def _reopen(self, account: Account, person: Person) -> None:
        """The person is back, if they had left by this account's closure and not by a list of people."""
        accounts = await accounts_of(self.session, person.id)
        closed = max((known.closed_on for known in accounts if known.closed_on), default=None)
        if person.left_on and person.left_on == closed:
            for other in accounts:
                other.is_chosen = other.id == account.id
            person.left_on = None
            self.changes.returned += 1
        account.closed_on = None

    def _own_zone(self, profile: Profile) -> str:
        """Empty if it is the organisation's, or unknown to us."""
        zone = profile.time_zone
        return zone if zone != self.organisation.time_zone and _is_zone(zone) else ""


@cache
def _is_zone(name: str) -> bool:
    return name in available_timezones()
