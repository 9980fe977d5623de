import asyncio
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.app.assembly import open_database, organisation_in
from bot.app.content import Content
from bot.app.monitoring.health import LIVE, READY
from bot.app.monitoring.metrics import PATH
from bot.app.serving import Running, running
from bot.core.diagnostics import PreflightFailed
from bot.platforms.slack.inbound.http_mode import EVENTS
from tests.app.running.confirmed_organisation import SECRET, environment, settings_of
from tests.fake_slack import FakeSlack, Person, Pushes

_PATIENCE = 60.0


@asynccontextmanager
async def calling(bot: Running) -> AsyncIterator[ClientSession]:
    async with ClientSession(f"http://127.0.0.1:{bot.port}") as session:
        yield session


async def test_it_starts_over_http_makes_its_organisation_and_answers_people(
    tmp_path: Path, slack: FakeSlack
) -> None:
    settings = settings_of(tmp_path, slack)
    async with running(settings) as bot, calling(bot) as session:
        assert bot.app.services.organisation.name == "Harbour"
        assert await asked(session, LIVE) == (200, "alive\n")
        assert await asked(session, READY) == (200, "ready\n")
        mei = Person(slack, slack.workspaces["T1"], "UADMIN")
        pushes = Pushes(session, EVENTS, SECRET)
        assert (await pushes.event(mei.says("What does a peer worker do?"))).status == 200
    # Stopping waits for answers that are under way.
    asked_first, answered = slack.workspaces["T1"].sent_to("UADMIN")
    assert (asked_first["user"], answered["user"]) == ("UADMIN", "UBOT")


async def test_figures_are_on_a_port_of_their_own_and_not_on_the_one_that_strangers_reach(
    tmp_path: Path, slack: FakeSlack, content: Content
) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    async with (
        running(settings_of(tmp_path, slack, metrics_port=f"{port}"), content=content) as bot,
        calling(bot) as session,
        ClientSession(f"http://127.0.0.1:{port}") as prometheus,
    ):
        status, page = await asked(prometheus, PATH)
        assert (status, "alongside_ready 1.0" in page, "alongside_workers 1.0" in page) == (200, True, True)
        assert (await asked(session, PATH))[0] == 404
        assert (await asked(prometheus, READY))[0] == 404


async def test_it_starts_over_a_socket(tmp_path: Path, slack: FakeSlack, content: Content) -> None:
    settings = settings_of(tmp_path, slack, slack_mode="socket")
    async with running(settings, content=content) as bot, calling(bot) as session:
        await slack.sockets.connected()
        async with asyncio.timeout(_PATIENCE):
            while (await asked(session, READY))[0] != 200:  # noqa: ASYNC110 - it happens in other tasks
                await asyncio.sleep(0.05)
        assert (await asked(session, EVENTS))[0] == 404
    assert slack.sockets.count == 0


async def test_a_second_start_keeps_the_organisation(
    tmp_path: Path, slack: FakeSlack, content: Content
) -> None:
    async with running(settings_of(tmp_path, slack), content=content) as bot:
        first = bot.app.services.organisation.id
    settings = settings_of(tmp_path, slack, organisation="", contact="Ring Kofi.")
    async with running(settings, content=content) as bot:
        assert bot.app.services.organisation.id == first
    database = await open_database(settings)
    organisation = await organisation_in(database)
    await database.close()
    assert organisation
    assert (organisation.name, organisation.contact) == ("Harbour", "Ring Kofi.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"slack_bot_token": "xoxb-wrong"}, "invalid_auth"),
        ({"host": "192.0.2.1"}, "192.0.2.1"),
        (
            {"database_url": "postgresql://nobody:xsecretx@127.0.0.1:1/none"},
            "Nothing answers where the database",
        ),
        ({"contact": ""}, "ALONGSIDE_CONTACT"),
    ],
)
async def test_it_says_why_it_does_not_start(
    tmp_path: Path, slack: FakeSlack, changes: dict[str, str], said: str
) -> None:
    with pytest.raises(PreflightFailed) as told:
        async with running(settings_of(tmp_path, slack, **changes)):
            pass
    shown = " ".join(map(str, told.value.findings))
    assert said in shown
    assert "xsecretx" not in shown


async def test_told_to_stop_it_stops_and_says_that_all_is_well(tmp_path: Path, slack: FakeSlack) -> None:
    process = await started(environment(tmp_path, slack))
    printed = await until_started(process)
    process.send_signal(signal.SIGTERM)
    async with asyncio.timeout(_PATIENCE):
        _, rest = await process.communicate()
    assert process.returncode == 0, rest.decode()
    # Without a terminal the code of the first administrator is nowhere.
    assert b"nobody_is_administrator" in printed + rest
    for secret in (b"xoxb-T1", SECRET.encode()):
        assert secret not in printed + rest


async def test_what_is_missing_is_numbered_and_the_exit_code_says_that_it_could_not_run(
    tmp_path: Path, slack: FakeSlack
) -> None:
    process = await started(environment(tmp_path, slack, contact="", master_key=""))
    async with asyncio.timeout(_PATIENCE):
        _, told = await process.communicate()
    assert process.returncode == 2
    assert b"1. ALONGSIDE_CONTACT" in told
    assert b"2. There is no master key" in told


async def asked(session: ClientSession, path: str) -> tuple[int, str]:
    async with session.get(path) as answer:
        return answer.status, await answer.text()


async def started(environment: dict[str, str]) -> asyncio.subprocess.Process:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ALONGSIDE_")}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run",
        env=kept | environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip


async def until_started(process: asyncio.subprocess.Process) -> bytes:
    assert process.stderr
    printed = b""
    async with asyncio.timeout(_PATIENCE):
        while b"started" not in printed:
            line = await process.stderr.readline()
            assert line, printed.decode()
            printed += line
    return printed
