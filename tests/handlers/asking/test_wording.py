"""A language model may word an answer where an administrator said so, and never decides one."""

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from bot.conversation.message import Buttons, Facts
from bot.conversation.request import Sender
from bot.conversation.routes import Replace, Reply, Say
from bot.features.asking.distress.detector import Level
from bot.features.asking.rephrasing.avoided_phrases import AvoidedPhrases
from bot.features.asking.rephrasing.model import Endpoint, LanguageModel
from bot.people.access.roles import Role
from bot.people.audit.acts import CHANGED_SETTING
from bot.people.identity.organisations import Organisation
from handlers.administration import administration
from handlers.asking import ask, feedback, insert, rephrasing_switch
from tests.fake_model import KEY, MODEL, FakeModel, fake_model, first_sentence, sentence
from tests.fakes import Bot, buttons, labels, message_of, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives
from tests.people.audit_lines import newest_audit_lines

QUESTION = "what does a peer worker do?"
CARD = "role/what-is-a-peer-worker"
ROUTES = [r.routes for r in (administration, ask, feedback, insert, rephrasing_switch)]


@pytest.fixture
async def model() -> AsyncIterator[FakeModel]:
    async with fake_model() as model:
        yield model


@pytest.fixture
async def ready(bot: Bot, model: FakeModel) -> AsyncIterator[Bot]:
    """An administrator at a place whose IT has set a model up; nobody has turned it on."""
    distress_detector = bot.app.services.distress_detector
    endpoint = Endpoint(model.url, MODEL, KEY, timeout=4)
    client = LanguageModel(
        endpoint, AvoidedPhrases(["lunatic"]), lambda t: distress_detector.classify(t).level is not Level.NONE
    )
    known = await bot_with_guards(bot, ROUTES, rephraser=client)
    await gives(known, Role.ADMINISTRATOR)
    yield known
    await client.close()


@pytest.fixture
async def worded(ready: Bot) -> Bot:
    await turn_on(ready)
    return ready


async def turn_on(bot: Bot) -> Reply:
    consider = buttons(await bot.says("wording"))[0]
    confirm = buttons(await bot.presses(consider.action, consider.value))[0]
    return await bot.presses(confirm.action, confirm.value)


def why(reply: Reply) -> str:
    assert isinstance(reply, Say)
    assert reply.why
    rows = [row for block in reply.why.blocks if isinstance(block, Facts) for row in block.rows]
    return dict(rows).get("In a model's words?", "")


async def test_nothing_is_sent_before_an_administrator_turned_it_on(ready: Bot, model: FakeModel) -> None:
    reply = await ready.says(QUESTION)
    assert labels(reply)[0] == "More"
    assert why(reply) == "No: it is off here"
    assert model.received == []


async def test_turning_it_on_shows_first_what_is_sent_where(ready: Bot, model: FakeModel) -> None:
    consider = buttons(await ready.says("wording"))[0]
    asked = await ready.presses(consider.action, consider.value)
    assert model.url.split("/")[2] in words_of(asked)
    assert "a name in it is not" in words_of(asked)
    left = await ready.presses(*[(b.action, b.value) for b in buttons(asked)][1])
    assert "This is off" in words_of(left)
    assert why(await ready.says(QUESTION)) == "No: it is off here"
    async with ready.app.services.database.read() as session:
        assert await newest_audit_lines(session) == []


async def test_a_worded_answer_says_so_with_its_sources_and_the_card_is_one_press_away(
    worded: Bot, model: FakeModel
) -> None:
    reply = await worded.says(QUESTION)
    card = worded.app.services.library.card(CARD)
    said = words_of(reply)
    assert first_sentence(model.sent[0]["cards"][0]["text"]) in said
    assert f"A language model worded this from the card “{card.title}”." in said
    assert "Sources: " in said
    assert card.meta.strength in said
    assert why(reply).startswith("Yes, and checked")
    assert len(labels(reply)) <= 5
    as_written = buttons(reply)[0]
    assert as_written.label == "Show the card as written"
    shown = await worded.presses(as_written.action, as_written.value)
    assert isinstance(shown, Replace)
    assert labels(shown)[0] == "More"
    assert "language model" not in words_of(shown)


async def test_whether_it_helped_is_counted_for_its_card(worded: Bot) -> None:
    helped = next(b for b in buttons(await worded.says(QUESTION)) if b.label == "This helped")
    assert "We counted that it helped" in words_of(await worded.presses(helped.action, helped.value))


async def test_every_card_that_it_comes_from_is_named(worded: Bot, model: FakeModel) -> None:
    model.writes = lambda sent: [
        sentence(card["id"], first_sentence(card["text"])) for card in sent["cards"][:2]
    ]
    said = words_of(await worded.says(QUESTION))
    titles = [worded.app.services.library.card(card["id"]).title for card in model.sent[0]["cards"]]
    assert f"from the cards “{titles[0]}” and “{titles[1]}”." in said
    assert said.count("Sources: ") == 2


