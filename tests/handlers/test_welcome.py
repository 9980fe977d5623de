from bot.conversation.request import Kind
from bot.conversation.routes import Say
from handlers.welcome import welcome
from tests.fakes import Bot, request, words_of


async def test_somebody_new_is_told_what_this_is_and_what_to_ask(bot: Bot) -> None:
    said = words_of(await bot.joins())
    assert "What does a peer worker do?" in said
    assert "no crisis service" in said


async def test_a_channel_gets_one_line_and_the_way_to_our_own_chat(bot: Bot) -> None:
    reply = await welcome(request(Kind.JOINED, private=False), bot.app.services)
    assert isinstance(reply, Say)
    assert not reply.private
    assert "our own chat" in words_of(reply)
    assert len(reply.message.blocks) == 1
