"""The whole bot in Teams: from what somebody types to what they, and everybody else, can read."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import func, select

from bot.conversation.request import Sender
from bot.people.identity import first_contact
from bot.people.identity.people import Account, Person
from bot.store.events import SeenEvent
from tests.fakes import Bot
from tests.platforms.teams.arriving import CHANNEL, GROUP, Reached, reached

DISTRESS = "I want to kill myself"
NOTE = "I've something for you in private: open our chat."


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    database = bot.app.services.database

    async def is_new(sender: Sender) -> bool:
        async with database.read() as session:
            return await first_contact.is_new(session, sender)

    async with reached(bot.app.dispatch, database, is_new=is_new) as made:
        yield made


async def everything(bot: Bot) -> list[int]:
    async with bot.app.services.database.read() as session:
        tables = (Person, Account, SeenEvent)
        return [await session.scalar(select(func.count()).select_from(one)) or 0 for one in tables]


async def address(bot: Bot, user: str = "ada") -> dict[str, str]:
    async with bot.app.services.database.read() as session:
        found = await session.scalar(select(Account).where(Account.user == user))
        return dict(found.address) if found else {}


async def test_a_question_is_answered_from_a_card_and_where_to_write_is_kept(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says("What does a peer worker do?"))
    assert "Sources:" in at.chat()[0]
    assert await address(bot) == {
        "service": at.connector.service,
        "member": "29:ada",
        "conversation": "a:chat-ada",
    }


async def test_the_same_message_twice_is_answered_once(at: Reached) -> None:
    question = at.ada.says("What does a peer worker do?")
    await at.post_all(question, question)
    assert len(at.chat()) == 1


async def test_opening_our_chat_welcomes_once(at: Reached, bot: Bot) -> None:
    """Teams says it twice, at the same time."""
    await at.post_all(*at.ada.installs())
    await at.post_all(*at.ada.installs())
    assert len(at.chat()) == 1
    assert "I answer questions about working alongside peer workers" in at.chat()[0]
    assert (await address(bot))["conversation"] == "a:chat-ada"


async def test_who_uninstalls_is_not_written_to_until_they_come_back(at: Reached, bot: Bot) -> None:
    await at.post_all(*at.ada.installs())
    await at.post_all(at.ada.uninstalls())
    async with bot.app.services.database.read() as session:
        account = await session.scalar(select(Account))
    assert account
    assert account.unreachable_since
    assert "conversation" not in account.address
    await at.post_all(*at.ada.installs())
    async with bot.app.services.database.read() as session:
        account = await session.scalar(select(Account))
    assert account
    assert account.unreachable_since is None
    assert account.address["conversation"] == "a:chat-ada"


async def test_a_service_address_that_changed_is_the_one_we_use(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says("hello"))
    other = at.connector.service.replace("/emea/", "/emea/2/")
    token = at.signer.token(other)
    assert (await at.post(at.ada.says("hi") | {"serviceUrl": other}, token)).status == 200
    await at.platform.work.drain(10)
    assert (await address(bot))["service"] == other


async def test_a_channel_does_not_tell_us_where_our_chat_is(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says("hello", CHANNEL))
    assert await address(bot) == {"service": at.connector.service, "member": "29:ada"}


@pytest.mark.parametrize("where", ["", CHANNEL, GROUP])
async def test_distress_is_answered_in_private_and_leaves_nothing(at: Reached, bot: Bot, where: str) -> None:
    await at.post_all(at.ada.says(DISTRESS, where))
    (signpost,) = at.chat()
    assert "You deserve a person" in signpost
    assert "Teams" in signpost
    assert (at.everybody_reads(), at.everybody_reads(GROUP)) == ([], [])
    assert await everything(bot) == [0, 0, 0]


async def test_distress_of_somebody_out_of_reach_shows_no_more_than_that_there_is_something(
    at: Reached, bot: Bot
) -> None:
    await at.post_all(at.ben.says(DISTRESS, CHANNEL))
    assert at.everybody_reads() == [NOTE]
    assert await everything(bot) == [0, 0, 0]


async def test_distress_of_somebody_we_know_changes_nothing_about_them(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says("hello"))
    before = (await address(bot), await everything(bot))
    other = at.connector.service.replace("/emea/", "/emea/2/")
    await at.post(at.ada.says(DISTRESS) | {"serviceUrl": other}, at.signer.token(other))
    await at.answered()
    assert (await address(bot), await everything(bot)) == before


@pytest.mark.parametrize(
    "action", ["pulse.step", "pulse.answer", "pulse.how-confidential", "pulse.send-comment"]
)
async def test_an_answer_to_the_pulse_refreshes_nothing(at: Reached, bot: Bot, action: str) -> None:
    await at.post_all(at.ada.says("hello"))
    before = (await address(bot), await everything(bot))
    other = at.connector.service.replace("/emea/", "/emea/2/")
    data = {"alongside": {"action": action, "value": "wave"}, "item-1": "4"}
    press = at.ada.activity() | {"type": "invoke", "name": "adaptiveCard/action", "serviceUrl": other}
    value = {"action": {"type": "Action.Execute", "verb": action, "data": data}}
    assert (await at.post(press | {"value": value}, at.signer.token(other))).status == 200
    await at.answered()
    assert (await address(bot), await everything(bot)) == before


async def test_answers_can_be_inserted_while_writing_and_nothing_comes_of_it(at: Reached, bot: Bot) -> None:
    body = await at.invoke(at.ada.searches("what does a peer worker do", CHANNEL))
    found = body["composeExtension"]["attachments"]
    assert body["composeExtension"]["type"] == "result"
    assert 1 < len(found) <= 5
    for one in found:
        assert one["contentType"] == "application/vnd.microsoft.card.adaptive"
        assert one["preview"]["content"]["title"]
        assert "Sources:" in str(one["content"])
        assert "Action.Execute" not in str(one["content"])
    assert (at.connector.calls, await everything(bot)) == ([], [0, 0, 0])


@pytest.mark.parametrize(
    ("words", "said"), [("", "Type a few words"), ("my printer is broken", "I won't guess|reviewed answer")]
)
async def test_a_search_that_finds_nothing_says_so(at: Reached, words: str, said: str) -> None:
    body = (await at.invoke(at.ada.searches(words)))["composeExtension"]
    assert body["type"] == "message"
    assert any(one in body["text"] for one in said.split("|"))


async def test_distress_in_a_search_gets_its_signpost_and_leaves_nothing(at: Reached, bot: Bot) -> None:
    body = (await at.invoke(at.ada.searches(DISTRESS, CHANNEL)))["composeExtension"]
    assert body["type"] == "message"
    assert "You deserve a person" in body["text"]
    assert "999" in body["text"]
    assert (at.connector.calls, await everything(bot)) == ([], [0, 0, 0])


async def test_distress_in_a_form_gets_its_signpost_where_nobody_else_looks(at: Reached, bot: Bot) -> None:
    data = {"alongside": {"action": "missing.send", "context": "a form"}, "question": DISTRESS}
    told = at.ada.activity(CHANNEL) | {"type": "invoke", "name": "task/submit", "value": {"data": data}}
    body = await at.invoke(told)
    assert "You deserve a person" in str(body["task"]["value"]["card"])
    assert (at.connector.calls, await everything(bot)) == ([], [0, 0, 0])
