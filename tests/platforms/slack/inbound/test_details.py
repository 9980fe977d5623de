"""A form's details: folded behind a button, shown without losing a word, and sent as they are where nobody looked."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.conversation.message import Choice, Form, Option, TextInput, text
from bot.conversation.routes import Open, Say
from bot.platforms.slack.rendering.details import DETAILS
from bot.platforms.slack.rendering.render import render_form
from tests.fake_slack import Json
from tests.platforms.slack.receiving import FINE, Bot, Reached, reached

NAMED = Choice(
    "named",
    "How do you want to ask?",
    (Option("without", "Without my name"), Option("with", "With my name")),
    "without",
)
FORM = Form(
    "send",
    "Ask a person",
    (TextInput("question", "Your question"), text("Two champions will read it.")),
    value="ref",
    more=(NAMED, text("When it is closed, the link to you goes.")),
)


@pytest.fixture
def bot() -> Bot:
    return Bot()


@pytest.fixture
async def at(bot: Bot) -> AsyncIterator[Reached]:
    async with reached(bot.dispatch(), over="http") as made:
        yield made


async def opened(at: Reached, bot: Bot) -> Json:
    bot.reply = Open(FORM)
    await at.act(at.ada.presses(await at.posted("U1"), "open#1"))
    bot.reply = Say(FINE)
    return list(at.home.views.values())[-1]


def fields(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


async def test_at_first_sight_there_is_a_box_a_line_and_a_button(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    assert [block["type"] for block in view["blocks"]] == ["input", "rich_text", "actions"]
    assert "link to you" not in str(view["blocks"][:2])


async def test_the_button_shows_the_details_and_keeps_what_was_typed(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    heard = len(bot.heard)
    await at.act(at.ada.presses_in(view, DETAILS, {"question": "Where do peers park?"}))
    after = at.home.views[view["id"]]
    assert fields(after) == ["question", "named"]
    assert "actions" not in [block["type"] for block in after["blocks"]]
    assert after["blocks"][0]["element"]["initial_value"] == "Where do peers park?"
    assert len(bot.heard) == heard, "no handler is asked"
    await at.act(at.ada.submits(after, {"question": "Where do peers park?", "named": "with"}))
    assert bot.heard[-1].values == {"question": "Where do peers park?", "named": "with"}
    assert bot.heard[-1].value == "ref"


async def test_details_that_nobody_opened_are_sent_as_they_stood(at: Reached, bot: Bot) -> None:
    view = await opened(at, bot)
    await at.act(at.ada.submits(view, {"question": "Where do peers park?"}))
    assert bot.heard[-1].values == {"question": "Where do peers park?", "named": "without"}
    assert bot.heard[-1].form
    assert [field.name for field in bot.heard[-1].form.all_fields if not hasattr(field, "spans")] == [
        "question",
        "named",
    ]


def test_details_too_long_for_a_button_stand_in_the_form() -> None:
    long = replace(FORM, more=(NAMED, text("x" * 2500)))
    assert fields(render_form(long)) == ["question", "named"]
