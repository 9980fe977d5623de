"""The real home, from opening it to the answer in our chat."""

from tests.fakes import Bot
from tests.platforms.slack.receiving import button, reached


async def test_the_home_takes_a_question_and_our_chat_answers_it(bot: Bot) -> None:
    async with reached(bot.app.dispatch) as at:
        await at.event(at.ada.opens_home())
        await at.act(at.ada.presses_at_home(button(at.home.homes["U1"], "question.open")))
        view = next(view for view in at.home.views.values() if view["type"] == "modal")
        refused = await at.act(at.ada.submits(view, {"question": " "}))
        assert list(refused["errors"]) == ["question"]
        await at.act(at.ada.submits(view, {"question": "What does a peer worker do?"}))
        assert "Sources:" in at.chat()[0]
