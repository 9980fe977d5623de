"""Calling Slack: what each way of going wrong means, how fast we go, and what never gets out."""

import logging
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import pytest

from bot.delivery.sending.gateway import Refused, Throttled, TooLate
from bot.platforms.session import only_while, open_session
from bot.platforms.slack.outbound import refusals
from bot.platforms.slack.outbound.web_api import SlackCalls as Callers
from bot.platforms.slack.outbound.web_api import SlackUnclear
from tests.fake_slack import Fault, How
from tests.platforms.slack.sending import TEAM, Desk, SomeTokens, desk

HI = {"channel": "U1", "text": "Hi"}


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


async def test_whatever_is_said_arrives_as_it_was(at: Desk) -> None:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Größe & <b> „Mut“"}}]
    answer = await at.calls(
        TEAM, "chat.postMessage", channel="U1", text="a&b=c", blocks=blocks, metadata=None
    )
    (message,) = at.home.sent_to("U1")
    assert (answer["channel"], message["text"], message["blocks"]) == ("D1", "a&b=c", blocks)
    assert at.slack.calls[0].arguments.keys() == {"channel", "text", "blocks"}


async def test_pages_are_read_with_flags_and_numbers(at: Desk) -> None:
    first = await at.calls(TEAM, "users.list", limit=2, include_locale=True)
    assert [member["id"] for member in first["members"]] == ["UBOT", "UADMIN"]
    assert first["members"][0]["locale"] == "en-GB"
    cursor = first["response_metadata"]["next_cursor"]
    second = await at.calls(TEAM, "users.list", limit=2, cursor=cursor)
    assert [member["id"] for member in second["members"]] == ["U1"]


BUSY = Fault(How.BUSY, seconds=7)
NOT_YET = {
    "429": (BUSY, 7.0),
    "too many, said otherwise": (Fault(How.REFUSE, error="rate_limited"), 30.0),
    "a token that an administrator must renew": (Fault(How.REFUSE, error="invalid_auth"), 300.0),
}


@pytest.mark.parametrize(("fault", "seconds"), NOT_YET.values(), ids=NOT_YET)
async def test_not_yet_means_certainly_not_sent(at: Desk, fault: Fault, seconds: float) -> None:
    at.slack.faults.add("chat.postMessage", fault)
    with pytest.raises(Throttled) as raised:
        await at.calls(TEAM, "chat.postMessage", **HI)
    assert raised.value.retry_after == seconds
    assert at.home.sent_to("U1") == []


