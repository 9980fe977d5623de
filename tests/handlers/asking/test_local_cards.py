from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.app.assembly import App, assemble
from bot.app.content import Content
from bot.conversation.message import TextInput
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.core.clock import MovableClock
from bot.core.settings import Settings
from bot.features.asking.cards.local_cards import LocalCard
from bot.features.asking.declarations import CARD_PUBLISHED, CARD_WITHDRAWN
from bot.features.asking.retrieval.finding import SearchOutcome
from bot.people.access.roles import Role
from bot.people.audit.acts import GAVE_ROLE
from bot.people.audit.audit_log import AuditLine
from bot.store.database import Database
from bot.store.sealing import Seal
from tests.fakes import Bot, labels, message_of, words_of
from tests.handlers.postbox import Postbox

PARKING = "where can our peer workers park their bicycles?"
SHED = "In the shed behind the east wing; the porter has the key."
CARD = {
    "title": "Where to park a bicycle",
    "first": "Where do peer workers leave their bicycles?",
    "second": "Is there a bike shed?",
    "third": "Can I bring my bicycle to work?",
    "body": SHED,
    "source": "Estates, site plan 2026",
}


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    """A nurse, a champion, two editors."""
    found = Postbox(bot)
    await found.knows("nurse", "Amara Osei")
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await found.knows("ed", "Ed Moss", Role.EDITOR)
    await found.knows("flo", "Flo Brandt", Role.EDITOR)
    return found


@pytest.fixture
async def replica(bot: Bot, tmp_path: Path, content: Content, clock: MovableClock) -> AsyncIterator[Bot]:
    """A second process on the same database, which looks at every request."""
    services = bot.app.services
    settings = Settings(var=tmp_path, look_seconds=0)
    database = Database(settings.database(), seal=Seal(settings.master_keys()))
    app: App = await assemble(settings, content, services.organisation, database, clock)
    yield Bot(app)
    await app.close()


async def answered(place: Postbox) -> Reply:
    await place.submits("nurse", "ask.person.send", question=PARKING, named="without")
    (offer,) = await place.gets("sam")
    opened = await place.presses("sam", await place.presses("sam", offer, "I'll take it"), "Answer")
    assert isinstance(opened, Open)
    return await place.submits("sam", opened.form.action, opened.form.value, answer=SHED)


async def submitted(place: Postbox, user: str = "sam", about: str = "new:", **changed: str) -> Reply:
    preview = await place.submits(user, "local.check", about, **CARD | changed)
    return await place.presses(user, preview, "Send it to an editor")


async def published(place: Postbox, **changed: str) -> Reply:
    await submitted(place, **changed)
    (news,) = await place.gets("ed")
    shown = await place.presses("ed", news, "Look at it")
    return await place.presses("ed", shown, "Put it in force")


async def test_an_unknown_question_becomes_an_answer_for_the_next_nurse_on_every_replica(
    place: Postbox, replica: Bot
) -> None:
    asked = await place.says("nurse", PARKING)
    assert "Ask a person" in labels(asked)
    said = await answered(place)
    await place.gets("nurse")
    opened = await place.presses("sam", said, "Keep this for everyone")
    assert isinstance(opened, Open)
    assert {f.name: f.initial for f in opened.form.fields if isinstance(f, TextInput)}["body"] == SHED
    preview = await place.submits("sam", "local.check", opened.form.value, **CARD)
    assert SHED in words_of(preview)
    assert "Your organisation's own answer" in words_of(preview)
    await place.presses("sam", preview, "Send it to an editor")
    (news,) = await place.gets("flo")
    shown = await place.presses("flo", news, "Look at it")
    assert labels(shown) == ["Put it in force", "Give it back", "Change it"]
    await place.presses("flo", shown, "Put it in force")
    (told,) = await place.gets("sam")
    assert "is in force" in told.summary
    for bot in (place.bot, replica):
        found = await bot.says("where do peers leave their bicycles?", **place.of("another nurse"))
        assert message_of(found).summary == CARD["title"]
        assert "Sources: Estates, site plan 2026." in words_of(found)


async def test_in_words_of_their_own_unless_the_asker_agrees(place: Postbox) -> None:
    said = await answered(place)
    opened = await place.presses("sam", said, "Keep this for everyone")
    assert isinstance(opened, Open)
    assert PARKING not in str(opened.form.fields)
    refused = await place.submits(
        "sam", "local.check", opened.form.value, **CARD | {"second": PARKING.upper()}
    )
    assert isinstance(refused, Faults)
    assert set(refused.by_field) == {"second"}
    await place.presses("sam", said, "Ask to use their words")
    asked = next(m for m in await place.gets("nurse") if "May colleagues" in m.summary)
    await place.presses("nurse", asked, "Yes, use my words")
    (news,) = await place.gets("sam")
    again = await place.presses("sam", news, "Keep this for everyone")
    assert isinstance(again, Open)
    # Above what was typed before, which is kept.
    assert PARKING in str(again.form.fields)


async def test_nobody_puts_their_own_words_in_force(place: Postbox) -> None:
    await submitted(place, "ed")
    assert await place.gets("ed") == []
    (news,) = await place.gets("flo")
    shown = await place.presses("ed", news, "Look at it")
    assert "another editor has to read it" in words_of(shown)
    assert labels(shown) == ["Change it"]
    value = await place.presses("flo", news, "Look at it")
    await place.presses("ed", value, "Put it in force")
    assert "Is there a bike shed?" not in str(place.bot.app.services.library.cards)


