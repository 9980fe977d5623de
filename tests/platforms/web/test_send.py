"""The workspace: what it remembers, and what it never does."""

from datetime import timedelta

import pytest

from bot.conversation.message import Message, text
from bot.conversation.request import Kind
from bot.conversation.routes import Replace, Say
from bot.core.clock import MovableClock
from bot.platforms.web.directory import NobodyHere
from bot.platforms.web.outbound.transcript import KEPT_ENTRIES, NOT_KEPT
from bot.platforms.web.outbound.workspace import LONGEST, ActionImpossible, Workspace

from .conftest import QUESTION, Bot, shown_texts


async def test_what_a_person_says_reaches_the_bot_and_both_stand_in_the_conversation(
    workspace: Workspace, bot: Bot
) -> None:
    await workspace.say("nurse", "Hello")
    assert shown_texts(workspace) == ["Hello", "Fine"]
    request = bot.heard[0]
    assert (request.kind, request.text, request.sender.user) == (Kind.SAID, "Hello", "nurse")
    assert (request.sender.platform, request.sender.workspace, request.private) == ("web", "demo", True)


async def test_each_persona_has_a_conversation_of_their_own(workspace: Workspace) -> None:
    await workspace.say("nurse", "Hello")
    assert shown_texts(workspace, "peer") == []


async def test_nobody_else_can_speak(workspace: Workspace) -> None:
    with pytest.raises(NobodyHere):
        await workspace.say("mallory", "Hello")


@pytest.mark.parametrize("words", ["", " \n ", "x" * (LONGEST + 1)])
async def test_empty_and_overlong_texts_are_refused(workspace: Workspace, bot: Bot, words: str) -> None:
    with pytest.raises(ActionImpossible):
        await workspace.say("nurse", words)
    assert bot.heard == []
    assert shown_texts(workspace) == []


async def test_the_longest_text_is_taken(workspace: Workspace, bot: Bot) -> None:
    await workspace.say("nurse", "x" * LONGEST)
    assert len(bot.heard) == 1


async def test_the_same_event_twice_is_done_once(workspace: Workspace, bot: Bot) -> None:
    await workspace.say("nurse", "Hello", "event-1")
    await workspace.say("nurse", "Hello", "event-1")
    assert [r.id for r in bot.heard] == ["event-1"]
    assert shown_texts(workspace) == ["Hello", "Fine"]


async def test_a_button_sends_its_own_action_and_the_values_beside_it(workspace: Workspace, bot: Bot) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    await workspace.press(
        "nurse", entry, 1, {"value.useful": "yes", "value.why": "short", "value.extra": "x"}
    )
    request = bot.heard[0]
    assert (request.kind, request.action, request.value) == (Kind.PRESSED, "act", "second")
    assert request.values == {"useful": "yes", "why": "short"}


async def test_an_answer_that_was_not_offered_never_reaches_the_bot(workspace: Workspace, bot: Bot) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    await workspace.press("nurse", entry, 0, {"value.useful": "maybe"})
    shown = workspace.transcript("nurse").entries[0]
    assert bot.heard == []
    assert "useful" in shown.faults
    assert shown.values["useful"] == ""


async def test_too_long_an_answer_in_a_message_keeps_what_was_typed(workspace: Workspace, bot: Bot) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    await workspace.press("nurse", entry, 0, {"value.why": "y" * 21})
    shown = workspace.transcript("nurse").entries[0]
    assert (bot.heard, shown.values["why"]) == ([], "y" * 21)
    assert "Please shorten this by 1 character;" in shown.faults["why"]


@pytest.mark.parametrize("index", [-1, 2, 99])
async def test_a_button_that_is_not_there_cannot_be_pressed(
    workspace: Workspace, bot: Bot, index: int
) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    with pytest.raises(ActionImpossible):
        await workspace.press("nurse", entry, index, {})
    assert bot.heard == []


