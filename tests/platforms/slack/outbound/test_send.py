"""What delivery asks of Slack: sent, changed, deleted, found; with charts as well as Slack can."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.conversation.message import Message, text
from bot.delivery.sending.gateway import CHANNEL_GONE, Method, Refused, Sent, Throttled, TooLate
from bot.platforms.slack.outbound.gateway import PACES
from bot.platforms.slack.outbound.web_api import SlackUnclear
from bot.platforms.slack.rendering import names
from tests import real_time
from tests.fake_slack import Fault, How, Json
from tests.platforms.slack.sending import WITH_CHART, Desk, desk

OTHER = Message("Changed", (text("Changed"),))


@pytest.fixture
async def at() -> AsyncIterator[Desk]:
    async with desk() as made:
        yield made


def kinds(message: Json) -> list[str]:
    return [block["type"] for block in message["blocks"]]


async def test_a_person_gets_it_without_a_conversation_being_opened(at: Desk) -> None:
    sent = await at.gateway.send(at.to("U1"))
    (message,) = at.home.sent_to("U1")
    assert sent == Sent({"channel": "D1", "ts": message["ts"]})
    assert names.delivery_of(message) == "d1"
    assert [call.method for call in at.slack.calls] == ["chat.postMessage"]


async def test_a_channel_gets_it(at: Desk) -> None:
    sent = await at.gateway.send(at.into("C1"))
    (message,) = at.home.channels["C1"].messages
    assert sent.reference == {"channel": "C1", "ts": message["ts"]}


@pytest.mark.parametrize("error", ["is_archived", "not_in_channel", "channel_not_found"])
async def test_a_channel_that_is_gone_is_refused_with_its_reason_and_takes_nobody_with_it(
    at: Desk, error: str
) -> None:
    at.slack.faults.add("chat.postMessage", Fault(How.REFUSE, error=error))
    with pytest.raises(Refused, match=CHANNEL_GONE) as refused:
        await at.gateway.send(at.into("C1"))
    assert not refused.value.gone


async def test_it_is_changed_where_it_stands_and_can_still_be_found(at: Desk) -> None:
    sent = await at.gateway.send(at.to())
    edited = await at.gateway.edit(at.to(message=OTHER, id_="d2", reference=sent.reference))
    (message,) = at.home.sent_to("U1")
    assert (message["text"], names.delivery_of(message)) == ("Changed", "d1")
    assert edited.reference == sent.reference


async def test_it_is_deleted_and_deleting_it_again_is_no_failure(at: Desk) -> None:
    sent = await at.gateway.send(at.to())
    for _ in range(2):
        await at.gateway.delete(at.to(reference=sent.reference))
    assert at.home.sent_to("U1") == []
    assert at.slack.count("chat.delete") == 2


async def test_what_slack_will_not_delete_is_a_failure(at: Desk) -> None:
    at.slack.faults.add("chat.delete", Fault(How.REFUSE, error="cant_delete_message"))
    with pytest.raises(Refused, match="cant_delete_message"):
        await at.gateway.delete(at.to(reference={"channel": "D1", "ts": "1"}))


async def test_nothing_leaves_once_the_right_to_send_has_run_out(at: Desk) -> None:
    sent = await at.gateway.send(at.to())
    late = at.to(message=OTHER, id_="d2", reference=sent.reference, may_start=lambda: False)
    for action in (at.gateway.send, at.gateway.edit, at.gateway.delete):
        with pytest.raises(TooLate):
            await action(late)
    assert [message["text"] for message in at.home.sent_to("U1")] == ["Hello"]
    assert len(at.slack.calls) == 1


async def test_somebody_whom_slack_does_not_know_is_gone(at: Desk) -> None:
    with pytest.raises(Refused) as raised:
        await at.gateway.send(at.to("U9"))
    assert raised.value.gone


async def test_what_slack_has_no_room_for_is_refused_before_it_is_sent(at: Desk) -> None:
    with pytest.raises(Refused, match="too_long"):
        await at.gateway.send(at.to(message=Message("Long", (text("Long "),) * 200)))
    assert at.slack.calls == []


# Finding what may have arrived


async def test_what_arrived_is_found_in_the_conversation_with_a_person(at: Desk) -> None:
    sent = await at.gateway.send(at.to())
    await at.gateway.send(at.to(id_="d2"))
    assert await at.gateway.look_up(at.to()) == sent
    assert at.slack.count("conversations.open") == 1


async def test_a_conversation_that_is_known_is_not_opened(at: Desk) -> None:
    sent = await at.gateway.send(at.to())
    assert await at.gateway.look_up(at.to(address={"channel": "D1"})) == sent
    assert at.slack.count("conversations.open") == 0


async def test_what_arrived_in_a_channel_is_found_there(at: Desk) -> None:
    sent = await at.gateway.send(at.into())
    assert await at.gateway.look_up(at.into()) == sent


async def test_what_never_arrived_is_not_found_even_with_somebody_never_written_to(at: Desk) -> None:
    assert await at.gateway.look_up(at.to()) is None
    await at.gateway.send(at.to(id_="d2"))
    assert await at.gateway.look_up(at.to()) is None


async def fill(at: Desk, count: int) -> None:
    for _ in range(count):
        at.home.sent_to("U1").append(
            {"type": "message", "user": "U1", "text": "x", "ts": at.home.timestamp()}
        )


async def test_it_is_found_behind_many_others(at: Desk) -> None:
    sent = await at.gateway.send(at.to())
    await fill(at, 450)
    assert await at.gateway.look_up(at.to()) == sent
    assert at.slack.count("conversations.history") == 3


async def test_nothing_is_read_that_was_said_long_before_it_was_due(at: Desk) -> None:
    due = real_time.now() - timedelta(days=2)
    await at.gateway.look_up(at.to(due_at=due))
    (call,) = [call for call in at.slack.calls if call.method == "conversations.history"]
    oldest = datetime.fromtimestamp(float(call.arguments["oldest"]), UTC)
    assert timedelta(hours=12) < due - oldest < timedelta(hours=36)


async def test_it_is_found_where_our_calendar_is_ahead_of_slack_s(at: Desk) -> None:
    sent = await at.gateway.send(at.to())
    for ahead in (timedelta(hours=2), timedelta(days=7)):
        assert await at.gateway.look_up(at.to(due_at=real_time.now() + ahead)) == sent


async def test_where_there_is_too_much_to_read_nobody_says_that_it_is_not_there(at: Desk) -> None:
    await at.gateway.send(at.to())
    await fill(at, 4001)
    async with desk(tiers={}) as free:
        free.slack.workspaces = at.slack.workspaces
        with pytest.raises(SlackUnclear):
            await free.gateway.look_up(free.to())


async def test_a_look_up_that_slack_refuses_says_nothing_about_the_message(at: Desk) -> None:
    at.slack.faults.add("conversations.history", How.BUSY, How.BROKEN)
    with pytest.raises(Throttled):
        await at.gateway.look_up(at.to())
    async with desk() as another:
        another.slack.faults.add("conversations.history", How.BROKEN)
        with pytest.raises(SlackUnclear):
            await another.gateway.look_up(another.to())


# Charts


async def test_slack_draws_a_chart_itself(at: Desk) -> None:
    await at.gateway.send(at.to(message=WITH_CHART))
    (message,) = at.home.sent_to("U1")
    assert "data_visualization" in kinds(message)
    assert at.pencil.drawn == []


async def test_where_slack_cannot_draw_everybody_gets_the_same_picture(at: Desk) -> None:
    at.home.can_chart = False
    at.home.add_member("U2", "bea")
    for user in ("U1", "U2"):
        await at.gateway.send(at.to(user, WITH_CHART))
        (message,) = at.home.sent_to(user)
        assert "image" in kinds(message)
    assert (len(at.pencil.drawn), len(at.home.files)) == (1, 1)
    assert at.slack.count("chat.postMessage") == 3, "that it can't is remembered"


async def test_a_picture_is_not_shown_before_slack_knows_what_it_is(at: Desk) -> None:
    at.home.can_chart = False
    at.home.polls = 4
    await at.gateway.send(at.to(message=WITH_CHART))
    assert at.slack.count("files.info") == 4


@pytest.mark.parametrize("fault", [How.BUSY, How.BROKEN, How.DROP_AFTER])
async def test_where_there_can_be_no_picture_the_figures_are_told(at: Desk, fault: How) -> None:
    at.home.can_chart = False
    at.slack.faults.add("files.completeUploadExternal", fault)
    for _ in range(2):
        await at.gateway.send(at.to(message=WITH_CHART))
    for message in at.home.sent_to("U1"):
        assert not {"image", "data_visualization"} & {*kinds(message)}
        assert "64" in str(message["blocks"])
    assert at.slack.count("files.completeUploadExternal") == 1, "not for each of many people"


async def test_a_picture_that_somebody_deleted_gives_way_to_figures_and_is_made_anew(at: Desk) -> None:
    at.home.can_chart = False
    await at.gateway.send(at.to(message=WITH_CHART))
    at.home.files.clear()
    await at.gateway.send(at.to(message=WITH_CHART))
    await at.gateway.send(at.to(message=WITH_CHART))
    assert [("image" in kinds(message)) for message in at.home.sent_to("U1")] == [True, False, True]


async def test_a_drawing_that_fails_leaves_no_doubt_about_the_message(at: Desk) -> None:
    at.home.can_chart = False
    at.pencil.is_broken = True
    await at.gateway.send(at.to(message=WITH_CHART))
    assert len(at.home.sent_to("U1")) == 1


async def test_a_message_that_is_refused_for_something_else_keeps_its_reason(at: Desk) -> None:
    no = Fault(How.REFUSE, error="invalid_blocks")
    at.slack.faults.add("chat.postMessage", no, no, no)
    with pytest.raises(Refused, match="invalid_blocks"):
        await at.gateway.send(at.to(message=WITH_CHART))
    await at.gateway.send(at.to(message=WITH_CHART))
    (message,) = at.home.sent_to("U1")
    assert "data_visualization" in kinds(message), "it wasn't the charts"


def test_the_pace_is_what_slack_allows() -> None:
    a_minute = {method: round(pace.per_second * 60) for method, pace in PACES.items()}
    assert a_minute == {Method.SEND: 525, Method.EDIT: 50, Method.DELETE: 50, Method.LOOK_UP: 50}
    assert PACES[Method.SEND].per_conversation == 1
