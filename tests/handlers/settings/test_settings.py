from datetime import date

import pytest
from sqlalchemy import select

from bot.conversation.message import Choice, Facts, Paragraph
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.features.learning.progress import TipProgress
from bot.features.learning.upcoming import Answered
from bot.people.access.roles import Role
from bot.people.contact.preferences import ContactPreferences, preferences_of
from bot.people.identity.peer_declaration import declare_peer, has_declared
from bot.people.identity.people import Account, Person
from handlers.settings import settings
from tests.fakes import Bot, buttons, labels, message_of, words_of
from tests.handlers.bot_with_guards import NURSE, bot_with_guards, gives, id_of

A_WEEK = date(2026, 12, 1)


@pytest.fixture
async def nurse(bot: Bot) -> Bot:
    return await bot_with_guards(bot, [settings.routes])


async def wishes(bot: Bot) -> ContactPreferences:
    person_id = await id_of(bot)
    async with bot.app.services.database.read() as session:
        return await preferences_of(session, person_id)


async def presses(bot: Bot, label: str, reply: Reply) -> Reply:
    button = next(b for b in buttons(reply) if b.label == label)
    return await bot.presses(button.action, button.value)


def form_text(reply: Reply) -> str:
    assert isinstance(reply, Open)
    return " ".join(s.text for f in reply.form.fields if isinstance(f, Paragraph) for s in f.spans)


@pytest.mark.parametrize("word", ["settings", "Settings?", "snooze", "stop"])
async def test_settings_say_what_applies_in_plain_words_to_the_person_alone(nurse: Bot, word: str) -> None:
    reply = await nurse.says(word, private=False)
    assert isinstance(reply, Say)
    assert reply.private
    assert "Monday to Friday" in words_of(reply)
    assert "18:00 to 08:00 (time in London)" in words_of(reply)
    assert labels(reply) == ["Change this", "Nothing for a week", "My data"]


async def test_a_person_who_asks_first_for_settings_is_met_once(nurse: Bot) -> None:
    for _ in range(2):
        await nurse.says("settings")
    async with nurse.app.services.database.read() as session:
        (person,) = (await session.scalars(select(Person))).all()
        (account,) = (await session.scalars(select(Account))).all()
    assert account.person_id == person.id
    assert account.sender == NURSE


async def test_every_choice_that_is_offered_opens_its_form(nurse: Bot) -> None:
    offered = next(b for b in message_of(await nurse.says("settings")).blocks if isinstance(b, Choice))
    for option in offered.options:
        reply = await nurse.presses("settings.change", values={"setting": option.value})
        assert isinstance(reply, Open), option
        assert len(reply.form.title) <= 24


async def test_a_change_is_kept_and_confirmed_by_what_now_applies(nurse: Bot) -> None:
    reply = await nurse.submits("settings.save", {"days": "Tue and Thu"}, value="days")
    assert isinstance(reply, Say)
    assert reply.private
    assert "Tuesday and Thursday" in words_of(reply)
    assert (await wishes(nurse)).working_days == "24"


async def test_every_change_can_be_undone_and_the_undoing_too(nurse: Bot) -> None:
    changed = await nurse.submits("settings.save", {"days": "Tue and Thu"}, value="days")
    undone = await presses(nurse, "Undo", changed)
    assert isinstance(undone, Replace)
    assert "Monday to Friday" in words_of(undone)
    assert await wishes(nurse) == ContactPreferences()
    await presses(nurse, "Undo", undone)
    assert (await wishes(nurse)).working_days == "24"


async def test_undoing_leaves_what_was_chosen_since(nurse: Bot) -> None:
    changed = await nurse.submits("settings.save", {"days": "Tue and Thu"}, value="days")
    await nurse.submits("settings.save", {"hold": "yes"}, value="hold")
    await presses(nurse, "Undo", changed)
    assert await wishes(nurse) == ContactPreferences(holds_until_writing=True)


async def test_a_form_that_changes_nothing_offers_no_undo(nurse: Bot) -> None:
    reply = await nurse.submits("settings.save", {"hold": "no"}, value="hold")
    assert "Nothing changed" in words_of(reply)
    assert "Undo" not in labels(reply)


async def test_what_is_wrong_stands_beside_its_field_and_nothing_is_kept(nurse: Bot) -> None:
    reply = await nurse.submits("settings.save", {"pause": "date", "until": "2026-01-01"}, value="pause")
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {"until"}
    assert await wishes(nurse) == ContactPreferences()


