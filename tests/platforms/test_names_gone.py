"""No host's name can be looked up for a while: people who were to get something get it afterwards, once.

Nobody has to decide anything, also where the platform can't be asked what arrived: without an address, nothing left.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import update

from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.ledger.open_deliveries import open_deliveries_of
from bot.delivery.ledger.overview import doubtful
from bot.delivery.sending.gateway import Gateway
from bot.people.identity.people import Account
from bot.store.database import Database
from tests.delivery.conftest import database, office
from tests.delivery.office import TEN, Office
from tests.fake_connector import TENANT
from tests.platforms.names import Names
from tests.platforms.slack.sending import TEAM
from tests.platforms.slack.sending import desk as slack_desk
from tests.platforms.teams.sending import desk as teams_desk

__all__ = ["database", "office"]


@dataclass
class Place:
    gateway: Gateway
    workspace: str
    user: str
    address: dict[str, str]
    names: Names


@asynccontextmanager
async def _slack(_: Database) -> AsyncIterator[Place]:
    names = Names()
    async with slack_desk(names=names) as at:
        yield Place(at.gateway, TEAM, "U1", {}, names)


@asynccontextmanager
async def _teams(database: Database) -> AsyncIterator[Place]:
    names = Names()
    async with teams_desk(database, names=names) as at:
        yield Place(at.gateway, TENANT, "ada", at.address("ada"), names)


PLACES = {"slack": _slack, "teams": _teams}


@pytest.mark.parametrize("platform", PLACES)
@pytest.mark.parametrize("urls", ["sqlite"], indirect=True)
async def test_what_was_due_meanwhile_arrives_afterwards(office: Office, platform: str) -> None:
    async with PLACES[platform](office.database) as place:
        office.others = {platform: place.gateway}
        async with office.database.write() as session:
            there = {"platform": platform, "workspace": place.workspace, "user": place.user}
            await session.execute(update(Account).values(address=place.address, **there))
        await office.plan()
        place.names.are_gone = True
        lane = f"{platform} {place.workspace} send"
        await office.send(lane)
        assert place.names.lookups
        assert await office.states() == [DeliveryState.PENDING]
        async with office.database.read() as session:
            assert await doubtful(session, 10) == ([], 0)
            assert (await open_deliveries_of(session, TEN)).open == {(platform, "due"): 1}
        place.names.are_gone = False
        await office.send(lane)
        assert await office.states() == [DeliveryState.SENT]
