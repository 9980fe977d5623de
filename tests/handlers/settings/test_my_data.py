"""Everybody sees what is kept about them, takes it away and erases it, and no screen tells who they are."""

import json
import re

import pytest

from bot.conversation.message import Paragraph
from bot.conversation.routes import Open, Reply, Say
from bot.people.contact.preferences import ContactPreferences, choose, preferences_of
from bot.people.identity.peer_declaration import declare_peer, has_declared
from bot.people.records.downloads import File
from bot.people.records.one_time_links import Refusal
from handlers.settings import my_data
from tests.fakes import Bot, labels, message_of, words_of
from tests.handlers.bot_with_guards import bot_with_guards, id_of
from tests.people.audit_lines import newest_audit_lines

ADDRESS = "https://alongside.example"


@pytest.fixture
async def nurse(bot: Bot) -> Bot:
    return await bot_with_guards(bot, [my_data.routes], public_url=ADDRESS)


async def declares(bot: Bot) -> str:
    me, services = await id_of(bot), bot.app.services
    async with services.database.write() as session:
        await declare_peer(session, me, services.clock.now())
        await choose(session, me, ContactPreferences(tip_hour=9))
    return me


def key(reply: Reply) -> str:
    spans = [s for b in message_of(reply).blocks if isinstance(b, Paragraph) for s in b.spans if s.href]
    found = re.fullmatch(rf"{ADDRESS}/files/([\w-]{{43}})", spans[0].href or "")
    assert found
    return found[1]


@pytest.mark.parametrize("word", ["my data", "Data?", "privacy"])
async def test_what_may_be_kept_is_shown_to_the_person_alone(nurse: Bot, word: str) -> None:
    reply = await nurse.says(word, private=False)
    assert isinstance(reply, Say)
    assert reply.private
    assert "How you hear from us" in words_of(reply)
    assert "answers are sealed without a name" in words_of(reply).casefold()
    assert labels(reply) == ["Get it as a file", "Erase what can be erased"]


async def test_no_screen_shows_that_somebody_is_a_peer_worker(nurse: Bot) -> None:
    async def screens() -> list[Reply]:
        return [await nurse.presses(action) for action in ("my-data", "my-data.ask", "my-data.erase")]

    before = await screens()
    await declares(nurse)
    assert await screens() == before


async def test_the_file_is_the_persons_own_and_comes_once(nurse: Bot) -> None:
    await nurse.says("my data")
    await declares(nurse)
    link, files = key(await nurse.presses("my-data.file")), nurse.app.services.files()
    taken = await files.take(link)
    assert isinstance(taken, File)
    kept = {part["what"]: part["entries"] for part in json.loads(taken.body)["kept"]}
    assert kept["Whether you told us that you are a peer worker"]
    assert kept["Your accounts"][0]["The platform's number for you"] == "nurse"
    assert await files.take(link) is Refusal.USED


async def test_nobody_is_told_that_somebody_took_away_or_erased_what_is_theirs(nurse: Bot) -> None:
    await nurse.says("my data")
    await nurse.app.services.files().take(key(await nurse.presses("my-data.file")))
    await nurse.submits("my-data.erase", {})
    async with nurse.app.services.database.read() as session:
        assert await newest_audit_lines(session) == []


async def test_before_erasing_it_says_what_goes_and_what_stays_with_reasons(nurse: Bot) -> None:
    asked = await nurse.presses("my-data.ask")
    assert isinstance(asked, Open)
    assert len(asked.form.title) <= 24
    said = " ".join(s.text for f in asked.form.fields if isinstance(f, Paragraph) for s in f.spans)
    assert "can't be undone" in said
    for word in ("answered the questions in our tips", "peer worker", "quiet hours"):
        assert word in said[: said.index("This stays")]
    for word in ("The audit stays", "Your accounts stay", "so that none comes twice"):
        assert word in said[said.index("This stays") :]


async def test_erasing_does_it_and_says_what_was_done(nurse: Bot) -> None:
    await nurse.says("my data")
    me = await declares(nurse)
    reply = await nurse.submits("my-data.erase", {})
    assert isinstance(reply, Say)
    assert reply.private
    assert "Erased. This is gone:" in words_of(reply)
    assert "This stays:" in words_of(reply)
    async with nurse.app.services.database.read() as session:
        assert not await has_declared(session, me)
        assert await preferences_of(session, me) == ContactPreferences()


async def test_without_a_web_address_it_says_what_is_missing(bot: Bot) -> None:
    known = await bot_with_guards(bot, [my_data.routes])
    assert "ALONGSIDE_PUBLIC_URL" in words_of(await known.presses("my-data.file"))
