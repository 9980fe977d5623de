"""Each way of going wrong has one meaning: not done, never, or nobody knows."""

from collections.abc import AsyncIterator

import pytest

from bot.delivery.sending.gateway import Refused, Throttled, TooLate
from bot.platforms.session import only_while
from bot.platforms.teams.outbound import retry
from bot.platforms.teams.outbound.connector import TeamsCalls, TeamsUnclear
from bot.platforms.teams.outbound.pace import ConversationPace
from bot.platforms.teams.outbound.retry import with_retries
from bot.store.database import Database
from tests.fake_connector import TENANT, Fault, How
from tests.platforms.teams.arriving import CHANNEL
from tests.platforms.teams.sending import Desk, desk

HELLO = {"type": "message", "text": "hello"}
CHAT = "a:chat-ada"


@pytest.fixture
async def at(database: Database) -> AsyncIterator[Desk]:
    async with desk(database, seconds=2.0) as made:
        yield made


async def post(at: Desk, where: str = CHAT) -> str:
    return await at.calls.post(at.connector.service, where, HELLO)


async def test_a_message_is_posted_changed_and_deleted_with_our_token(at: Desk) -> None:
    service = at.connector.service
    message = await post(at)
    await at.calls.put(service, CHAT, message, {"type": "message", "text": "changed"})
    (shown,) = at.connector.in_chat("ada")
    assert (shown["text"], shown["id"]) == ("changed", message)
    await at.calls.delete(service, CHAT, message)
    assert at.connector.in_chat("ada") == []
    assert {call.authorization for call in at.connector.calls} == {"Bearer of-the-app"}


async def test_names_of_conversations_survive_the_way(at: Desk) -> None:
    await post(at, f"{CHANNEL};messageid=17/00?#%")
    assert at.connector.calls[-1].conversation == f"{CHANNEL};messageid=17/00?#%"


@pytest.mark.parametrize(
    ("fault", "least"),
    [
        (Fault(status=429, retry_after="7"), 7),
        (Fault(status=429), 5),
        (Fault(status=429, retry_after="soon"), 5),
        (Fault(status=412), 1),
        (Fault(status=503, retry_after="20"), 20),
        (Fault(status=429, retry_after="-3"), 0),
    ],
)
async def test_what_was_certainly_not_done_may_be_tried_again(at: Desk, fault: Fault, least: float) -> None:
    at.connector.faults.add("post", fault)
    with pytest.raises(Throttled) as told:
        await post(at)
    assert least <= told.value.retry_after <= least * 1.2
    assert at.connector.in_chat("ada") == []


@pytest.mark.parametrize(
    "fault",
    [
        *(Fault(status=status) for status in (500, 502, 503, 504, 408)),
        Fault(How.DROP_BEFORE),
        Fault(How.DROP_AFTER),
        Fault(How.GARBLED),
        Fault(How.SLOW, seconds=3),
    ],
    ids=str,
)
async def test_what_may_have_been_done_is_unclear_and_not_tried_again(at: Desk, fault: Fault) -> None:
    at.connector.faults.add("post", fault)
    with pytest.raises(TeamsUnclear):
        await post(at)
    assert at.connector.count("post") == 1


@pytest.mark.parametrize("status", [400, 403, 404, 413, 302])
async def test_a_no_is_a_no_with_its_reason(at: Desk, status: int) -> None:
    at.connector.faults.add("post", Fault(status=status, code="MessageWritesBlocked"))
    with pytest.raises(Refused, match="MessageWritesBlocked"):
        await post(at)


@pytest.mark.parametrize("code", ["Mei said: help", "a" * 80, ""])
async def test_a_reason_that_may_hold_words_is_not_kept(at: Desk, code: str) -> None:
    at.connector.faults.add("post", Fault(status=400, code=code))
    with pytest.raises(Refused) as told:
        await post(at)
    assert told.value.reason == "http_400"


async def test_a_token_that_was_withdrawn_is_replaced_at_once(at: Desk) -> None:
    at.connector.faults.add("post", Fault(status=401))
    await post(at)
    assert at.token.dropped == ["of-the-app"]
    assert len(at.connector.in_chat("ada")) == 1


async def test_without_a_right_everything_waits(at: Desk) -> None:
    at.connector.is_authorized = False
    with pytest.raises(Throttled) as told:
        await post(at)
    assert told.value.retry_after >= 300


async def test_nobody_listens_so_it_was_not_done(at: Desk) -> None:
    service = at.connector.service
    await at.connector.stop()
    with pytest.raises(Throttled):
        await at.calls.post(service, CHAT, HELLO)


@pytest.mark.parametrize("service", ["https://evil.example/", "http://[::1]:1/", "file:///etc/", "x"])
async def test_our_token_goes_nowhere_else(at: Desk, service: str) -> None:
    with pytest.raises(Refused, match="service_host_not_allowed"):
        await at.calls.post(service, CHAT, HELLO)


async def test_nothing_leaves_after_the_last_moment(at: Desk) -> None:
    with pytest.raises(TooLate), only_while(lambda: False):
        await post(at)
    await post(at)
    with pytest.raises(TooLate), only_while(lambda: False):
        # On the connection that is there already.
        await post(at)
    assert at.connector.count("post") == 1


async def test_a_conversation_that_had_enough_waits_and_others_do_not(at: Desk) -> None:
    paced = TeamsCalls(at.calls._session, at.token, ["127.0.0.1"], ConversationPace([(2, 60.0)]))
    service = at.connector.service
    for _ in range(2):
        await paced.post(service, CHAT, HELLO)
    with pytest.raises(Throttled) as told:
        await paced.post(service, CHAT, HELLO)
    assert 50 < told.value.retry_after <= 60
    await paced.post(service, CHANNEL, HELLO)


async def test_the_chat_with_somebody_is_the_same_however_often_it_is_opened(at: Desk) -> None:
    opened = {await at.calls.open_chat(at.connector.service, TENANT, "29:ada") for _ in range(2)}
    assert opened == {CHAT}
    with pytest.raises(Refused, match="BotNotInConversationRoster"):
        await at.calls.open_chat(at.connector.service, TENANT, "29:nobody")


async def test_a_caller_who_waits_gets_it_once_it_goes(at: Desk) -> None:
    at.connector.faults.add("post", Fault(status=429, retry_after="0.01"), Fault(status=412, retry_after="0"))
    assert await with_retries(lambda: post(at))
    assert len(at.connector.in_chat("ada")) == 1


async def test_what_may_be_there_is_only_done_again_where_that_does_no_harm(
    at: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retry, "_PAUSE", 0.01)
    at.connector.faults.add("post", How.DROP_AFTER)
    with pytest.raises(TeamsUnclear):
        await with_retries(lambda: post(at))
    message = next(iter(at.connector.conversations[CHAT].messages))
    at.connector.faults.add("put", How.DROP_AFTER, Fault(status=502), Fault(status=504))
    change = {"type": "message", "text": "changed"}
    await with_retries(lambda: at.calls.put(at.connector.service, CHAT, message, change), is_repeatable=True)
    assert [one["text"] for one in at.connector.in_chat("ada")] == ["changed"]


async def test_nobody_waits_for_an_hour(at: Desk) -> None:
    at.connector.faults.add("post", Fault(status=429, retry_after="3600"))
    with pytest.raises(Throttled):
        await with_retries(lambda: post(at))
    assert at.connector.count("post") == 1