async def test_a_week_without_messages_is_one_press_and_so_is_going_on(nurse: Bot) -> None:
    paused = await presses(nurse, "Nothing for a week", await nurse.says("settings"))
    assert "Not before Tuesday 1 December 2026" in words_of(paused)
    assert (await wishes(nurse)).snoozed_until == A_WEEK
    going_on = await presses(nurse, "Write to me again", paused)
    assert "Yes, in your working hours" in words_of(going_on)
    assert (await wishes(nurse)).snoozed_until is None


async def test_today_is_the_persons_own(nurse: Bot) -> None:
    await nurse.says("settings")
    person_id = await id_of(nurse)
    async with nurse.app.services.database.write() as session:
        (await session.get_one(Person, person_id)).time_zone = "Pacific/Kiritimati"
    await nurse.presses("settings.pause-week")
    assert (await wishes(nurse)).snoozed_until == date(2026, 12, 2)


async def test_an_old_button_for_something_unknown_says_what_to_do(nurse: Bot) -> None:
    reply = await nurse.presses("settings.change", "shoe size")
    assert 'Say "settings"' in words_of(reply)


async def test_the_form_says_exactly_who_sees_that_somebody_is_a_peer_worker(nurse: Bot) -> None:
    said = form_text(await nurse.presses("settings.change", "peer"))
    for promise in ("yours to tell", "Only you see it", "administrator", "database", "take it back"):
        assert promise in said


async def test_a_declaration_is_kept_and_shown_only_in_its_form(nurse: Bot) -> None:
    declared = await nurse.submits("settings.peer", {"peer": "yes"})
    person_id = await id_of(nurse)
    async with nurse.app.services.database.read() as session:
        assert await has_declared(session, person_id)
    again = await presses(nurse, "See or change it back", declared)
    assert isinstance(again, Open)
    assert [f.initial for f in again.form.fields if isinstance(f, Choice)] == ["yes"]
    withdrawn = await nurse.submits("settings.peer", {"peer": "no"})
    assert message_of(withdrawn) == message_of(declared), "the conversation doesn't tell what was chosen"
    async with nurse.app.services.database.read() as session:
        assert not await has_declared(session, person_id)


async def test_what_applies_is_the_same_for_peer_workers(nurse: Bot) -> None:
    before = await nurse.says("settings")
    person_id = await id_of(nurse)
    async with nurse.app.services.database.write() as session:
        await declare_peer(session, person_id, nurse.app.services.clock.now())
    assert await nurse.says("settings") == before


async def test_taking_it_back_forgets_the_tips_that_would_tell(nurse: Bot) -> None:
    await nurse.submits("settings.peer", {"peer": "yes"})
    await has_had(nurse, "peer-workers/01-one", "everyone/01-one")
    await nurse.submits("settings.peer", {"peer": "no"})
    assert [row.tip_id for row in await progress(nurse)] == ["everyone/01-one"]


async def test_a_declaration_without_an_answer_is_refused(nurse: Bot) -> None:
    assert isinstance(await nurse.submits("settings.peer", {}), Faults)


async def test_answers_are_erased_after_saying_that_it_cannot_be_undone(nurse: Bot) -> None:
    await nurse.says("settings")
    await has_had(nurse, "everyone/01-one")
    asked = await nurse.presses("settings.change", "erase")
    assert "can't be undone" in form_text(asked)
    assert [row.answered for row in await progress(nurse)] == [Answered.WRONG]
    assert "Erased" in words_of(await nurse.submits("settings.erase", {}))
    assert [row.answered for row in await progress(nurse)] == [None]


async def test_a_leaver_has_no_settings_here(nurse: Bot) -> None:
    person_id = await gives(nurse, Role.CHAMPION)
    async with nurse.app.services.database.write() as session:
        (await session.get_one(Person, person_id)).left_on = A_WEEK
    reply = await nurse.says("settings")
    assert not any(isinstance(block, Facts) for block in message_of(reply).blocks)
    assert "don't know you as a colleague" in words_of(reply)


async def has_had(bot: Bot, *tips: str) -> None:
    person_id = await id_of(bot)
    async with bot.app.services.database.write() as session:
        for tip in tips:
            row = TipProgress(person_id=person_id, tip_id=tip, repeat=0, slot=tip, had_on=A_WEEK)
            row.answered = Answered.WRONG
            session.add(row)


async def progress(bot: Bot) -> list[TipProgress]:
    async with bot.app.services.database.read() as session:
        return list(await session.scalars(select(TipProgress)))
