from dataclasses import replace

import pytest

from bot.conversation.message import Choice
from bot.conversation.request import Kind, Sender
from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.people.access.roles import Role
from bot.people.identity.accounts import MergePolicy, accounts_of
from bot.people.identity.first_contact import get_or_create_person
from bot.people.identity.peer_declaration import declare_peer, has_declared
from bot.people.identity.people import Person, person_behind
from handlers.administration import accounts as people
from handlers.asking import ask
from handlers.settings import settings
from tests.fakes import Bot, buttons, labels, message_of, request, words_of
from tests.handlers.bot_with_guards import NURSE, bot_with_guards, gives

SAM = Sender("web", "demo", "administrator")
ON_SLACK, ON_TEAMS = Sender("slack", "T1", "U1"), Sender("teams", "t", "29")


@pytest.fixture
async def sam(bot: Bot) -> Bot:
    """An administrator, and Mei whom we met on Slack and on Teams."""
    made = await bot_with_guards(bot, [ask.routes, people.routes, settings.routes])
    await gives(made, Role.ADMINISTRATOR, SAM, "Sam")
    for sender in (ON_SLACK, ON_TEAMS):
        await met(made, sender, "Mei Chen")
    return made


async def met(bot: Bot, sender: Sender, name: str) -> str:
    services = bot.app.services
    async with services.database.write() as session:
        return (
            await get_or_create_person(
                session, sender, services.organisation, name=name, now=services.clock.now()
            )
        ).id


async def behind(bot: Bot, sender: Sender) -> Person:
    async with bot.app.services.database.read() as session:
        person = await person_behind(session, sender)
    assert person
    return person


async def looks(bot: Bot, who: str, other: str = "") -> Reply:
    return await bot.submits("people.join.look", {"who": who, "other": other}, sender=SAM)


async def joins(bot: Bot, preview: Reply, **values: str) -> Reply:
    button = buttons(preview)[0]
    return await bot.presses(button.action, button.value, sender=SAM, values=values)


async def test_an_administrator_joins_two_accounts_after_seeing_what_happens(sam: Bot) -> None:
    opened = await sam.presses(buttons(await sam.says("accounts", sender=SAM))[0].action, sender=SAM)
    assert isinstance(opened, Open)
    preview = await looks(sam, "mei chen")
    assert "Nothing has been changed yet" in words_of(preview)
    assert "Mei Chen, no e-mail known, Slack (T1, U1)" in words_of(preview)
    assert "Mei Chen, no e-mail known, Teams (t, 29)" in words_of(preview)
    assert (await behind(sam, ON_SLACK)).id != (await behind(sam, ON_TEAMS)).id
    assert "hears from us once" in words_of(await joins(sam, preview))
    assert (await behind(sam, ON_SLACK)).id == (await behind(sam, ON_TEAMS)).id


async def test_the_administrator_chooses_where_they_are_written_to(sam: Bot) -> None:
    preview = await looks(sam, "mei chen")
    (choice,) = [block for block in message_of(preview).blocks if isinstance(block, Choice)]
    await joins(sam, preview, account=next(o.value for o in choice.options if o.label == "Teams"))
    async with sam.app.services.database.read() as session:
        accounts = await accounts_of(session, (await behind(sam, ON_TEAMS)).id)
    assert [(a.platform, a.is_chosen) for a in accounts] == [("teams", True), ("slack", False)]


async def test_roles_are_named_before_an_account_gains_or_loses_them(sam: Bot) -> None:
    await gives(sam, Role.LEADER, ON_SLACK, "Mei Chen")
    await gives(sam, Role.EDITOR, ON_TEAMS, "Mei Chen")
    shown = words_of(await looks(sam, "mei chen"))
    assert "may do what" in shown
    assert "taken away" in shown


async def test_what_an_administrator_sees_does_not_depend_on_who_declared_something(sam: Bot) -> None:
    before = await looks(sam, "mei chen")
    async with sam.app.services.database.write() as session:
        await declare_peer(session, (await behind(sam, ON_TEAMS)).id, sam.app.services.clock.now())
    assert await looks(sam, "mei chen") == before
    await joins(sam, before)
    async with sam.app.services.database.read() as session:
        assert not await has_declared(session, (await behind(sam, ON_TEAMS)).id)


async def test_joining_can_be_undone_from_where_it_was_done(sam: Bot) -> None:
    done = await joins(sam, await looks(sam, "mei chen"))
    button = buttons(done)[0]
    undone = await sam.presses(button.action, button.value, sender=SAM)
    assert isinstance(undone, Replace)
    assert (await behind(sam, ON_SLACK)).id != (await behind(sam, ON_TEAMS)).id


async def test_while_questions_are_open_there_is_no_button(sam: Bot) -> None:
    async def wave(_: object) -> str:
        return "The short questions are open until Sunday."

    services = replace(sam.app.services, merge_policy=MergePolicy(blockers=(wave,)))
    asked = request(Kind.SUBMITTED, sender=SAM, values={"who": "mei chen"})
    reply = await people.preview_join(asked, services)
    assert isinstance(reply, Say)
    assert "until Sunday" in words_of(reply)
    assert labels(reply) == []


@pytest.mark.parametrize(
    ("who", "other", "field"),
    [
        ("nobody", "", "who"),
        ("sam", "", "other"),
        ("sam", "nobody", "other"),
        ("sam", "mei chen", "other"),
        ("sam", "sam", "other"),
    ],
)
async def test_whom_is_meant_has_to_be_clear(sam: Bot, who: str, other: str, field: str) -> None:
    reply = await looks(sam, who, other)
    assert isinstance(reply, Faults)
    assert list(reply.by_field) == [field]


async def test_nobody_else_joins_anybody(sam: Bot) -> None:
    preview = await looks(sam, "mei chen")
    button = buttons(preview)[0]
    await sam.presses(button.action, button.value, sender=ON_TEAMS)
    assert (await behind(sam, ON_SLACK)).id != (await behind(sam, ON_TEAMS)).id


async def test_who_has_two_accounts_chooses_in_their_settings_where_we_write(sam: Bot) -> None:
    await joins(sam, await looks(sam, "mei chen"))
    shown = await sam.says("settings", sender=ON_TEAMS)
    (choice,) = [block for block in message_of(shown).blocks if isinstance(block, Choice)]
    assert choice.options[0].value == "where"
    opened = await sam.presses("settings.change", "where", sender=ON_TEAMS)
    assert isinstance(opened, Open)
    where = opened.form.fields[-1]
    assert isinstance(where, Choice)
    other = where.options[1]
    saved = await sam.submits(opened.form.action, {"account": other.value}, sender=ON_TEAMS)
    assert f"comes in {other.label}" in words_of(saved)
    again = await sam.submits(opened.form.action, {"account": "somebody's"}, sender=ON_TEAMS)
    assert isinstance(again, Faults)


async def test_who_has_one_account_is_not_asked(sam: Bot) -> None:
    shown = await sam.says("settings", sender=NURSE)
    (choice,) = [block for block in message_of(shown).blocks if isinstance(block, Choice)]
    assert "where" not in {option.value for option in choice.options}
