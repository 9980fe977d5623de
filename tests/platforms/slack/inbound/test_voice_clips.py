"""Files, pictures and voice clips: what has words is asked and looked at, what has none gets a sentence."""

from typing import Any

import pytest

from bot.conversation.request import Kind
from bot.platforms.slack.inbound.messages import from_mention, from_message
from tests.fake_slack.payloads import payload


def clip(**more: Any) -> dict[str, Any]:
    """A message with a file and no text."""
    file = {"id": "F1", "mimetype": "audio/webm", "subtype": "slack_audio"} | more
    return payload("message_im", {"event.text": "", "event.subtype": "file_share", "event.files": [file]})


def heard(words: str) -> dict[str, Any]:
    return clip(transcription={"status": "complete", "preview": {"content": words, "has_more": False}})


def asked(body: dict[str, Any]) -> tuple[Kind, str] | None:
    received = from_message(body)
    return (received.request.kind, received.request.text) if received else None


def test_what_was_heard_in_a_voice_clip_is_asked() -> None:
    assert asked(heard("I want to kill myself")) == (Kind.SAID, "I want to kill myself")


def test_what_was_heard_counts_beside_what_was_written() -> None:
    body = heard("I want to kill myself")
    body["event"]["text"] = "Please listen"
    assert asked(body) == (Kind.SAID, "Please listen\nI want to kill myself")
    body["event"] |= {"channel": "C1", "text": "<@UBOT>", "ts": "1.2"}
    mentioned = from_mention(body, "UBOT")
    assert mentioned
    assert mentioned.request.text == "I want to kill myself"


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"transcription": None},
        {"transcription": {"status": "processing"}},
        {"transcription": {"status": "complete", "preview": None}},
        {"transcription": {"status": "failed", "preview": {"content": None}}},
    ],
)
def test_what_nobody_has_written_down_gets_a_sentence(more: dict[str, Any]) -> None:
    body = clip(**more)
    assert asked(body) == (Kind.SENT_FILE, "")
    body["event"] |= {"channel": "C1", "text": "<@UBOT>"}
    mentioned = from_mention(body, "UBOT")
    assert mentioned
    assert mentioned.request.kind is Kind.SENT_FILE


def test_a_file_with_words_is_asked_by_its_words() -> None:
    assert asked(clip() | {"event": clip()["event"] | {"text": "What is this?"}}) == (
        Kind.SAID,
        "What is this?",
    )


def forwarded(**more: Any) -> dict[str, Any]:
    """Another's message that somebody shares with us, as Slack sends it."""
    shared = {
        "is_share": True,
        "is_msg_unfurl": True,
        "author_id": "U7",
        "text": "What is *recovery*?",
    } | more
    return payload("message_im", {"event.text": "", "event.attachments": [shared]})


def test_a_message_that_was_forwarded_without_a_word_is_asked() -> None:
    assert asked(forwarded()) == (Kind.SAID, "What is recovery?")
    with_words = forwarded()
    with_words["event"]["text"] = "Can you answer this?"
    assert asked(with_words) == (Kind.SAID, "Can you answer this?")


@pytest.mark.parametrize("more", [{"is_share": False}, {"text": None}, {"text": ""}])
def test_a_preview_of_a_link_has_nobodys_words(more: dict[str, Any]) -> None:
    assert asked(forwarded(**more)) is None


def test_a_file_of_a_bot_gets_nothing() -> None:
    assert asked(clip() | {"event": clip()["event"] | {"bot_id": "B1"}}) is None
