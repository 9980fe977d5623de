import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from bot.delivery.sending.gateway import Refused
from bot.platforms.slack.install.models import SlackState
from bot.platforms.slack.install.store import StateStore
from bot.store.database import Database
from tests import real_time
from tests.fake_slack.slack import FakeSlack
from tests.platforms.slack.installing import browser, tokens_on


async def test_a_state_counts_once(database: Database, slack: FakeSlack) -> None:
    async with browser(database, slack) as chrome:
        slack.codes |= {"first": "T1", "second": "T1"}
        state = await chrome.begins()
        assert (await chrome.returns(state=state, code="first"))[0] == 200
        status, page = await chrome.returns(state=state, code="second")
    assert status == 400
    assert "/slack/install again" in page
    assert slack.codes == {"second": "T1"}


async def test_of_two_uses_at_once_one_counts(database: Database) -> None:
    states = StateStore(database)
    state = await states.async_issue()
    assert sorted(await asyncio.gather(*(states.async_consume(state) for _ in range(5)))) == [False] * 4 + [
        True
    ]


@pytest.mark.parametrize("query", [{}, {"state": ""}, {"state": "made-up"}])
async def test_nothing_is_installed_without_a_state_of_ours(
    database: Database, slack: FakeSlack, query: dict[str, str]
) -> None:
    slack.codes["a-code"] = "T1"
    async with browser(database, slack) as chrome:
        await chrome.begins()
        status, _ = await chrome.returns(code="a-code", **query)
    assert status == 400
    assert slack.count("oauth.v2.access") == 0


async def test_a_state_counts_in_the_browser_that_it_was_given_to(
    database: Database, slack: FakeSlack
) -> None:
    slack.codes["a-code"] = "T1"
    async with browser(database, slack) as chrome:
        state = await chrome.begins()
        chrome.cookie = ""
        status, page = await chrome.returns(state=state, code="a-code")
    assert (status, "another browser" in page) == (400, True)
    assert slack.count("oauth.v2.access") == 0


async def test_a_state_counts_for_five_minutes(database: Database, slack: FakeSlack) -> None:
    slack.codes["a-code"] = "T1"
    async with browser(database, slack) as chrome:
        state = await chrome.begins()
        async with database.write() as session:
            over = real_time.now().replace(tzinfo=None) - timedelta(seconds=1)
            issued = (await session.get_one(SlackState, 1)).expire_at
            await session.execute(update(SlackState).values(expire_at=over))
        status, _ = await chrome.returns(state=state, code="a-code")
    assert status == 400
    assert over + timedelta(minutes=4) < issued < over + timedelta(minutes=6)


async def test_states_that_nobody_came_back_with_are_cleared(database: Database) -> None:
    states = StateStore(database)
    for _ in range(3):
        await states.async_issue()
    async with database.write() as session:
        over = real_time.now().replace(tzinfo=None) - timedelta(seconds=1)
        await session.execute(update(SlackState).values(expire_at=over))
    await states.async_issue()
    async with database.read() as session:
        assert await session.scalar(select(func.count()).select_from(SlackState)) == 1


async def test_a_workspace_that_nobody_named_is_not_kept_and_not_stayed_in(
    database: Database, slack: FakeSlack
) -> None:
    slack.install("T9")
    async with browser(database, slack) as chrome:
        status, page = await chrome.installs("T9")
    assert (status, "T9" in page) == (403, True)
    assert not slack.workspaces["T9"].is_installed
    with pytest.raises(Refused):
        await tokens_on(database).token("T9")


async def test_who_cancels_in_slack_is_told_that_nothing_happened(
    database: Database, slack: FakeSlack
) -> None:
    async with browser(database, slack) as chrome:
        await chrome.begins()
        status, page = await chrome.returns(error="access_denied")
    assert (status, "Nothing was installed" in page) == (200, True)


async def test_what_slack_refuses_is_a_page_that_says_what_to_do(
    database: Database, slack: FakeSlack
) -> None:
    async with browser(database, slack) as chrome:
        state = await chrome.begins()
        status, page = await chrome.returns(state=state, code="<b>made-up</b>")
    assert (status, "ALONGSIDE_SLACK_CLIENT_SECRET" in page) == (400, True)
    assert "made-up" not in page
