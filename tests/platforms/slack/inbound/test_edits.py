"""Whatever is changed of a message that was written: it is looked at for distress, and nothing else comes of it."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.people.identity.people import Person
from bot.store.events import SeenEvent
from tests.fake_slack import Json, payload
from tests.fakes import Bot
from tests.platforms.slack.receiving import Reached, reached

QUESTION, DISTRESS = "What does a peer worker do?", "I want to kill myself"


@pytest.fixture(params=["http", "socket"])
async def at(bot: Bot, request: pytest.FixtureRequest) -> AsyncIterator[Reached]:
    async with reached(bot.app.dispatch, over=request.param) as made:
        yield made


def changed(at: Reached, before: str, after: str, **more: Any) -> Json:
    """As Slack tells of it in our chat."""
    where = {"event.channel": at.home.direct("U1").id}
    told = {"event.previous_message.text": before, "event.message.text": after}
    return payload("message_changed", where | told | {f"event.message.{k}": v for k, v in more.items()})


def mention(at: Reached, words: str) -> Json:
    edited = {"user": "U1", "ts": "1764000060.000000"}
    said = at.ada.says(f"<@UBOT> {words}", "C1")
    return said | {"event": said["event"] | {"edited": edited}}


def clip(heard: str) -> Json:
    preview = {"content": heard, "has_more": False}
    return {"id": "F1", "subtype": "slack_audio", "transcription": {"status": "complete", "preview": preview}}


def edits(at: Reached, words: str) -> dict[str, Json]:
    return {
        "in our chat": changed(at, "hello", words),
        "in a thread": changed(at, "hello", words, thread_ts="1764000000.000050"),
        "without what it was": payload(
            "message_changed", {"event.message.text": words, "event.previous_message": None}
        ),
        "of a mention": mention(at, words),
        "a transcript that came later": changed(at, "", "", files=[clip(words)], subtype="file_share"),
        "from a phone": changed(at, "hello", f"\u200b{words}\u00a0\ud83d"),
    }


KINDS = [
    "in our chat",
    "in a thread",
    "without what it was",
    "of a mention",
    "a transcript that came later",
    "from a phone",
]


async def written(bot: Bot) -> list[int]:
    async with bot.app.services.database.read() as session:
        return [
            await session.scalar(select(func.count()).select_from(one)) or 0 for one in (Person, SeenEvent)
        ]


@pytest.mark.parametrize("kind", KINDS)
async def test_an_edit_is_answered_by_nobody(at: Reached, bot: Bot, kind: str) -> None:
    await at.event(edits(at, QUESTION)[kind])
    assert (at.chat(), at.everybody_reads(), at.alone()) == ([], [], [])
    assert await written(bot) == [0, 0]


@pytest.mark.parametrize("kind", KINDS)
async def test_distress_in_an_edit_gets_its_signpost_in_private_and_leaves_nothing(
    at: Reached, bot: Bot, kind: str
) -> None:
    await at.event(edits(at, DISTRESS)[kind])
    (signpost,) = at.chat()
    assert "116 123" in signpost
    assert at.everybody_reads() == []
    assert await written(bot) == [0, 0]


async def test_a_preview_of_a_link_is_no_edit(at: Reached) -> None:
    await at.event(changed(at, DISTRESS, DISTRESS, attachments=[{"title": "A page"}]))
    assert at.chat() == []


@pytest.mark.parametrize("more", [{"bot_id": "B1"}, {"subtype": "bot_message"}, {"user": None}])
async def test_what_we_or_another_bot_changed_is_nobodys_distress(at: Reached, more: Json) -> None:
    await at.event(changed(at, "hello", DISTRESS, **more))
    assert at.chat() == []


async def test_deleting_a_message_is_no_edit(at: Reached) -> None:
    await at.event(payload("message_deleted", {"event.channel": at.home.direct("U1").id}))
    assert at.chat() == []
