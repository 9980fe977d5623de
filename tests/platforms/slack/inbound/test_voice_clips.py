"""Files, pictures and voice clips: what has words is asked and looked at, what has none gets a sentence."""

from typing import Any

import pytest

from bot.platforms.slack.inbound.requests import from_message, without_words
from tests.fake_slack.payloads import payload


def clip(**more: Any) -> dict[str, Any]:
    """A message with a file and no text."""
    file = {"id": "F1", "mimetype": "audio/webm", "subtype": "slack_audio"} | more
    return payload("message_im", {"event.text": "", "event.subtype": "file_share", "event.files": [file]})


def heard(words: str) -> dict[str, Any]:
    return clip(transcription={"status": "complete", "preview": {"content": words, "has_more": False}})


def test_what_was_heard_in_a_voice_clip_is_asked() -> None:
    received = from_message(heard("I want to kill myself"))
    assert received
    assert received.request.text == "I want to kill myself"
    assert without_words(heard("hello")) is None


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
    assert from_message(clip(**more)) is None
    assert without_words(clip(**more))


def test_a_file_with_words_is_asked_by_its_words() -> None:
    assert without_words(clip() | {"event": clip()["event"] | {"text": "What is this?"}}) is None


def test_a_file_of_a_bot_gets_nothing() -> None:
    assert without_words(clip() | {"event": clip()["event"] | {"bot_id": "B1"}}) is None
