from collections.abc import AsyncIterator

import pytest

from bot.core.diagnostics import State
from bot.delivery.sending.gateway import Throttled
from bot.platforms.teams.install.checks import check_keys, check_token, messaging_endpoint
from tests.fake_connector import Signer
from tests.platforms.teams.arriving import AToken


@pytest.fixture
async def signer() -> AsyncIterator[Signer]:
    made = Signer()
    await made.start()
    yield made
    await made.stop()


class Refusing(AToken):
    async def get(self) -> str:
        raise Throttled(60)


async def test_a_token_is_asked_for() -> None:
    assert (await check_token(AToken())).state is State.OK
    finding = await check_token(Refusing())
    assert finding.state is State.FAULT
    assert "client secret" in finding.do


async def test_keys_are_read(signer: Signer) -> None:
    assert (await check_keys(f"{signer.url}/openid")).state is State.OK
    signer.is_away = True
    assert (await check_keys(f"{signer.url}/openid")).state is State.FAULT


def test_the_registration_names_where_we_listen() -> None:
    assert messaging_endpoint("https://alongside.example") == "https://alongside.example/api/messages"
