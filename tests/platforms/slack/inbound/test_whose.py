"""Whose workspace it is and whose the person is, from raw payloads: the envelope decides neither."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fake_slack import payload
from tests.platforms.slack.receiving import Bot, Reached, reached

OURS, THEIRS, COMPANY = "T1", "T9", "E1"


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture(params=["http", "socket"])
async def at(bot: Bot, request: pytest.FixtureRequest) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch(), over=request.param) as made:
        yield made


def mention(**more: Any) -> dict[str, Any]:
    envelope = {"team_id": THEIRS, "context_team_id": THEIRS, "is_ext_shared_channel": True}
    said = {"event.text": "<@UBOT> hello", "event.channel": "C1"}
    return payload("app_mention", envelope | said | {f"event.{key}": value for key, value in more.items()})


MENTIONS = [
    (mention(user_team=THEIRS, team=THEIRS), True),
    (mention(user_team=OURS, team=OURS), False),
    (mention(user_team=None, team=OURS), False),
    (mention(user_team=None, team=None), False),
    (mention(user_team="E9", team=THEIRS), True),
    (
        mention(user_team=COMPANY, team=COMPANY)
        | {"authorizations": [{"team_id": OURS, "enterprise_id": COMPANY}]},
        False,
    ),
]


@pytest.mark.parametrize(("body", "is_from_elsewhere"), MENTIONS)
async def test_the_workspace_is_ours_and_the_home_is_another_fact(
    at: Reached, bot: Bot, body: dict[str, Any], is_from_elsewhere: bool
) -> None:
    await at.event(body)
    (request,) = bot.heard
    assert request.sender.workspace == OURS
    assert request.sender.is_from_elsewhere is is_from_elsewhere
    assert at.everybody_reads() == ["Fine."]


async def test_a_press_of_an_outsider_is_in_our_workspace(at: Reached, bot: Bot) -> None:
    """Slack names whose message it is, and whose the person is."""
    body = at.ada.presses(await at.posted("C1"), "act#0")
    body["user"]["team_id"] = THEIRS
    await at.act(body)
    assert [request.sender.workspace for request in bot.heard] == [OURS]
    assert bot.heard[0].sender.is_from_elsewhere
