"""Something happens in Slack, and the answer is where it should be. Both ways of reaching us."""

from collections.abc import AsyncIterator

import pytest

from bot.conversation.message import Message, text
from bot.conversation.request import Kind
from bot.conversation.routes import Faults, Replace, Say
from tests.fake_slack import Fault, How, payload
from tests.platforms.slack.receiving import Bot, Reached, reached
from tests.platforms.slack.sending import WITH_CHART

SECRETLY = Say(Message("For you", (text("For you alone."),)), private=True)
NOTE = "I've something for you in private: open our chat."
DONE = Message("Thank you", (text("Thank you."),))


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture(params=["http", "socket"])
async def at(bot: Bot, request: pytest.FixtureRequest) -> AsyncIterator[Reached]:
    async with reached(
        bot.dispatch(), over=request.param, examples=("One?", "Two?", "3?", "4?", "5?")
    ) as made:
        yield made


async def test_a_direct_message_is_answered_in_our_chat(at: Reached, bot: Bot) -> None:
    await at.event(at.ada.says("What does a peer worker do?"))
    assert [request.text for request in bot.heard] == ["What does a peer worker do?"]
    assert at.chat() == ["Fine."]


async def test_an_answer_stays_in_the_thread_of_our_chat(at: Reached) -> None:
    body = at.ada.says("first")
    await at.event(at.ada.says("more", thread=body["event"]["ts"]))
    assert at.home.sent_to("U1")[-1]["thread_ts"] == body["event"]["ts"]


async def test_a_status_shows_that_we_are_at_it_and_goes(at: Reached) -> None:
    body = at.ada.says("hello")
    await at.event(body)
    shown = [(status["thread_ts"], status["status"]) for status in at.home.statuses]
    assert shown == [(body["event"]["ts"], "is looking it up…"), (body["event"]["ts"], "")]


async def test_no_answer_waits_for_the_status(at: Reached) -> None:
    at.slack.faults.add("assistant.threads.setStatus", *[Fault(How.REFUSE, error="not_allowed")] * 2)
    await at.event(at.ada.says("hello"))
    assert at.chat() == ["Fine."]


async def test_a_mention_is_answered_in_its_thread(at: Reached) -> None:
    body = at.ada.says("<@UBOT> what is a peer?", "C1")
    await at.event(body)
    assert at.everybody_reads() == ["Fine."]
    assert at.home.channel("C1").messages[-1]["thread_ts"] == body["event"]["ts"]
    assert at.home.statuses == []


async def test_a_private_answer_to_a_mention_leaves_only_a_note_that_one_person_sees(
    at: Reached, bot: Bot
) -> None:
    bot.reply = SECRETLY
    await at.event(at.ada.says("<@UBOT> my settings", "C1"))
    assert (at.everybody_reads(), at.alone(), at.chat()) == ([], [NOTE], ["For you alone."])


async def test_a_channel_that_takes_no_answer_gets_it_in_our_chat(at: Reached) -> None:
    body = at.ada.says("<@UBOT> hello", "C1")
    at.home.channel("C1").is_archived = True
    await at.event(body)
    assert at.chat() == ["Fine."]


async def test_a_command_is_answered_for_one_person_alone(at: Reached, bot: Bot) -> None:
    await at.command(at.ada.commands("", channel="C1"))
    await at.command(at.ada.commands("Who are peers?", channel="C1"))
    assert [request.text for request in bot.heard] == ["help", "Who are peers?"]
    assert (at.everybody_reads(), at.alone()) == ([], ["Fine.", "Fine."])


async def test_a_private_answer_to_a_command_in_our_own_chat_needs_no_note(at: Reached, bot: Bot) -> None:
    bot.reply = SECRETLY
    at.home.direct("U1")
    await at.command(at.ada.commands("settings"))
    assert (at.alone(), at.chat()) == ([], ["For you alone."])


async def test_a_button_replaces_its_message(at: Reached, bot: Bot) -> None:
    bot.reply = Replace(DONE)
    await at.act(at.ada.presses(await at.posted(), "act#0", {"useful": "yes"}))
    assert bot.heard[0].values == {"useful": "yes"}
    assert (bot.heard[0].action, bot.heard[0].value) == ("act", "first")
    assert at.chat() == ["Thank you."]


async def test_a_button_of_a_message_that_only_one_sees_replaces_it_there(at: Reached, bot: Bot) -> None:
    await at.command(at.ada.commands("hello", channel="C1"))
    bot.reply = Replace(DONE)
    body = at.ada.presses(await at.posted("C1"), "act#0")
    body["container"]["is_ephemeral"] = True
    await at.act(body)
    assert at.slack.count("chat.update") == 0
    assert at.everybody_reads() == ["Thank you."]


