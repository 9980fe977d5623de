"""What delivery relies on, whichever platform it sends to."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.delivery.sending.gateway import Method, TooLate
from bot.platforms import PLUGS
from bot.store.database import Database
from tests.databases import SEAL, sqlite_urls
from tests.platforms.conformance.memory import PLUG as MEMORY
from tests.platforms.conformance.places import PLACES, Place


def test_every_platform_is_looked_at_here() -> None:
    assert {plug.name for plug in (*PLUGS, MEMORY)} == PLACES.keys()


@pytest.fixture(params=PLACES)
async def place(
    request: pytest.FixtureRequest, tmp_path: Path, migrated_sqlite: Path
) -> AsyncIterator[Place]:
    database = Database(sqlite_urls(tmp_path, migrated_sqlite).main, seal=SEAL)
    async with PLACES[request.param](database) as found:
        yield found
    await database.close()


async def test_what_was_sent_has_a_reference_that_can_be_stored(place: Place) -> None:
    sent = await place.gateway.send(place.to())
    assert sent.reference
    assert json.loads(json.dumps(dict(sent.reference))) == sent.reference


async def test_where_a_platform_can_be_asked_it_finds_what_arrived_and_nothing_else(place: Place) -> None:
    if place.gateway.can_look_up:
        outgoing = place.to()
        assert await place.gateway.look_up(outgoing) is None
        await place.gateway.send(outgoing)
        assert await place.gateway.look_up(outgoing)


async def test_without_the_right_to_send_nothing_leaves(place: Place) -> None:
    late = place.to(may_start=lambda: False)
    with pytest.raises(TooLate):
        await place.gateway.send(late)
    if place.gateway.can_look_up:
        assert await place.gateway.look_up(late) is None


async def test_what_was_sent_can_be_changed_and_taken_back_twice(place: Place) -> None:
    outgoing = place.to()
    sent = await place.gateway.send(outgoing)
    changed = await place.gateway.edit(replace(outgoing, reference=sent.reference))
    for _ in range(2):
        await place.gateway.delete(replace(outgoing, reference=changed.reference))


async def test_every_method_has_a_pace(place: Place) -> None:
    for method in Method:
        pace = place.gateway.pace("home", method)
        assert pace.per_second > 0
        assert pace.burst >= 1
        assert pace.at_once >= 1
