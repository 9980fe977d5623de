import pytest

from bot.conversation.message import Paragraph
from bot.conversation.request import Kind
from bot.conversation.routes import Reply, Say
from bot.features.settings.views import starters
from bot.people.access.roles import Role
from bot.people.identity.peer_declaration import declare_peer
from handlers.settings.home import welcome
from tests.fakes import Bot, buttons, message_of, request, words_of
from tests.handlers.bot_with_guards import gives, id_of

ASKED = {words for role in Role for words in starters.starters([role])} | set(starters.PEER_WORKERS)


def questions(reply: Reply) -> list[str]:
    return [button.value for button in buttons(reply) if button.action == "question.example"]


async def test_somebody_new_is_told_in_two_lines_and_offered_three_questions(bot: Bot) -> None:
    reply = await bot.joins()
    assert len([block for block in message_of(reply).blocks[:3] if isinstance(block, Paragraph)]) == 2
    assert questions(reply)[:3] == list(starters.EVERYBODY)
    assert buttons(reply)[-1].action == "help"


async def test_a_peer_workers_own_questions_stand_in_the_welcome_and_everybody_gets_the_same(
    bot: Bot,
) -> None:
    nobody_known = await bot.joins()
    assert questions(nobody_known)[3:] == list(starters.PEER_WORKERS[:3])
    await bot.says("hello")
    async with bot.app.services.database.write() as session:
        await declare_peer(session, await id_of(bot), bot.app.services.clock.now())
    assert await bot.joins() == nobody_known


async def test_whose_role_is_known_is_greeted_with_its_questions(bot: Bot) -> None:
    await bot.says("hello")
    await gives(bot, Role.LEADER)
    reply = await bot.joins()
    assert questions(reply) == list(starters.starters([Role.LEADER]))
    assert "question.their-side" in [button.action for button in buttons(reply)]


def test_a_leader_who_edits_answers_is_offered_a_leaders_questions() -> None:
    assert starters.starters([Role.EDITOR, Role.LEADER]) == starters.starters([Role.LEADER])


def test_nobody_is_greeted_with_a_worry_about_peer_workers() -> None:
    assert not [words for words in ASKED if "replace" in words]


@pytest.mark.parametrize("words", sorted(ASKED))
async def test_every_question_to_begin_with_gets_an_answer(bot: Bot, words: str) -> None:
    reply = await bot.presses("question.example", words)
    assert "Sources: " in words_of(reply)
    assert "Pick the one that is closest" not in words_of(reply)


async def test_nobody_talks_to_me_gets_an_answer_and_no_referral(bot: Bot) -> None:
    reply = await bot.says("nobody talks to me")
    assert "Being left out is not your failing" in words_of(reply)


async def test_a_channel_gets_one_line_and_the_way_to_our_own_chat(bot: Bot) -> None:
    reply = await welcome(request(Kind.JOINED, private=False), bot.app.services)
    assert isinstance(reply, Say)
    assert not reply.private
    assert "our own chat" in words_of(reply)
    assert len(message_of(reply).blocks) == 1
