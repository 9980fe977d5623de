"""Everything between a delivery and Teams, on loopback: the fake connector, our calls, and the gateway."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy import update

from bot.conversation.message import Message, text
from bot.core.clock import MovableClock
from bot.delivery.sending.gateway import Outgoing
from bot.features.learning.declarations import NUDGE
from bot.people.identity.people import Account
from bot.platforms.button_marks import ButtonMarks
from bot.platforms.session import open_session
from bot.platforms.teams.directory.addresses import Addresses
from bot.platforms.teams.outbound.connector import TeamsCalls
from bot.platforms.teams.outbound.gateway import TeamsGateway
from bot.store.database import Database
from tests.databases import SEAL
from tests.delivery.office import TEN
from tests.fake_connector import TENANT, FakeConnector
from tests.platforms.names import HOST, Names
from tests.platforms.teams.arriving import CHANNEL, HOSTS, AToken

HELLO = Message("Hello", (text("Hello"),))
FAST = 100_000.0


@dataclass
class Desk:
    connector: FakeConnector
    calls: TeamsCalls
    addresses: Addresses
    gateway: TeamsGateway
    token: AToken
    database: Database
    by_name: bool = False

    def to(self, user: str = "ada", message: Message = HELLO, id_: str = "d1", **more: object) -> Outgoing:
        given = {"address": self.address(user)} | more
        return Outgoing(id_, NUDGE, "teams", TENANT, message, user=user, **given)  # type: ignore[arg-type]

    def into(self, channel: str = CHANNEL, message: Message = HELLO, id_: str = "d1") -> Outgoing:
        return Outgoing(id_, NUDGE, "teams", TENANT, message, conversation=channel)

    def address(self, user: str) -> dict[str, str]:
        service = self.connector.service
        service = service.replace("127.0.0.1", HOST) if self.by_name else service
        return {"service": service, "member": f"29:{user}", "conversation": f"a:chat-{user}"}

    async def installed_by(self, *users: str) -> None:
        """Accounts that delivery knows by these names."""
        for user in users:
            self.connector.add_chat(user)
            async with self.database.write() as session:
                known = update(Account).where(Account.user == user)
                await session.execute(known.values(address=self.address(user)))


@asynccontextmanager
async def desk(database: Database, seconds: float = 5.0, names: Names | None = None) -> AsyncIterator[Desk]:
    connector, token = FakeConnector(), AToken()
    await connector.start()
    connector.add_chat("ada")
    connector.add_conversation(CHANNEL, "ada")
    try:
        async with open_session(seconds, names) as session:
            calls = TeamsCalls(session, token, (*HOSTS, HOST))
            addresses = Addresses(database, MovableClock(TEN, frozen=True))
            gateway = TeamsGateway(
                calls, addresses, ButtonMarks(SEAL), per_second=FAST, per_conversation=FAST
            )
            yield Desk(connector, calls, addresses, gateway, token, database, names is not None)
    finally:
        await connector.stop()
