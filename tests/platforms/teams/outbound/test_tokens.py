"""Our own token, asked for by MSAL itself: only the wire below it is ours."""

import asyncio
import json
import threading
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.delivery.sending.gateway import Throttled
from bot.platforms.teams.outbound.tokens import AUTHORITY, AppToken
from tests.fake_connector import APP_ID, TENANT


@dataclass
class Said:
    status_code: int
    text: str
    headers: dict[str, str] = field(default_factory=dict)

    def raise_for_status(self) -> None:
        assert self.status_code < 400


@dataclass
class Wire:
    """Where MSAL's calls end. `trouble` is raised, or `refuses` said, instead of a token."""

    lasts: int = 3600
    refuses: str = ""
    trouble: Exception | None = None
    asked: list[dict[str, Any]] = field(default_factory=list)
    threads: set[int] = field(default_factory=set)

    def get(self, url: str, **_: Any) -> Said:
        self._listen()
        where = f"{AUTHORITY}{TENANT}"
        about = {"authorization_endpoint": f"{where}/a", "token_endpoint": f"{where}/t", "issuer": where}
        return Said(200, json.dumps(about))

    def post(self, url: str, data: dict[str, Any], **_: Any) -> Said:
        self._listen()
        self.asked.append(data)
        if self.refuses:
            return Said(401, json.dumps({"error": self.refuses, "error_description": "no"}))
        token = {"access_token": f"token {len(self.asked)}", "expires_in": self.lasts}
        return Said(200, json.dumps(token | {"token_type": "Bearer"}))

    def close(self) -> None: ...

    def _listen(self) -> None:
        self.threads.add(threading.get_ident())
        if self.trouble:
            raise self.trouble


@dataclass
class Stopwatch:
    time: float = 0.0

    def __call__(self) -> float:
        return self.time


@pytest.fixture
def wire() -> Wire:
    return Wire()


@pytest.fixture
def stopwatch() -> Stopwatch:
    return Stopwatch()


@pytest.fixture
def token(wire: Wire, stopwatch: Stopwatch) -> AppToken:
    return AppToken(APP_ID, "a-secret", TENANT, wire, stopwatch)


async def test_one_token_serves_all_and_nobody_waits_for_it_on_the_loop(token: AppToken, wire: Wire) -> None:
    found = await asyncio.gather(*(token.get() for _ in range(50)))
    assert set(found) == {"token 1"}
    assert threading.get_ident() not in wire.threads
    assert wire.asked[0]["scope"] == "https://api.botframework.com/.default"


async def test_it_is_renewed_before_it_ends(token: AppToken, wire: Wire, stopwatch: Stopwatch) -> None:
    wire.lasts = 400
    await token.get()
    stopwatch.time = 99
    assert await token.get() == "token 1"
    token.drop("another")
    assert await token.get() == "token 1"


async def test_one_that_was_not_taken_is_replaced(token: AppToken) -> None:
    token.drop(await token.get())
    assert await token.get() == "token 2"


@pytest.mark.parametrize(
    "how", [{"refuses": "invalid_client"}, {"trouble": ConnectionError()}, {"trouble": ValueError()}], ids=str
)
async def test_without_a_token_everything_waits_and_we_do_not_ask_all_the_time(
    token: AppToken, wire: Wire, stopwatch: Stopwatch, how: dict[str, Any]
) -> None:
    for name, value in how.items():
        setattr(wire, name, value)
    for _ in range(3):
        with pytest.raises(Throttled) as told:
            await token.get()
        assert 1 <= told.value.retry_after <= 60
    count = len(wire.asked)
    assert count <= 1
    wire.refuses, wire.trouble, stopwatch.time = "", None, 61.0
    assert await token.get()


async def test_where_it_cannot_be_renewed_the_one_we_have_serves_to_its_end(
    token: AppToken, wire: Wire, stopwatch: Stopwatch
) -> None:
    wire.lasts = 400
    await token.get()
    wire.refuses, stopwatch.time = "temporarily_unavailable", 150
    token._app = None
    assert await token.get() == "token 1"
    stopwatch.time = 401
    with pytest.raises(Throttled):
        await token.get()
