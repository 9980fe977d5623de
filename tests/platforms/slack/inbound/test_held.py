"""What Slack says about our token, our app or a stale conversation is never spent on people."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.sending.gateway import Held, Odd
from tests.fake_slack import Fault, How
from tests.platforms.slack.sending import Desk, desk


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


OURS = [
    "token_revoked",
    "account_inactive",
    "missing_scope",
    "messages_tab_disabled",
    "not_authed",
    "team_access_not_granted",
    "ekm_access_denied",
]


@pytest.mark.parametrize("error", OURS)
async def test_what_is_ours_to_mend_holds_everybody_and_is_never_spent_on_people(
    at: Desk, error: str
) -> None:
    at.slack.faults.add("chat.postMessage", Fault(How.REFUSE, error=error))
    with pytest.raises(Held) as raised:
        await at.gateway.send(at.to("U1"))
    assert raised.value.reason == error
    assert not isinstance(raised.value, Odd)
    await at.gateway.send(at.to("U1"))
    assert len(at.home.sent_to("U1")) == 1


@pytest.mark.parametrize("error", ["a_code_of_next_year", "slack_connect_something_blocked"])
async def test_a_code_that_nobody_knows_is_held_for_its_recipient(at: Desk, error: str) -> None:
    at.slack.faults.add("chat.postMessage", Fault(How.REFUSE, error=error))
    with pytest.raises(Odd, match="retry"):
        await at.gateway.send(at.to("U1"))


async def test_a_conversation_that_slack_lost_is_looked_up_again_once(at: Desk) -> None:
    at.slack.faults.add("chat.postMessage", Fault(How.REFUSE, error="channel_not_found"))
    await at.gateway.send(at.to("U1"))
    assert [call.method for call in at.slack.calls] == [
        "chat.postMessage",
        "conversations.open",
        "chat.postMessage",
    ]


async def test_an_uninstalled_workspace_holds_what_waits_for_it(at: Desk) -> None:
    at.home.is_installed = False
    with pytest.raises(Held, match="retry"):
        await at.gateway.send(at.to("U1"))
