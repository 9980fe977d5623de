"""People who get or lose a role hear of it: once, in their hours, and it costs no contact."""

from datetime import timedelta

import pytest
from sqlalchemy import select

import handlers
from bot.conversation.message import Choice
from bot.conversation.routes import Open, Say
from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import Slot
from bot.delivery.ledger.deliveries import Delivery
from bot.people.access.first_administrator import new_code
from bot.people.access.role_notices import JOB
from bot.people.access.roles import GRANTED, Role, drop_all, grant
from bot.people.contact.budget import Reserved
from bot.people.identity.people import Person
from tests.fakes import Bot, words_of
from tests.handlers.bot_with_guards import bot_with_guards, id_of
from tests.handlers.postbox import Postbox


@pytest.fixture
async def box(bot: Bot) -> Postbox:
    """Sam is administrator; Amara works in Willow."""
    box = Postbox(await bot_with_guards(bot, [handlers.ALL]))
    await box.team("willow")
    await box.knows("sam", "Sam", Role.ADMINISTRATOR)
    await box.knows("amara", "Amara", team="willow")
    return box


async def gives(box: Postbox, who: str = "Amara", role: str = "champion", team: str = "willow") -> None:
    asked = await box.submits("sam", "roles.give.save", who=who, role=role, team=team)
    await box.presses("sam", asked, "Yes, give it")


async def takes(box: Postbox, label: str = "Amara: champion, willow") -> Say:
    opened = await box.bot.presses("roles.take", **box.of("sam"))
    assert isinstance(opened, Open)
    (choice,) = [f for f in opened.form.fields if isinstance(f, Choice)]
    held = next(o.value for o in choice.options if o.label == label)
    taken = await box.submits("sam", "roles.take.save", grant=held)
    assert isinstance(taken, Say)
    return taken


async def told(box: Postbox, user: str = "amara") -> list[str]:
    return [words_of(Say(message)) for message in await box.gets(user)]


async def test_who_is_given_a_role_hears_what_it_means_and_where_to_look(box: Postbox) -> None:
    for _ in range(2):
        await gives(box)
    (news,) = await told(box)
    assert "You have the role of champion, willow now." in news
    assert "writing announcements" in news
    assert "Say “announce” to write to people" in news
    assert "ask an administrator: Sam" in news
    assert await told(box) == []


async def test_what_is_otherwise_again_before_it_was_told_is_not_told(box: Postbox) -> None:
    """As when the platform says at night that somebody has left, and takes their roles."""
    await gives(box)
    services = box.bot.app.services
    async with services.database.write() as session:
        await drop_all(session, await id_of(box.bot, box.of("amara")["sender"]), services.clock.now())
    assert await told(box) == []


async def test_who_loses_it_hears_that_and_whom_to_ask(box: Postbox) -> None:
    await gives(box)
    await told(box)
    await takes(box)
    (news,) = await told(box)
    assert "You no longer have the role of champion, willow." in news
    assert "ask an administrator: Sam" in news


@pytest.mark.parametrize("role", GRANTED)
async def test_every_role_has_words_of_its_own(box: Postbox, role: Role) -> None:
    await gives(box, role=role, team="")
    (news,) = await told(box)
    assert f"You have the role of {role} now." in news


async def test_it_waits_for_the_morning_and_counts_as_no_contact(box: Postbox, clock: MovableClock) -> None:
    clock.move_to(clock.now().replace(hour=22))
    tomorrow = (clock.now() + timedelta(days=1)).date()
    await gives(box)
    assert await box.due("amara") == [f"{tomorrow} 08:00"]
    async with box.bot.app.services.database.read() as session:
        assert (await session.scalars(select(Reserved))).all() == []
        (row,) = await session.scalars(select(Delivery))
    assert row.week is None


async def test_what_was_undone_overnight_is_not_told(box: Postbox, clock: MovableClock) -> None:
    await gives(box)
    await told(box)
    clock.move_to(clock.now().replace(hour=22))
    taken = await takes(box)
    await box.settle()
    await box.presses("sam", taken, "Undo")
    (news,) = await told(box)
    assert "You have the role" in news


async def test_what_was_undone_before_it_was_written_is_not_told(box: Postbox) -> None:
    await gives(box)
    await takes(box)
    (news,) = await told(box)
    assert "You no longer have" in news


async def test_nobody_is_told_what_they_did_themselves(box: Postbox) -> None:
    await gives(box, "Sam")
    await takes(box, "Sam: champion, willow")
    assert await told(box, "sam") == []


async def test_the_first_administrator_is_told_in_the_answer_and_not_again(bot: Bot) -> None:
    box = Postbox(await bot_with_guards(bot, [handlers.ALL]))
    await box.knows("sam", "Sam")
    services = bot.app.services
    async with services.database.write() as session:
        code = await new_code(session, services.clock.now())
    assert code
    assert "You are administrator now" in words_of(await box.says("sam", code))
    assert await told(box, "sam") == []


async def test_an_import_of_leavers_who_had_roles_writes_to_nobody(box: Postbox) -> None:
    await gives(box)
    await told(box)
    sheet = "name,email,left_on\nAda,ada@harbour.example,2026-11-01\n"
    services = box.bot.app.services
    async with services.database.write() as session:
        ada = Person(organisation_id=services.organisation.id, name="Ada", email="ada@harbour.example")
        session.add(ada)
        await session.flush()
        await grant(session, ada.id, Role.EDITOR, None, granted_by=None, now=services.clock.now())
    await box.submits("sam", "people.import.send", list=sheet, then="import")
    async with services.database.read() as session:
        assert (await session.get_one(Person, ada.id)).left_on
    await box.settle()
    assert await slots(box) == 1


async def test_whose_accounts_were_joined_hears_what_was_lost_with_it(box: Postbox) -> None:
    other = await box.knows("amara-o", "Amara O")
    await gives(box, "Amara O")
    assert len(await told(box, "amara-o")) == 1
    kept = await box.knows("amara", "Amara")
    await box.bot.presses("people.join.do", f"{other} {kept}", **box.of("sam"))
    assert "You no longer have the role of champion, willow." in (await told(box))[0]


async def slots(box: Postbox) -> int:
    """How many news of roles there were."""
    async with box.bot.app.services.database.read() as session:
        return len((await session.scalars(select(Slot).where(Slot.job == JOB))).all())
