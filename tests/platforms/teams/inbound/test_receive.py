"""Something happens in Teams, and the answer is where it should be."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.conversation.message import Message, text
from bot.conversation.request import Kind
from bot.conversation.routes import Say
from bot.store.database import Database
from tests.fake_connector import TENANT, Fault, Json
from tests.platforms.teams.arriving import CHANNEL, GROUP, TEAM, Reached, reached
from tests.platforms.teams.bots import Bot

SECRETLY = Say(Message("For you", (text("For you alone."),)), private=True)
NOTE = "I've something for you in private: open our chat."


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def at(bot: Bot, database: Database) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch(), database) as made:
        yield made


async def test_a_message_is_answered_in_our_chat(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says("What does a peer worker do?"))
    (heard,) = bot.heard
    assert (heard.text, heard.private) == ("What does a peer worker do?", True)
    assert at.chat() == ["Fine."]


async def test_a_mention_in_a_channel_is_answered_in_its_thread(at: Reached, bot: Bot) -> None:
    begins = at.ada.says("what is a peer?", CHANNEL)
    await at.post_all(begins, at.ada.says("and then?", CHANNEL, thread="17"))
    assert [(one.text, one.private) for one in bot.heard] == [
        ("what is a peer?", False),
        ("and then?", False),
    ]
    assert at.threads() == [f"{CHANNEL};messageid={begins['id']}", f"{CHANNEL};messageid=17"]
    assert bot.heard[0].conversation != bot.heard[1].conversation


async def test_in_a_group_we_are_asked_by_name(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says("hello", GROUP), at.ada.says("not for us", GROUP, mentions=False))
    assert [one.text for one in bot.heard] == ["hello"]
    assert at.everybody_reads(GROUP) == ["Fine."]
    assert at.threads(GROUP) == [GROUP]


async def test_nothing_but_our_name_asks_what_we_are(at: Reached, bot: Bot) -> None:
    await at.post_all(at.ada.says("", CHANNEL))
    assert [one.text for one in bot.heard] == ["help"]


async def test_a_private_answer_in_a_channel_leaves_nothing_there(at: Reached, bot: Bot) -> None:
    bot.reply = SECRETLY
    await at.post_all(at.ada.says("my settings", CHANNEL), at.ada.says("my settings", GROUP))
    assert (at.everybody_reads(), at.everybody_reads(GROUP)) == ([], [])
    assert at.chat() == ["For you alone.", "For you alone."]


async def test_who_cannot_be_reached_in_private_gets_a_note_that_says_nothing(at: Reached, bot: Bot) -> None:
    bot.reply = SECRETLY
    await at.post_all(at.ben.says("my settings", CHANNEL))
    assert at.everybody_reads() == [NOTE]


@pytest.mark.parametrize("status", [403, 500, 502])
async def test_where_a_private_answer_fails_there_is_only_the_note(
    at: Reached, bot: Bot, status: int
) -> None:
    bot.reply = SECRETLY
    at.connector.faults.add("post", Fault(status=status))
    await at.post_all(at.ada.says("my settings", CHANNEL))
    assert at.everybody_reads() == [NOTE]


async def test_a_channel_that_takes_no_answer_gets_it_in_our_chat(at: Reached) -> None:
    at.connector.conversations[CHANNEL].refuses = 403
    await at.post_all(at.ada.says("hello", CHANNEL))
    assert at.chat() == ["Fine."]


async def test_an_answer_is_given_again_where_it_was_certainly_not_and_never_otherwise(at: Reached) -> None:
    at.connector.faults.add("post", Fault(status=429, retry_after="0.01"), Fault(status=502))
    await at.post_all(at.ada.says("hello"))
    assert at.connector.count("post") == 2
    assert at.chat() == []


async def test_teams_is_not_kept_waiting_for_the_answer_to_a_message(at: Reached, bot: Bot) -> None:
    holding = asyncio.create_task(bot.gate.hold(1))
    await asyncio.sleep(0)
    assert (await at.post(at.ada.says("hello"))).status == 200
    await holding
    assert at.chat() == []
    bot.gate.release()
    await at.answered()
    assert at.chat() == ["Fine."]


@pytest.mark.parametrize(
    "told",
    [
        {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
        {"type": "messageDelete", "channelData": {"eventType": "softDeleteMessage"}},
        {"type": "typing"},
        {"type": "endOfConversation"},
        {
            "type": "event",
            "name": "application/vnd.microsoft.readReceipt",
            "value": {"lastReadMessageId": "1"},
        },
        {"type": "conversationUpdate", "channelData": {"eventType": "channelRenamed"}},
        {"type": "conversationUpdate", "membersAdded": [{"id": "29:new", "aadObjectId": "new"}]},
        {"type": "conversationUpdate", "membersRemoved": [{"id": "29:old"}]},
        {"type": "invoke", "name": "fileConsent/invoke", "value": {"action": "accept"}},
        {"type": "message", "text": ""},
        {"type": "message", "text": "beep", "from": {"id": "28:other", "name": "A bot"}},
        {"type": "something new"},
    ],
    ids=lambda told: f"{told['type']} {told.get('name', '')}",
)
async def test_what_we_have_nothing_to_say_to_is_acknowledged(at: Reached, bot: Bot, told: Json) -> None:
    usual = at.ada.activity()
    data = usual["channelData"] | told.get("channelData", {})
    await at.post_all(usual | told | {"channelData": data})
    assert (bot.heard, at.connector.calls) == ([], [])


async def test_other_invokes_are_said_to_be_unknown(at: Reached) -> None:
    told = at.ada.activity() | {"type": "invoke", "name": "signin/verifyState", "value": {}}
    assert (await at.post(told)).status == 501


async def test_opening_our_chat_welcomes_once_however_often_teams_says_so(at: Reached, bot: Bot) -> None:
    await at.post_all(*at.ada.installs(), *at.ada.installs())
    assert [(one.kind, one.id) for one in bot.heard] == [(Kind.JOINED, f"teams {TENANT} welcome ada")] * 4
    assert at.chat() == ["Fine."] * 4
    # That these are one request is what makes them one welcome: see test_whole.


async def test_who_knows_us_is_not_welcomed_again(at: Reached, bot: Bot) -> None:
    at.met.add("ada")
    await at.post_all(*at.ada.installs())
    assert bot.heard == []


async def test_a_team_that_adds_us_is_greeted_and_an_upgrade_is_no_reason(at: Reached, bot: Bot) -> None:
    await at.post_all(*at.ada.installs(TEAM, team="Wards"), *at.ada.installs(GROUP))
    assert {(one.id, one.private) for one in bot.heard} == {
        (f"teams {TENANT} joined {TEAM}", False),
        (f"teams {TENANT} joined {GROUP}", False),
    }
    bot.heard.clear()
    upgrade, _ = at.ada.installs(TEAM, action="add-upgrade", team="Wards")
    await at.post_all(upgrade)
    assert bot.heard == []
    assert [(one.name, one.service) for one in await at.addresses.teams(TENANT)] == [
        ("Wards", at.connector.service)
    ]


async def test_a_team_that_removes_us_is_forgotten(at: Reached) -> None:
    await at.post_all(*at.ada.installs(TEAM, team="Wards"))
    await at.post_all(at.ada.uninstalls(TEAM, team="Wards"))
    assert await at.addresses.teams(TENANT) == []


async def test_mentions_of_others_are_not_names(at: Reached, bot: Bot) -> None:
    said = at.ada.says("does <at>Mei Chen</at> &amp; I need a <b>peer</b>&nbsp;worker?", CHANNEL)
    said["entities"].append(
        {"type": "mention", "mentioned": {"id": "29:mei", "name": "Mei Chen"}, "text": "<at>Mei Chen</at>"}
    )
    await at.post_all(said)
    assert bot.heard[0].text == "does a colleague & I need a <b>peer</b> worker?"


def of_team(at: Reached, event: str, name: str = "Wards") -> Json:
    """As Teams tells of a team itself: nobody in particular did it."""
    told = at.ada.activity(TEAM) | {"type": "conversationUpdate", "from": {"id": "29:teams"}}
    told["channelData"] |= {"eventType": event, "team": {"id": TEAM, "name": name}}
    return told


async def test_a_team_that_was_renamed_has_its_new_name(at: Reached) -> None:
    await at.post_all(*at.ada.installs(TEAM, team="Wards"))
    await at.post_all(of_team(at, "teamRenamed", "All wards"))
    assert [one.name for one in await at.addresses.teams(TENANT)] == ["All wards"]


@pytest.mark.parametrize("event", ["teamDeleted", "teamHardDeleted"])
async def test_a_team_that_was_deleted_is_asked_about_no_more(at: Reached, event: str) -> None:
    await at.post_all(*at.ada.installs(TEAM, team="Wards"))
    await at.post_all(of_team(at, event))
    assert await at.addresses.teams(TENANT) == []


async def test_a_team_without_us_is_not_ours_for_being_renamed(at: Reached) -> None:
    await at.post_all(of_team(at, "teamRenamed"))
    assert await at.addresses.teams(TENANT) == []
