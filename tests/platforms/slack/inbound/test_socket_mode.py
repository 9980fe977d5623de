"""The socket: kept up, made anew when it is lost, and known to be down when it is."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from tests.fake_slack import Fault, How
from tests.platforms.slack.receiving import Bot, Reached, reached


@pytest.fixture
async def at() -> AsyncIterator[Reached]:
    async with reached(Bot().dispatch(), over="socket") as made:
        yield made


async def until(is_so: Callable[[], Awaitable[bool]]) -> None:
    async with asyncio.timeout(60):
        while not await is_so():  # noqa: ASYNC110 - it happens in tasks of others
            await asyncio.sleep(0.01)


async def is_well(at: Reached) -> bool:
    return not await at.platform.health()


async def is_ill(at: Reached) -> bool:
    return bool(await at.platform.health())


async def test_over_a_socket_nothing_is_served(at: Reached) -> None:
    assert at.platform.routes() == []


async def test_the_first_delivery_of_an_event_is_answered(at: Reached) -> None:
    """Its retry number is zero, and it is no repeat."""
    await at.event(at.ada.says("hello"), retry=0)
    assert at.chat() == ["Fine."]


async def test_a_repeat_that_nobody_has_answered_is_answered(at: Reached) -> None:
    await at.event(at.ada.says("hello"), retry=2)
    assert at.chat() == ["Fine."]


async def test_a_lost_connection_is_made_anew(at: Reached) -> None:
    at.slack.sockets.drop()
    await at.slack.sockets.connected(2)
    await until(lambda: is_well(at))
    await at.event(at.ada.says("hello"))
    assert at.chat() == ["Fine."]


async def test_slack_may_ask_for_another_connection(at: Reached) -> None:
    await at.slack.sockets.refresh()
    await at.slack.sockets.connected(2)
    await until(lambda: is_well(at))
    await at.event(at.ada.says("hello"))
    assert at.chat() == ["Fine."]


async def test_while_slack_refuses_health_says_so_and_we_try_again(
    at: Reached, capsys: pytest.CaptureFixture[str]
) -> None:
    at.slack.faults.add("apps.connections.open", *[Fault(How.REFUSE, error="internal_error")] * 5)
    at.slack.sockets.drop()
    await until(lambda: is_ill(at))
    assert "not connected" in (await at.platform.health())[0]
    await at.slack.sockets.connected(2)
    await until(lambda: is_well(at))
    said = "".join(capsys.readouterr())
    assert "slack_socket_waits" in said
    assert not [secret for secret in ("xapp-", "ticket") if secret in said]


async def test_where_slack_is_away_we_start_all_the_same() -> None:
    async with reached(Bot().dispatch(), over="socket") as at:
        await at.slack.stop()
        await until(lambda: is_ill(at))
        await at.platform.stop()
        assert "not connected" in (await at.platform.health())[0]


async def test_what_comes_while_we_stop_is_left_to_others_and_what_is_under_way_is_answered(
    at: Reached,
) -> None:
    holding = asyncio.create_task(at.slack.gate.hold(1))
    await asyncio.sleep(0)
    await at.slack.sockets.push("events_api", at.ada.says("hello"))
    await holding
    stopping = asyncio.create_task(at.platform.stop())
    await asyncio.sleep(0)
    late = asyncio.create_task(at.slack.sockets.push("events_api", at.ada.says("too late")))
    at.slack.gate.release()
    await stopping
    late.cancel()
    assert at.chat() == ["Fine."]
    assert len(at.slack.sockets.acknowledged) == 1
    assert at.slack.sockets.count == 0