async def test_every_screen_fits_on_every_platform(worded: Bot) -> None:
    await worded.says(QUESTION)
    for action in ("wording", "wording.consider", "wording.off"):
        await worded.presses(action)
    assert [worded.app.services.rendering_problems(message_of(reply)) for reply in worded.replies] == [[]] * 7


async def test_only_the_question_and_cards_are_sent(worded: Bot, model: FakeModel) -> None:
    await worded.says("who are peer workers?")
    await worded.says("should peers write notes? 07700 900123")
    asked = model.sent[-1]
    assert asked["question"] == "should peers write notes? [left out]"
    assert asked["cards"][0]["id"] == "role/writing-notes"
    assert 1 <= len(asked["cards"]) <= 3
    sent = str(model.received[-1])
    assert "who are peer workers" not in sent, "what was asked before"
    assert "'nurse'" not in sent, "who asks"
    assert "Harbour" not in sent, "where"


@pytest.mark.parametrize(
    "text",
    [
        "I don't want to be alive any more",
        "what does a peer worker do if a client is suicidal?",
        "what's the maximum dose of olanzapine",
        "peers",
    ],
)
async def test_distress_and_what_no_card_answers_are_never_sent(
    worded: Bot, model: FakeModel, text: str
) -> None:
    # Here no guard stands before it.
    with capture_logs() as logs:
        await worded.says(text)
    assert (model.received, logs) == ([], [])


async def test_where_the_model_fails_the_card_is_shown_as_if_nothing_had_been(
    worded: Bot, model: FakeModel
) -> None:
    model.status = 500
    with capture_logs() as logs:
        failed = await worded.says(QUESTION)
    assert logs == [{"event": "not_worded", "kind": "refused by the endpoint", "log_level": "warning"}]
    assert why(failed) == "No: the endpoint refused"
    await worded.presses("wording.off")
    assert message_of(await worded.says(QUESTION)) == message_of(failed)


async def test_what_the_card_does_not_say_is_not_shown(worded: Bot, model: FakeModel) -> None:
    model.writes = lambda sent: [
        sentence(
            CARD, "These are unqualified and cost too much.", first_sentence(sent["cards"][0]["text"])[:-1]
        )
    ]
    reply = await worded.says(QUESTION)
    assert "unqualified" not in words_of(reply)
    assert why(reply) == "No: a sentence says what its card doesn't"


async def test_inserting_an_answer_into_a_message_asks_no_model(worded: Bot, model: FakeModel) -> None:
    found = buttons(await worded.presses("insert.find", text=QUESTION))
    shown = await worded.presses("insert.card", found[0].value)
    assert "language model" not in words_of(shown)
    assert not any(isinstance(block, Buttons) for block in message_of(shown).blocks)
    assert model.received == []


async def test_switching_is_written_down_once_and_applies_at_once(ready: Bot, model: FakeModel) -> None:
    host = model.url.split("/")[2]
    for _ in range(2):
        assert "This is on" in words_of(await ready.presses("wording.on", host))
    assert dict(_rows(await ready.says("administration")))["Answers in a model's words"] == "on"
    await ready.presses("wording.off")
    await ready.says(QUESTION)
    assert model.received == []
    async with ready.app.services.database.read() as session:
        off, on = await newest_audit_lines(session)
    assert (on.act, on.about) == (CHANGED_SETTING, "wording")
    assert (on.details["before"], on.details["after"]) == ("off", f"on, by {host}")
    assert (off.details["before"], off.details["after"]) == (f"on, by {host}", "off")


def _rows(reply: Reply) -> tuple[tuple[str, str], ...]:
    (facts,) = [block for block in message_of(reply).blocks if isinstance(block, Facts)]
    return facts.rows


async def test_what_was_agreed_to_for_another_host_is_asked_again(ready: Bot, model: FakeModel) -> None:
    services = ready.app.services
    assert "Really send" in words_of(await ready.presses("wording.on", "elsewhere.example"))
    async with services.database.write() as session:
        organisation = await session.get_one(Organisation, services.organisation.id)
        organisation.wording_host = "elsewhere.example"
    assert "This is off" in words_of(await ready.says("wording"))
    await ready.says(QUESTION)
    assert model.received == []


async def test_where_no_model_is_set_up_there_is_nothing_to_turn_on(bot: Bot) -> None:
    known = await bot_with_guards(bot, ROUTES)
    await gives(known, Role.ADMINISTRATOR)
    for action in ("wording", "wording.consider", "wording.on"):
        reply = await known.presses(action)
        assert "No model is set up here" in words_of(reply)
        assert labels(reply) == []
    assert why(await known.says(QUESTION)) == "No: no model is set up"


async def test_a_nurse_can_not_turn_it_on(ready: Bot, model: FakeModel) -> None:
    nurse = {"sender": Sender("web", "demo", "somebody"), "conversation": "other"}
    for action in ("wording", "wording.consider", "wording.on", "wording.off"):
        reply = await ready.presses(action, model.url.split("/")[2], **nurse)
        assert "That is for administrators" in words_of(reply)
    await ready.says(QUESTION)
    assert model.received == []