async def test_a_champion_puts_nothing_in_force(place: Postbox) -> None:
    await submitted(place)
    (news,) = await place.gets("ed")
    shown = await place.presses("ed", news, "Look at it")
    assert "That is for editors" in words_of(await place.presses("sam", shown, "Put it in force"))


async def test_given_back_its_writer_sees_why_and_sends_it_again(place: Postbox) -> None:
    await submitted(place)
    (news,) = await place.gets("ed")
    opened = await place.presses("ed", await place.presses("ed", news, "Look at it"), "Give it back")
    assert isinstance(opened, Open)
    await place.submits("ed", opened.form.action, opened.form.value, remark="Say which porter.")
    (back,) = await place.gets("sam")
    assert "> Say which porter." in words_of(Say(back))
    again = await place.presses("sam", back, "Change it")
    assert isinstance(again, Open)
    preview = await place.submits("sam", "local.check", again.form.value, **CARD | {"body": "Ask Jo."})
    await place.presses("sam", preview, "Send it to an editor")
    (waiting,) = await place.gets("ed")
    assert "Ask Jo." in words_of(await place.presses("ed", waiting, "Look at it"))


async def test_changed_it_stays_in_force_until_another_editor_has_read_the_change(place: Postbox) -> None:
    await published(place)
    await place.gets("flo")
    opened = await place.presses("ed", await place.says("ed", "our answers"), "Change it")
    assert isinstance(opened, Open)
    await submitted(place, "ed", opened.form.value, body="In the new shed by the gate.")
    assert SHED in words_of(await place.says("nurse", "Is there a bike shed?"))
    (news,) = await place.gets("flo")
    await place.presses("flo", await place.presses("flo", news, "Look at it"), "Put it in force")
    found = words_of(await place.says("nurse", "Is there a bike shed?"))
    assert "In the new shed by the gate." in found
    assert SHED not in found


async def test_withdrawn_it_is_found_nowhere_and_an_old_button_says_so(place: Postbox, replica: Bot) -> None:
    await published(place)
    old = await replica.says("Is there a bike shed?", **place.of("nurse"))
    await place.presses("ed", await place.says("ed", "our answers"), "Withdraw it")
    for bot in (place.bot, replica):
        assert "new shed by the gate" not in words_of(
            await bot.says("Is there a bike shed?", **place.of("nurse"))
        )
    assert "That answer was withdrawn" in words_of(await place.presses("nurse", old, "This helped"))


async def test_on_the_same_question_both_are_shown_the_organisations_own_first(place: Postbox) -> None:
    evidence = place.bot.app.services.library.card("working-together/refer-to-a-peer")
    first, second, third, *_ = evidence.meta.questions
    await published(place, title="Referring to our peers", first=first, second=second, third=third)
    found = await place.says("nurse", first)
    said = words_of(found)
    assert said.index("Your organisation's own answer") < said.index(evidence.title)
    assert evidence.title in labels(found)
    back = await place.presses("nurse", found, evidence.title)
    assert "Referring to our peers" in labels(back)


async def test_every_question_of_ours_still_finds_its_card_beside_one_of_theirs(place: Postbox) -> None:
    services = place.bot.app.services
    before = services.finder
    card = services.library.card("working-together/refer-to-a-peer")
    first, second, third, *_ = card.meta.questions
    await published(place, title="Referring to our peers", first=first, second=second, third=third)
    for question in card.meta.questions:
        if before.find(question).outcome is SearchOutcome.ANSWER:
            found = services.finder.find(question)
            assert found.outcome is SearchOutcome.ANSWER
            assert card.id in (found.best, services.library.card(found.answer).beside)


async def test_what_was_decided_is_in_the_audit_without_a_word_of_it(place: Postbox, bot: Bot) -> None:
    await published(place)
    await place.presses("ed", await place.says("ed", "our answers"), "Withdraw it")
    async with bot.app.services.database.read() as session:
        lines = (await session.scalars(select(AuditLine).order_by(AuditLine.number))).all()
    assert [line.act for line in lines if line.act is not GAVE_ROLE] == [
        CARD_PUBLISHED,
        CARD_WITHDRAWN,
    ]
    assert "bicycle" not in str([line.details for line in lines])


@pytest.mark.parametrize(("field", "typed"), [("title", ""), ("source", " "), ("body", "1. One\n2. Two")])
async def test_what_cannot_be_shown_is_refused_beside_its_field(
    place: Postbox, field: str, typed: str
) -> None:
    reply = await place.submits("sam", "local.check", "new:", **CARD | {field: typed})
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {field}


async def test_left_nothing_of_it_is_kept(place: Postbox) -> None:
    preview = await place.submits("sam", "local.check", "new:", **CARD)
    assert "nothing of it is kept" in words_of(await place.presses("sam", preview, "Leave it")).casefold()
    assert "no answers of its own yet" in words_of(await place.says("sam", "our answers"))


async def test_four_boxes_stand_at_first_sight_and_other_ways_to_ask_may_be_left_out(place: Postbox) -> None:
    opened = await place.presses("sam", await answered(place), "Keep this for everyone")
    assert isinstance(opened, Open)
    boxes = [[f for f in part if isinstance(f, TextInput)] for part in (opened.form.fields, opened.form.more)]
    assert [[f.name for f in part] for part in boxes] == [
        ["title", "first", "body", "source"],
        ["second", "third"],
    ]
    values = CARD | {"second": "", "third": " "}
    reply = await place.submits("sam", "local.check", opened.form.value, **values)
    assert isinstance(reply, Say)
    async with place.bot.app.services.database.read() as session:
        (card,) = (await session.scalars(select(LocalCard))).all()
    assert card.questions == [CARD["first"]]
