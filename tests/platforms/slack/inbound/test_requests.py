"""Slack's payloads become our Requests, with where to answer them."""

from typing import Any

import pytest

from bot.conversation.request import Kind, Request, Sender
from bot.platforms.slack.inbound import messages, requests
from bot.platforms.slack.inbound.requests import SlackReceived
from bot.platforms.slack.outbound.reply_target import SlackPlace
from bot.platforms.slack.rendering.names import pack
from tests.fake_slack import payload

ADA = Sender("slack", "T1", "U1")


def test_a_direct_message_is_said_in_our_own_chat() -> None:
    body = payload("message_im", {"event.text": "Pay &amp; hours", "event_id": "Ev7"})
    assert messages.from_message(body) == SlackReceived(
        Request("slack T1 D1 1764000000.000100", Kind.SAID, ADA, "slack T1 U1", True, text="Pay & hours"),
        SlackPlace("T1", "U1", "D1", is_ours=True),
        question_ts="1764000000.000100",
    )


def test_what_is_said_in_a_thread_of_our_chat_belongs_to_that_thread() -> None:
    received = messages.from_message(payload("message_im", {"event.thread_ts": "17.1"}))
    assert received
    assert (received.place.thread, received.request.conversation) == ("17.1", "slack T1 U1 17.1")


NOT_SAID: dict[str, dict[str, Any]] = {
    "a bot": {"event.bot_id": "B7"},
    "an edit": {"event.subtype": "message_changed"},
    "a deletion": {"event.subtype": "message_deleted"},
    "a file without a word": {"event.subtype": "file_share", "event.text": ""},
    "somebody joining": {"event.subtype": "channel_join"},
    "a hidden one": {"event.hidden": True},
    "spaces": {"event.text": "  "},
    "a channel": {"event.channel_type": "channel"},
    "nobody": {"event.user": None},
}


@pytest.mark.parametrize("changes", NOT_SAID.values(), ids=NOT_SAID)
def test_what_nobody_said_to_us_is_ignored(changes: dict[str, Any]) -> None:
    assert messages.from_message(payload("message_im", changes)) is None


@pytest.mark.parametrize("name", ["message_bot", "message_deleted"])
def test_recorded_messages_of_others_are_ignored(name: str) -> None:
    assert messages.from_message(payload(name)) is None


def test_a_file_with_words_is_answered_for_its_words() -> None:
    received = messages.from_message(payload("message_im", {"event.subtype": "file_share"}))
    assert received
    assert received.request.text == "What does a peer worker do?"


def test_a_mention_is_asked_in_a_thread_where_others_read() -> None:
    received = messages.from_mention(payload("app_mention", {"event_id": "Ev7"}), "UBOT")
    conversation, asked = "slack T1 C1 1764000000.000100", "what does a peer worker do?"
    assert received == SlackReceived(
        Request("slack T1 C1 1764000000.000100", Kind.SAID, ADA, conversation, False, text=asked),
        SlackPlace("T1", "U1", "C1", "1764000000.000100"),
    )


def test_one_message_is_one_request_however_many_events_tell_of_it() -> None:
    first = messages.from_message(payload("message_im", {"event_id": "Ev1"}))
    again = messages.from_message(payload("message_im", {"event_id": "Ev2"}))
    assert first
    assert again
    assert first.request.id == again.request.id


def test_a_mention_that_was_edited_is_not_answered_again() -> None:
    edited = {"event.edited": {"user": "U1", "ts": "1764000003.000000"}}
    received = messages.from_mention(payload("app_mention", edited), "UBOT")
    assert received
    assert received.request.kind is Kind.EDITED


def test_the_workspace_is_the_installation_that_authorised_the_event() -> None:
    """In a channel shared with another organisation the envelope names theirs."""
    shared = {"team_id": "T9", "authorizations": [{"team_id": "T1", "is_bot": True}]}
    received = messages.from_mention(payload("app_mention", shared), "UBOT")
    assert received
    assert received.request.sender.workspace == "T1"


def test_our_own_name_in_our_chat_is_no_part_of_the_question() -> None:
    received = messages.from_message(payload("message_im", {"event.text": "<@UBOT> what is a peer?"}), "UBOT")
    assert received
    assert received.request.text == "what is a peer?"


def test_a_mention_in_a_thread_belongs_to_the_thread_for_every_asker() -> None:
    first = messages.from_mention(payload("app_mention"), "UBOT")
    thread = {"event.thread_ts": "1764000000.000100", "event.ts": "1764000009.000100", "event.user": "U2"}
    second = messages.from_mention(payload("app_mention", thread), "UBOT")
    assert first
    assert second
    assert first.request.conversation == second.request.conversation


def test_our_name_alone_asks_for_help() -> None:
    received = messages.from_mention(payload("app_mention", {"event.text": "<@UBOT>"}), "UBOT")
    assert received
    assert received.request.text == "help"


@pytest.mark.parametrize(("typed", "said"), [("", "help"), (" settings ", "settings")])
def test_a_command_says_its_text_and_nothing_means_help(typed: str, said: str) -> None:
    received = requests.from_command(payload("slash_command", {"text": typed, "channel_id": "C1"}))
    assert (received.request.kind, received.request.text) == (Kind.SAID, said)
    assert (received.request.private, received.place.is_hidden) == (False, True)
    assert received.request.conversation == "slack T1 C1 U1"


