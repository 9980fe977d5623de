"""Without registration: on this machine, when asked for, and for nobody else."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession, web

from bot.app.monitoring.health import READY
from bot.app.serving import running
from bot.core.settings import Settings
from bot.platforms.teams.inbound.authentication import LocalCallerCheck, Stranger
from bot.platforms.teams.inbound.endpoint import MESSAGES
from tests.app.running.confirmed_organisation import settings_of
from tests.fake_connector import FakeConnector, Json, Person
from tests.fake_slack import FakeSlack
from tests.platforms.teams.arriving import words


@pytest.fixture
async def connector() -> AsyncIterator[FakeConnector]:
    made = FakeConnector()
    await made.start()
    made.add_chat("ada")
    yield made
    await made.stop()


@pytest.fixture
def local(tmp_path: Path) -> Settings:
    """As somebody sets it who tries Teams without Slack."""
    nothing: dict[str, str] = dict.fromkeys(
        ("slack_bot_token", "slack_signing_secret", "slack_app_token", "slack_api", "public_url"), ""
    )
    return settings_of(tmp_path, FakeSlack(), teams_local="1", **nothing)


async def test_it_starts_without_registration_and_answers_anybody_on_this_machine(
    local: Settings, connector: FakeConnector
) -> None:
    async with running(local) as bot, ClientSession(f"http://127.0.0.1:{bot.port}") as http:
        assert bot.platforms == ["teams"]
        async with http.get(READY) as answer:
            assert answer.status == 200
        question = Person(connector, "ada").says("What does a peer worker do?")
        async with http.post(MESSAGES, json=question) as answer:
            assert answer.status == 200
        # What a web page that is open here could send, and what a name from outside could.
        async with http.post(MESSAGES, data=str(question), headers={"Content-Type": "text/plain"}) as answer:
            assert answer.status == 401
        async with http.post(MESSAGES, json=question, headers={"Host": "evil.example"}) as answer:
            assert answer.status == 401
    (answered,) = connector.in_chat("ada")
    assert "Sources:" in words(answered)
    assert {call.authorization for call in connector.calls} == {""}


class From:
    """A request with as much of it as the door looks at."""

    def __init__(self, remote: str, host: str = "127.0.0.1:3978", kind: str = "application/json") -> None:
        self.remote, self.host, self.content_type = remote, host, kind


def hello(service: str = "http://127.0.0.1:56160/_connector") -> Json:
    return {"serviceUrl": service, "channelData": {"tenant": {"id": "t"}}}


@pytest.mark.parametrize(
    ("request_", "activity"),
    [
        (From("10.0.0.7"), hello()),
        (From("127.0.0.1", "evil.example"), hello()),
        (From("127.0.0.1", "[::1"), hello()),
        (From("127.0.0.1", kind="text/plain"), hello()),
        (From("127.0.0.1"), hello("https://smba.trafficmanager.net/emea/")),
        (From("127.0.0.1"), hello("http://10.0.0.7/")),
        (From("127.0.0.1"), hello() | {"channelData": None}),
    ],
)
async def test_nobody_else_is_let_in(request_: web.Request, activity: Json) -> None:
    with pytest.raises(Stranger):
        await LocalCallerCheck().check(request_, activity)


@pytest.mark.parametrize("remote", ["127.0.0.1", "::1"])
async def test_this_machine_is(remote: str) -> None:
    await LocalCallerCheck().check(From(remote), hello())  # type: ignore[arg-type]