async def test_the_button_of_somebody_elses_message_cannot_be_pressed(workspace: Workspace, bot: Bot) -> None:
    entry = await workspace.deliver("peer", QUESTION)
    with pytest.raises(ActionImpossible):
        await workspace.press("nurse", entry, 0, {})
    assert bot.heard == []


async def test_a_replaced_message_has_lost_its_buttons(workspace: Workspace, bot: Bot) -> None:
    entry = await workspace.deliver("nurse", QUESTION)
    bot.reply = Replace(Message("Thank you"))
    await workspace.press("nurse", entry, 0, {})
    assert shown_texts(workspace) == ["Thank you"]
    with pytest.raises(ActionImpossible, match="has changed since"):
        await workspace.press("nurse", entry, 0, {})


async def test_a_replacement_for_something_said_is_a_new_message(workspace: Workspace, bot: Bot) -> None:
    bot.reply = Replace(Message("Thank you"))
    await workspace.say("nurse", "Hello")
    assert shown_texts(workspace) == ["Hello", "Thank you"]


async def test_an_entry_can_be_forgotten_later(workspace: Workspace) -> None:
    await workspace.say("nurse", "very private")
    workspace.forget("nurse", workspace.transcript("nurse").entries[0].id)
    assert shown_texts(workspace)[0] == NOT_KEPT


async def test_an_answer_says_how_it_came_about_and_what_replaces_it_says_so_anew(
    workspace: Workspace, bot: Bot
) -> None:
    bot.reply = Say(QUESTION, why=Message("One card was closest"))
    await workspace.say("nurse", "Hello")
    bot.reply = Replace(Message("Thanks"), Message("It was pressed"))
    await workspace.press("nurse", workspace.transcript("nurse").entries[-1].id, 0, {})
    assert workspace.transcript("nurse").entries[-1].why == Message("It was pressed")


async def test_only_the_latest_entries_are_kept(workspace: Workspace) -> None:
    for number in range(KEPT_ENTRIES + 3):
        await workspace.deliver("nurse", Message(str(number), (text(str(number)),)))
    assert (len(shown_texts(workspace)), shown_texts(workspace)[0]) == (KEPT_ENTRIES, "3")


async def test_messages_nobody_is_watching_for_count_as_new_until_seen(workspace: Workspace) -> None:
    await workspace.deliver("nurse", Message("A tip"))
    with workspace.watching("nurse"):
        await workspace.deliver("nurse", Message("Another"))
    assert workspace.transcript("nurse").unseen == 1
    assert workspace.mark_seen("nurse") == workspace.transcript("nurse").entries[0].id
    assert workspace.mark_seen("nurse") == ""
    assert workspace.transcript("nurse").unseen == 0


async def test_a_delivered_message_can_be_replaced(workspace: Workspace) -> None:
    entry = await workspace.deliver("peer", QUESTION)
    await workspace.replace(entry, Message("Closed"))
    assert shown_texts(workspace, "peer") == ["Closed"]


async def test_a_day_begins_in_the_organisations_own_time_zone(
    workspace: Workspace, clock: MovableClock
) -> None:
    await workspace.deliver("nurse", Message("morning"))  # 11:42 in Berlin
    clock.move_to(clock.now() + timedelta(hours=12))  # 22:42 in UTC, 23:42 in Berlin
    await workspace.deliver("nurse", Message("late"))
    clock.move_to(clock.now() + timedelta(minutes=30))  # 23:12 in UTC, the next day in Berlin
    await workspace.deliver("nurse", Message("next day"))
    assert [e.opens_day for e in workspace.transcript("nurse").entries] == [True, False, True]


async def test_joining_reaches_the_bot(workspace: Workspace, bot: Bot) -> None:
    await workspace.join("peer")
    assert bot.heard[0].kind is Kind.JOINED
    assert shown_texts(workspace, "peer") == ["Fine"]


async def test_once_a_reply_is_there_work_for_others_is_looked_for(workspace: Workspace) -> None:
    seen: list[int] = []
    workspace.on_acted = lambda: seen.append(len(workspace.transcript("nurse").entries))
    await workspace.say("nurse", "Is this private?")
    assert seen == [2]
