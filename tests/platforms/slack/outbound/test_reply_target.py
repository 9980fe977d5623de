"""Answers go to Slack, wherever a payload or a form says that they should go."""

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.platforms.slack.outbound.reply_target import SlackPlace, leads_to_slack
from tests.platforms.slack.receiving import FINE, TEAM, Bot, reached


@pytest.mark.parametrize(
    ("url", "is_slacks"),
    [
        ("https://hooks.slack.com/actions/T1/1/x", True),
        ("https://hooks.slack-gov.com/commands/T1/1/x", True),
        ("http://hooks.slack.com/actions/T1/1/x", False),
        ("https://hooks.slack.com@evil.example/x", False),
        ("https://hooks.slack.com.evil.example/x", False),
        ("https://hooks.slack.com:8443/x", False),
        ("https://169.254.169.254/latest", False),
        ("http://127.0.0.1:8080/x", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_a_response_goes_to_slack_alone(url: str, is_slacks: bool) -> None:
    assert leads_to_slack(url, is_local=False) is is_slacks


def test_on_this_machine_it_may_go_to_a_stand_in() -> None:
    assert leads_to_slack("http://127.0.0.1:8080/x", is_local=True)
    assert not leads_to_slack("http://evil.example/x", is_local=True)


async def test_and_nowhere_that_it_is_sent_on_to() -> None:
    elsewhere: list[str] = []

    async def sends_on(_: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect("/elsewhere")

    async def is_elsewhere(request: web.Request) -> web.Response:
        elsewhere.append(await request.text())
        return web.Response()

    app = web.Application()
    app.add_routes([web.post("/hook", sends_on), web.post("/elsewhere", is_elsewhere)])
    async with TestServer(app) as server, reached(Bot().dispatch()) as there:
        place = SlackPlace(TEAM, "U1", "C1", response_url=str(server.make_url("/hook")), is_hidden=True)
        await there.writer.show_alone(place, FINE)
    assert elsewhere == []
