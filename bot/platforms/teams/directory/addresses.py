"""Stores the Teams addresses of people and teams, from every incoming activity."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.conversation.inbound_text import inbound_line
from bot.conversation.request import Sender
from bot.core.clock import Clock
from bot.people.identity.people import Account
from bot.platforms.teams.install.models import TeamsInstall
from bot.store.database import Database
from bot.store.events import is_first_time
from bot.store.statements import insert

Address = Mapping[str, str]
"""`service` is the connector's address, `member` the person's id in Teams; `conversation` is our chat with
them.

`since` is the time of their latest installation, if Teams reported it.
"""

CHAT, SINCE = "conversation", "since"
# When they uninstalled or blocked the bot. After that, only they can open the chat again.
LEFT = "left"
_MOST_SEEN = 1000


def welcome_of(tenant: str, user: str) -> str:
    """The id of the request that greets them."""
    return f"teams {tenant} welcome {user}"


@dataclass(frozen=True, slots=True)
class InstalledTeam:
    tenant: str
    team: str
    name: str
    service: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "name", inbound_line(self.name))


@dataclass(frozen=True, slots=True)
class Addresses:
    """Reads and updates addresses. Writes nothing if nothing has changed."""

    database: Database
    clock: Clock
    _seen: OrderedDict[Sender, Address] = field(default_factory=OrderedDict)

    def saw(self, sender: Sender, address: Address) -> None:
        """Keeps the address in memory, to look up the sender before anything about them is stored."""
        self._seen[sender] = address
        if len(self._seen) > _MOST_SEEN:
            self._seen.popitem(last=False)

    async def seen(self, sender: Sender) -> Address:
        return self._seen.get(sender) or await self.of(sender)

    async def greet_nobody(self, tenant: str, user: str) -> None:
        """Suppresses the greeting after we open the chat ourselves, because the person did nothing."""
        async with self.database.write() as session:
            await is_first_time(session, welcome_of(tenant, user), self.clock.now())

    async def of(self, sender: Sender) -> Address:
        async with self.database.read() as session:
            account = await _account(session, sender)
        return dict(account.address) if account else {}

    async def remember(self, sender: Sender, address: Address, told_at: datetime | None = None) -> None:
        """Stores the address of a known person. An address with our chat makes them reachable again.

        Ignores late activities from before their uninstallation.
        """
        async with self.database.read() as session:
            account = await _account(session, sender)
        address = _news(account, address, told_at) if account else {}
        if account is None or _is_known(account, address):
            return
        async with self.database.write() as session:
            if account := await _account(session, sender):
                account.address = account.address | dict(address)
                if CHAT in address:
                    account.address.pop(LEFT, None)
                if CHAT in address and account.closed_on is None:
                    account.unreachable_since = None

    async def forget(self, sender: Sender, told_at: datetime | None = None) -> None:
        """Marks them as unreachable until they write or install again, after they uninstalled or blocked the
        bot.

        Ignores events before their current installation, because these concern an earlier one.
        """
        at = told_at or self.clock.now()
        async with self.database.write() as session:
            account = await _account(session, sender)
            if account and not _is_before(told_at, account.address.get(SINCE)):
                account.address = _without_chat(account.address) | {LEFT: at.isoformat()}
                account.unreachable_since = account.unreachable_since or self.clock.now()

    async def in_tenant(self, tenant: str) -> Mapping[str, Address]:
        """Addresses of all known people of the tenant, by user."""
        here = (Account.platform == "teams", Account.workspace == tenant)
        async with self.database.read() as session:
            accounts = (await session.scalars(select(Account).where(*here))).all()
        return {account.user: dict(account.address) for account in accounts}

    async def install(
        self, team: InstalledTeam, told_at: datetime | None = None, is_joining: bool = False
    ) -> None:
        """Records that a team installed the bot, or changes of its name or address.

        `told_at` is None if Teams reported no time. `is_joining`: the bot was added at this moment. Late
        events from before a removal do not restore a team.
        """
        async with self.database.read() as session:
            known = await session.get(TeamsInstall, (team.tenant, team.team))
        changed = _changed(known, team, told_at, told_at if is_joining else None)
        if not changed:
            return
        new = {"tenant": team.tenant, "team": team.team, "service": team.service, "name": team.name}
        async with self.database.write() as session:
            statement = insert(session, TeamsInstall).values(new | changed)
            await session.execute(
                statement.on_conflict_do_update(index_elements=["tenant", "team"], set_=changed)
            )

    async def uninstall(self, team: InstalledTeam, told_at: datetime | None = None) -> None:
        """Records a removal.

        Ignores events before the current installation, because these concern an earlier one.
        """
        at = told_at or self.clock.now()
        is_newer = (
            or_(TeamsInstall.installed_at.is_(None), TeamsInstall.installed_at <= at),
            or_(TeamsInstall.removed_at.is_(None), TeamsInstall.removed_at < at),
        )
        new = {"tenant": team.tenant, "team": team.team, "service": team.service, "name": team.name}
        async with self.database.write() as session:
            statement = insert(session, TeamsInstall).values(new | {"removed_at": at})
            await session.execute(
                statement.on_conflict_do_update(
                    index_elements=["tenant", "team"], set_={"removed_at": at}, where=and_(*is_newer)
                )
            )

    async def teams(self, tenant: str) -> Sequence[InstalledTeam]:
        here = (TeamsInstall.tenant == tenant, TeamsInstall.removed_at.is_(None))
        async with self.database.read() as session:
            installs = await session.scalars(select(TeamsInstall).where(*here).order_by(TeamsInstall.team))
            return [
                InstalledTeam(install.tenant, install.team, install.name, install.service)
                for install in installs
            ]


async def _account(session: AsyncSession, sender: Sender) -> Account | None:
    account: Account | None = await session.scalar(
        select(Account).where(
            Account.platform == sender.platform,
            Account.workspace == sender.workspace,
            Account.user == sender.user,
        )
    )
    return account


def _without_chat(address: Address) -> dict[str, str]:
    return {key: value for key, value in address.items() if key not in (CHAT, SINCE)}


def _news(account: Account, address: Address, told_at: datetime | None) -> Address:
    """The activity's facts that concern the current installation."""
    if _is_before(told_at, account.address.get(LEFT)):
        return _without_chat(address)
    if _is_before(told_at, account.address.get(SINCE)):
        return {key: value for key, value in address.items() if key != SINCE}
    return address


def _is_before(told_at: datetime | None, noted: str | None) -> bool:
    """Whether the event is older than the stored state. Earlier releases stored no time."""
    try:
        return bool(told_at and noted and told_at < datetime.fromisoformat(noted))
    except ValueError:
        return False


def _changed(
    known: TeamsInstall | None, team: InstalledTeam, told_at: datetime | None, joined_at: datetime | None
) -> dict[str, object]:
    """The changed values of a team; none if the event is from before a removal."""
    if known is None:
        return {"service": team.service, "installed_at": joined_at}
    if known.removed_at and told_at and told_at <= known.removed_at:
        return {}
    is_newest = joined_at and (known.installed_at is None or known.installed_at < joined_at)
    changed: dict[str, object] = {"removed_at": None} if known.removed_at else {}
    changed |= {"service": team.service} if team.service not in ("", known.service) else {}
    changed |= {"name": team.name} if team.name not in ("", known.name) else {}
    return changed | ({"installed_at": joined_at} if is_newest else {})


def _is_known(account: Account, address: Address) -> bool:
    is_same = all(account.address.get(key) == value for key, value in address.items())
    return is_same and (CHAT not in address or account.unreachable_since is None)