@dataclass(frozen=True)
class Page:
    """What a proxy on the way answers, without JSON."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)


def test_a_proxy_on_the_way_may_say_not_yet_or_no() -> None:
    not_yet = refusals.understood(Page(429, {"Retry-After": "3"}))
    assert isinstance(not_yet, Throttled)
    assert not_yet.retry_after == 3
    assert isinstance(refusals.understood(Page(429, {"Retry-After": "Wed, 25 Nov 2026"})), Throttled)
    assert isinstance(refusals.understood(Page(413)), Refused)
    assert [refusals.understood(Page(status)) for status in (200, 408, 502)] == [None] * 3


async def test_a_refused_connection_means_certainly_not_sent(at: Desk) -> None:
    await at.slack.stop()
    with pytest.raises(Throttled):
        await at.calls(TEAM, "chat.postMessage", **HI)


NO = {
    "nobody of that name": ({"channel": "U9"}, "channel_not_found", False),
    "a bot": ({"channel": "UBOT"}, "cannot_dm_bot", True),
    "a channel that we are not in": ({"channel": "C2"}, "not_in_channel", False),
    "too much": ({"channel": "U1", "blocks": [{"type": "divider"}] * 51}, "invalid_blocks", False),
}


@pytest.mark.parametrize(("arguments", "reason", "gone"), NO.values(), ids=NO)
async def test_no_means_no(at: Desk, arguments: dict[str, object], reason: str, gone: bool) -> None:
    at.home.add_channel("C2", ["U1"], has_bot=False)
    with pytest.raises(Refused) as raised:
        await at.calls(TEAM, "chat.postMessage", **{"text": "Hi", **arguments})
    assert (raised.value.reason, raised.value.gone) == (reason, gone)


@pytest.mark.parametrize("error", ["account_inactive", "token_revoked"])
async def test_where_we_were_uninstalled_nobody_is_gone(at: Desk, error: str) -> None:
    at.slack.faults.add("chat.postMessage", Fault(How.REFUSE, error=error))
    with pytest.raises(Refused) as raised:
        await at.calls(TEAM, "chat.postMessage", **HI)
    assert not raised.value.gone
    at.home.is_installed = False
    with pytest.raises(Refused, match="account_inactive"):
        await at.calls(TEAM, "auth.test")


async def test_a_workspace_without_a_token_is_refused_without_a_call(at: Desk) -> None:
    with pytest.raises(Refused) as raised:
        await at.calls("T9", "chat.postMessage", **HI)
    assert (raised.value.reason, raised.value.gone) == ("not_installed", False)
    assert at.slack.calls == []


WHO_KNOWS = [How.BROKEN, How.GARBLED, How.DROP_BEFORE, How.DROP_AFTER, Fault(How.REFUSE, error="fatal_error")]


@pytest.mark.parametrize("fault", WHO_KNOWS)
async def test_whatever_is_not_clear_is_called_so_and_never_tried_again(at: Desk, fault: Fault | How) -> None:
    at.slack.faults.add("chat.postMessage", fault)
    with pytest.raises(SlackUnclear):
        await at.calls(TEAM, "chat.postMessage", **HI)
    assert at.slack.count("chat.postMessage") == 1


async def test_slack_taking_too_long_is_not_clear() -> None:
    async with desk(seconds=0.5) as at:
        at.slack.faults.add("chat.postMessage", Fault(How.SLOW, seconds=30))
        with pytest.raises(SlackUnclear):
            await at.calls(TEAM, "chat.postMessage", **HI)
        assert len(at.home.sent_to("U1")) == 1


async def test_a_call_ends_well_before_delivery_gives_it_up() -> None:
    async with open_session(10) as session:
        assert session.timeout.total == 8
        assert session.timeout.connect == 4


async def test_the_right_to_send_is_asked_for_with_the_connection_in_hand(at: Desk) -> None:
    asked = []

    def may_start() -> bool:
        asked.append(at.slack.count("chat.postMessage"))
        return asked[-1] < 2

    for _ in range(2):
        with only_while(may_start):
            await at.calls(TEAM, "chat.postMessage", **HI)
    with only_while(may_start), pytest.raises(TooLate):
        await at.calls(TEAM, "chat.postMessage", **HI)
    assert asked == [0, 0, 1, 1, 2]
    assert len(at.home.sent_to("U1")) == 2


async def test_and_once_more_before_the_bytes_leave(at: Desk) -> None:
    answers = iter([True, False])
    with only_while(lambda: next(answers)), pytest.raises(SlackUnclear):
        await at.calls(TEAM, "chat.postMessage", **HI)
    assert at.slack.count("chat.postMessage") == 0


async def test_a_method_that_is_used_up_is_not_waited_for_while_somebody_waits() -> None:
    async with desk(tiers={"users.info": 4}) as at:
        await at.calls(TEAM, "users.info", user="U1")
        with pytest.raises(Throttled) as raised:
            await at.calls(TEAM, "users.info", user="U1")
        assert raised.value.retry_after == 15
        assert at.slack.count("users.info") == 1


async def test_each_method_and_workspace_has_a_pace_of_its_own() -> None:
    async with desk(tiers={"users.info": 4, "auth.test": 4}) as at:
        at.slack.install("T2")
        await at.calls(TEAM, "users.info", user="U1")
        await at.calls(TEAM, "auth.test")
        await at.calls("T2", "auth.test")
        assert len(at.slack.calls) == 3


async def test_who_is_in_no_hurry_waits_for_the_pace() -> None:
    async with desk(tiers={"users.info": 600}) as at:
        # A quarter of a minute's worth at once, and then one by one.
        for _ in range(155):
            await at.calls.unhurried(TEAM, "users.info", user="U1")
        assert at.slack.count("users.info") == 155


async def test_told_to_slow_down_nothing_more_of_it_is_tried(at: Desk) -> None:
    at.slack.faults.add("users.info", BUSY)
    for _ in range(3):
        with pytest.raises(Throttled) as raised:
            await at.calls(TEAM, "users.info", user="U1")
        assert raised.value.retry_after > 5
    assert at.slack.count("users.info") == 1


SECRETS = ("xoxb-", "a text that nobody else may read")


@pytest.mark.parametrize("fault", [How.GARBLED, How.DROP_AFTER, How.BUSY, Fault(How.REFUSE, error="no_text")])
async def test_neither_texts_nor_tokens_get_into_errors_or_logs(
    at: Desk, fault: Fault | How, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    at.slack.faults.add("chat.postMessage", fault)
    with pytest.raises((Refused, Throttled, SlackUnclear)) as raised:
        await at.calls(TEAM, "chat.postMessage", channel="U1", text=SECRETS[1])
    printed = capsys.readouterr()
    behind = (raised.value.__cause__, raised.value.__context__)
    said = f"{raised.value!r} {caplog.text} {printed.out} {printed.err}"
    assert behind == (None, None)
    assert not [secret for secret in SECRETS if secret in said]


async def test_connections_are_kept(at: Desk) -> None:
    for _ in range(5):
        await at.calls(TEAM, "chat.postMessage", **HI)
    assert len(at.slack.connections) == 1


async def test_an_environment_with_a_proxy_leaves_loopback_alone(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    async with open_session(5) as session:
        answer = await Callers(session, SomeTokens(at.slack), at.slack.url)(TEAM, "auth.test")
    assert answer["team_id"] == TEAM
