import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession

from bot.platforms.teams.inbound.signing_keys import SigningKeys
from tests.fake_connector import Signer


@dataclass
class Stopwatch:
    time: float = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
async def signer() -> AsyncIterator[Signer]:
    made = Signer()
    await made.start()
    yield made
    await made.stop()


@pytest.fixture
async def keys(signer: Signer, stopwatch: Stopwatch) -> AsyncIterator[SigningKeys]:
    async with ClientSession() as session:
        yield SigningKeys(session, f"{signer.url}/openid", stopwatch)


async def test_keys_are_read_once_for_many(keys: SigningKeys, signer: Signer) -> None:
    found = await asyncio.gather(*(keys.find("first") for _ in range(20)))
    assert all(key and key.endorsements == {"msteams"} for key in found)
    assert signer.reads == 1


async def test_a_key_that_came_since_is_found_after_five_minutes(
    keys: SigningKeys, signer: Signer, stopwatch: Stopwatch
) -> None:
    assert await keys.find("first")
    signer.published = ["second"]
    stopwatch.time = 299
    assert await keys.find("second") is None
    stopwatch.time = 301
    assert await keys.find("second")
    assert await keys.find("first") is None


async def test_strangers_cannot_make_us_ask_again_and_again(
    keys: SigningKeys, signer: Signer, stopwatch: Stopwatch
) -> None:
    for second in range(0, 900, 10):
        stopwatch.time = second
        await asyncio.gather(*(keys.find(f"made up {second} {n}") for n in range(5)))
    assert signer.reads == 3


async def test_a_withdrawn_key_is_forgotten_within_a_day(
    keys: SigningKeys, signer: Signer, stopwatch: Stopwatch
) -> None:
    assert await keys.find("first")
    signer.published = ["second"]
    stopwatch.time = 24 * 3600 + 1
    assert await keys.find("first") is None


async def test_where_they_cannot_be_read_those_we_have_stay_good(
    keys: SigningKeys, signer: Signer, stopwatch: Stopwatch
) -> None:
    assert await keys.find("first")
    signer.is_away = True
    stopwatch.time = 48 * 3600
    assert await keys.find("first")
    signer.is_away, signer.published = False, ["second"]
    # A failure is no reason to be locked out for longer than half a minute.
    stopwatch.time += 31
    assert await keys.find("second")


async def test_none_known_is_told(keys: SigningKeys, signer: Signer, stopwatch: Stopwatch) -> None:
    signer.is_away = True
    assert not await keys.are_known()
    signer.is_away, stopwatch.time = False, 31
    assert await keys.are_known()