async def test_what_can_no_longer_be_replaced_is_said_instead(at: Reached, bot: Bot) -> None:
    bot.reply = Replace(DONE)
    body = at.ada.presses(await at.posted(), "act#0")
    at.home.direct("U1").messages.clear()
    await at.act(body)
    assert at.chat() == ["Thank you."]


async def test_a_button_in_a_channel_is_answered_below_it(at: Reached) -> None:
    message = await at.posted("C1")
    await at.act(at.ada.presses(message, "act#0"))
    assert at.home.channel("C1").messages[-1]["thread_ts"] == message["ts"]


async def test_a_fault_stands_beside_the_message_whose_button_was_pressed(at: Reached, bot: Bot) -> None:
    bot.reply = Faults({"useful": "Choose one first."})
    await at.act(at.ada.presses(await at.posted(), "act#0"))
    assert at.alone() == ["Choose one first."]
    assert len(at.chat()) == 1


async def test_choosing_without_a_button_is_heard_by_nobody(at: Reached, bot: Bot) -> None:
    await at.act(at.ada.presses(await at.posted(), "useful", {"useful": "yes"}))
    assert bot.heard == []


async def test_a_person_who_opens_our_chat_first_is_welcomed_once(at: Reached, bot: Bot) -> None:
    await at.event(at.ada.opens_home("messages"))
    at.met.add("U1")
    await at.event(at.ada.opens_home("messages"))
    assert [request.kind for request in bot.heard] == [Kind.JOINED]
    assert at.chat() == ["Fine."]


async def test_our_chat_suggests_at_most_four_questions(at: Reached) -> None:
    await at.event(at.ada.opens_home("messages"))
    (prompts,) = at.home.prompts
    assert [prompt["message"] for prompt in prompts["prompts"]] == ["One?", "Two?", "3?", "4?"]
    assert "thread_ts" not in prompts


async def test_we_say_hello_to_a_channel_that_we_are_added_to(at: Reached, bot: Bot) -> None:
    await at.event(payload("member_joined_channel", {"event.user": "UBOT"}))
    await at.event(payload("member_joined_channel", {"event.user": "U2"}))
    assert [request.private for request in bot.heard] == [False]
    assert at.everybody_reads() == ["Fine."]
    assert at.learned == [("T1", "C1")]


@pytest.mark.parametrize("name", ["channel_shared", "channel_unshared"])
async def test_a_channel_that_others_read_from_now_on_is_looked_at_anew(
    at: Reached, bot: Bot, name: str
) -> None:
    """The envelope is the other organisation's."""
    await at.event(payload(name))
    assert at.learned == [("T1", "C1")]
    assert (bot.heard, at.everybody_reads()) == ([], [])


async def test_nobody_hears_from_us_for_joining_the_workspace(at: Reached, bot: Bot) -> None:
    await at.event(payload("team_join"))
    assert (bot.heard, at.slack.calls[1:] if at.platform.routes() == [] else at.slack.calls) == ([], [])


@pytest.mark.parametrize("name", ["app_uninstalled", "tokens_revoked"])
async def test_nothing_is_kept_of_a_workspace_that_we_left(at: Reached, name: str) -> None:
    await at.event(payload(name))
    assert at.tokens.erased == ["T1"]


async def test_tokens_of_people_are_not_ours(at: Reached) -> None:
    await at.event(payload("tokens_revoked", {"event.tokens": {"oauth": ["U1"]}}))
    assert at.tokens.erased == []


async def test_a_crash_still_answers_with_a_reference(at: Reached, bot: Bot) -> None:
    bot.error = RuntimeError("the secret inside")
    await at.event(at.ada.says("hello"))
    (said,) = at.chat()
    assert bot.reported[0] in said
    assert "secret" not in said


async def test_slack_being_busy_delays_an_answer_and_loses_none(at: Reached) -> None:
    at.slack.faults.add("chat.postMessage", Fault(How.BUSY, seconds=0.05))
    await at.event(at.ada.says("hello"))
    assert at.chat() == ["Fine."]


async def test_an_answer_that_may_have_arrived_is_not_written_again(at: Reached) -> None:
    at.slack.faults.add("chat.postMessage", How.DROP_AFTER)
    await at.event(at.ada.says("hello"))
    assert at.chat() == ["Fine."]


async def test_a_chart_that_slack_cannot_draw_comes_as_a_picture_that_says_its_figures(
    at: Reached, bot: Bot
) -> None:
    at.home.can_chart = False
    bot.reply = Say(WITH_CHART)
    await at.event(at.ada.says("digest"))
    (picture,) = [b for m in at.home.sent_to("U1") for b in m.get("blocks", ()) if b["type"] == "image"]
    assert "64" in picture["alt_text"]


async def test_what_slack_has_no_room_for_is_said_not_to_fit(at: Reached, bot: Bot) -> None:
    bot.reply = Say(Message("Long", tuple(text("x" * 2900) for _ in range(20))))
    await at.event(at.ada.says("hello"))
    assert "longer than Slack can show" in at.chat()[0]