def test_the_message_shortcut_asks_for_the_person_who_used_it() -> None:
    received = requests.from_asking_about(payload("message_action"))
    assert received.request.sender == ADA
    assert received.request.text == "What does a peer worker do?"
    assert received.place.is_hidden


def test_a_pressed_button_brings_what_was_chosen_along() -> None:
    chosen = {"type": "radio_buttons", "selected_option": {"value": "2", "text": {}}}
    changes = {"actions.0.action_id": "tip.answer#1", "actions.0.value": "tip-1 0"}
    state = {"state.values": {"answer": {"answer": chosen}, "why": {"why": {"value": None}}}}
    received = requests.from_press(payload("block_actions_message", changes | state))
    assert received
    request = received.request
    assert (request.kind, request.action, request.value) == (Kind.PRESSED, "tip.answer", "tip-1 0")
    assert request.values == {"answer": "2", "why": ""}
    assert (request.private, request.conversation) == (True, "slack T1 U1")
    assert received.place.message == "1764000001.000100"


def test_a_button_in_a_channel_is_answered_below_its_message() -> None:
    where = {"container.channel_id": "C1", "container.message_ts": "17.5"}
    first = requests.from_press(payload("block_actions_message", where))
    reply = requests.from_press(payload("block_actions_message", where | {"container.thread_ts": "17.1"}))
    assert first
    assert reply
    assert (first.place.thread, reply.place.thread) == ("17.5", "17.1")
    assert (first.request.private, first.place.message) == (False, "17.5")


def test_a_button_that_only_one_sees_is_answered_for_that_one() -> None:
    where = {"container.channel_id": "C1", "container.is_ephemeral": True}
    received = requests.from_press(payload("block_actions_message", where))
    assert received
    assert received.place.is_hidden


def test_choosing_is_not_pressing() -> None:
    assert requests.from_press(payload("block_actions_message", {"actions.0.type": "radio_buttons"})) is None


def test_a_button_at_home_is_pressed_in_private() -> None:
    received = requests.from_press(payload("block_actions_home"))
    assert received
    assert received.place == SlackPlace("T1", "U1", is_home=True)
    assert received.request.private


def test_a_form_comes_back_to_where_it_was_opened() -> None:
    opened = SlackPlace("T1", "U1", "C1", "17.1", "17.5", "https://hooks.example/1", is_hidden=True)
    view = {"view.private_metadata": pack("ref", opened.dump()), "view.callback_id": "missing.send"}
    received = requests.from_submission(payload("view_submission", view))
    request = received.request
    assert received.place == opened
    assert (request.kind, request.action, request.value) == (Kind.SUBMITTED, "missing.send", "ref")
    assert (request.values, request.private) == ({"note": "Thank you"}, False)


def test_nobody_submits_a_form_as_somebody_else() -> None:
    view = {
        "view.private_metadata": pack("", SlackPlace("T9", "U9", "D9", is_ours=True).dump()),
        "user.id": "U2",
    }
    assert requests.from_submission(payload("view_submission", view)).request.sender.user == "U2"


def test_the_same_thing_delivered_again_is_the_same_request() -> None:
    view = {"view.private_metadata": pack("", "")}

    def ids() -> list[str]:
        press = requests.from_press(payload("block_actions_message"))
        others = (
            requests.from_command(payload("slash_command")),
            requests.from_asking_about(payload("message_action")),
            requests.from_submission(payload("view_submission", view)),
            requests.from_shortcut(payload("shortcut"), "question.open"),
        )
        return [received.request.id for received in (press, *others) if received]

    assert ids() == ids()
    assert len(set(ids())) == 5


def test_two_presses_and_two_tries_of_a_form_are_two_requests() -> None:
    presses = [
        requests.from_press(payload("block_actions_message", {"actions.0.action_ts": ts}))
        for ts in ("17.1", "17.2")
    ]
    assert len({press.request.id for press in presses if press}) == 2
    view = {"view.private_metadata": pack("", "")}
    tries = [
        requests.from_submission(payload("view_submission", view | {"trigger_id": trigger}))
        for trigger in ("1.1.a", "1.2.b")
    ]
    assert len({one.request.id for one in tries}) == 2


def test_only_our_own_joining_of_a_channel_counts_and_is_its_inviters_doing() -> None:
    assert requests.from_joining(payload("member_joined_channel"), "UBOT") is None
    ours = {"event.user": "UBOT"}
    assert (
        requests.from_joining(payload("member_joined_channel", ours | {"event.inviter": ""}), "UBOT") is None
    )
    received = requests.from_joining(payload("member_joined_channel", ours), "UBOT")
    assert received
    assert received.request == Request(
        "slack T1 joined C1", Kind.JOINED, Sender("slack", "T1", "UADMIN"), "slack T1 C1", False
    )


def test_every_opening_of_our_chat_is_one_welcome() -> None:
    opened = {"event.tab": "messages"}
    ids = {requests.from_first_opening(payload("app_home_opened", opened)).request.id for _ in range(2)}
    assert ids == {"slack T1 welcome U1"}


def test_in_an_enterprise_the_workspace_is_the_persons() -> None:
    changes = {"team": None, "user.team_id": "T7"}
    assert requests.from_shortcut(payload("shortcut", changes), "ask").request.sender.workspace == "T7"
