"""Whatever is changed of a message, and whatever comes without words: looked at for distress, and no more."""

import json
from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.people.identity.people import Account, Person
from bot.store.events import SeenEvent
from tests.fake_connector import Json
from tests.fakes import Bot
from tests.platforms.teams.arriving import CHANNEL, GROUP, Reached, reached

QUESTION, DISTRESS = "What does a peer worker do?", "I want to kill myself"
VOICE = "application/vnd.microsoft.activity.voice+json"
ONLY_WORDS = "I can only read words"
PLACES = ["", CHANNEL, GROUP]


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    async with reached(bot.app.dispatch, bot.app.services.database) as made:
        yield made


def changed(at: Reached, words: str, where: str = "", event: str = "editMessage") -> Json:
    said = at.ada.says(words, where)
    return said | {"type": "messageUpdate", "channelData": said["channelData"] | {"eventType": event}}


async def written(bot: Bot) -> list[int]:
    tables = (Person, Account, SeenEvent)
    async with bot.app.services.database.read() as session:
        return [await session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


@pytest.mark.parametrize("where", PLACES)
async def test_an_edit_is_answered_by_nobody(at: Reached, bot: Bot, where: str) -> None:
    await at.post_all(changed(at, QUESTION, where))
    assert at.connector.calls == []
    assert await written(bot) == [0, 0, 0]


@pytest.mark.parametrize("where", PLACES)
async def test_distress_in_an_edit_gets_its_signpost_in_private_and_leaves_nothing(
    at: Reached, bot: Bot, where: str
) -> None:
    await at.post_all(changed(at, DISTRESS, where))
    (signpost,) = at.chat()
    assert "You deserve a person" in signpost
    assert (at.everybody_reads(), at.everybody_reads(GROUP)) == ([], [])
    assert await written(bot) == [0, 0, 0]


@pytest.mark.parametrize("event", ["undeleteMessage", "softDeleteMessage", "somethingNew", ""])
async def test_what_is_no_edit_is_left(at: Reached, event: str) -> None:
    await at.post_all(changed(at, DISTRESS, event=event))
    assert at.connector.calls == []


async def test_an_edit_of_what_was_written_to_others_is_not_ours(at: Reached) -> None:
    said = at.ada.says(DISTRESS, GROUP, mentions=False)
    data = said["channelData"] | {"eventType": "editMessage"}
    await at.post_all(said | {"type": "messageUpdate", "channelData": data})
    assert at.connector.calls == []


def clips(at: Reached, words: str) -> dict[str, Json]:
    """What Teams makes of a voice clip; with words it has been written down."""
    told = at.ada.activity() | {"type": "message"}
    media = {"duration": "PT13S", "media": [{"url": "https://media.example/audio"}]}
    heard = {"transcription": words} if words else {}
    audio = {"contentType": "application/vnd.microsoft.card.audio"}
    return {
        "a voice message": told | {"valueType": VOICE, "value": {"contentType": "audio/ogg"} | heard},
        "an audio card": told | {"attachments": [audio | {"content": media | heard}]},
        "an audio card as text": told | {"attachments": [audio | {"content": json.dumps(media | heard)}]},
    }


CLIPS = ["a voice message", "an audio card", "an audio card as text"]


@pytest.mark.parametrize("kind", CLIPS)
async def test_what_was_heard_in_a_voice_clip_is_asked_and_looked_at(
    at: Reached, bot: Bot, kind: str
) -> None:
    await at.post_all(clips(at, DISTRESS)[kind])
    assert "You deserve a person" in at.chat()[0]
    assert await written(bot) == [0, 0, 0]
    await at.post_all(clips(at, QUESTION)[kind])
    assert "Sources:" in at.chat()[1]


async def test_what_was_heard_counts_beside_what_was_written(at: Reached) -> None:
    await at.post_all(clips(at, DISTRESS)["an audio card"] | {"text": "Please listen"})
    assert "You deserve a person" in at.chat()[0]


WORDLESS = {
    "a picture": {
        "text": "",
        "attachments": [{"contentType": "image/png", "contentUrl": "https://x.example"}],
    },
    "a file": {
        "text": None,
        "attachments": [
            {
                "contentType": "application/vnd.microsoft.teams.file.download.info",
                "content": {},
                "name": "a.pdf",
            }
        ],
    },
    "a note that is only an empty span": {
        "text": None,
        "attachments": [{"contentType": "text/html", "content": "<div><span itemid='1'></span></div>"}],
    },
    "an audio card that is broken": {
        "attachments": [{"contentType": "application/vnd.microsoft.card.audio", "content": "{" * 50_000}]
    },
    "a voice message of nothing": {"valueType": VOICE, "value": None},
    "a voice message of something else": {"valueType": VOICE, "value": [{"transcription": {"a": 1}}]},
}


@pytest.mark.parametrize("told", [*WORDLESS.values(), *CLIPS], ids=[*WORDLESS, *CLIPS])
async def test_what_has_no_words_gets_a_sentence_once(at: Reached, told: Json | str) -> None:
    activity = (
        clips(at, "")[told] if isinstance(told, str) else at.ada.activity() | {"type": "message"} | told
    )
    await at.post_all(activity, activity)
    (said,) = at.chat()
    assert said.startswith(ONLY_WORDS)


async def test_a_file_beside_our_name_gets_the_sentence_where_it_was_sent(at: Reached) -> None:
    file = {"contentType": "image/png", "contentUrl": "https://x.example"}
    await at.post_all(at.ada.says("", CHANNEL) | {"attachments": [file]})
    (said,) = at.everybody_reads()
    assert said.startswith(ONLY_WORDS)
