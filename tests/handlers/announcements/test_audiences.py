import pytest

from bot.conversation.message import Choice, TextInput
from bot.conversation.request import Sender
from bot.conversation.routes import Faults, Open, Reply
from bot.people.access.roles import Role, grant
from bot.people.audiences.audiences import people_of
from bot.people.audiences.saved_audiences import SavedAudience
from bot.people.audit.acts import REMOVED_AUDIENCE, SAVED_AUDIENCE
from bot.people.audit.audit_log import latest
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person
from handlers.announcements import audiences
from tests.fakes import Bot, buttons, labels, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives, id_of

CLEO, SOL = Sender("web", "demo", "cleo"), Sender("web", "demo", "sol")
TALK = "channel:web|demo|willow"
NIGHTS = {"name": "  Nights  ", "first": "team:willow", "second": "role:champion", "third": "none"}


@pytest.fixture
async def harbour(bot: Bot) -> Bot:
    """Willow ward, where Ada works, and Oak; Cleo is champion of all, Sol of Willow."""
    bot = await bot_with_guards(bot, [audiences.routes])
    await gives(bot, Role.CHAMPION, CLEO, "Cleo")
    sol = await gives(bot, Role.EDITOR, SOL, "Sol")
    home, now = bot.app.services.organisation.id, bot.app.services.clock.now()
    async with bot.app.services.database.write() as session:
        session.add_all(
            [Team(id=name, organisation_id=home, name=name.title()) for name in ("willow", "oak")]
        )
        await session.flush()
        (await session.get_one(Team, "willow")).channel = "web demo willow"
        session.add(Person(id="ada", organisation_id=home, name="Ada", team_id="willow"))
        await grant(session, sol, Role.CHAMPION, "willow", granted_by=None, now=now)
    return bot


async def saves(bot: Bot, sender: Sender = CLEO, value: str = "", **changes: str) -> Reply:
    return await bot.submits("audience.save", NIGHTS | changes, sender=sender, value=value)


def id_in(reply: Reply) -> str:
    return next(button.value for button in buttons(reply) if button.action == "audience.change")


async def people_in(bot: Bot, saved: str) -> int:
    async with bot.app.services.database.read() as session:
        return len(await people_of(session, bot.app.services.organisation.id, f"saved:{saved}"))


async def test_an_audience_is_put_together_and_shows_how_many_it_has_today(harbour: Bot) -> None:
    assert "None so far" in words_of(await harbour.says("audiences", sender=CLEO))
    saved = await saves(harbour)
    assert "Nights: 3 people" in words_of(saved)
    assert "All champions" in words_of(saved)
    async with harbour.app.services.database.write() as session:
        (await session.get_one(Person, "ada")).left_on = harbour.app.services.clock.now().date()
    assert "2 people" in words_of(await harbour.says("audiences", sender=CLEO))


async def test_it_is_changed_in_the_form_it_was_made_in(harbour: Bot) -> None:
    saved = id_in(await saves(harbour))
    opened = await harbour.presses("audience.change", saved, sender=CLEO)
    assert isinstance(opened, Open)
    initial = {f.name: f.initial for f in opened.form.all_fields if isinstance(f, Choice | TextInput)}
    assert initial == NIGHTS | {"name": "Nights", "fourth": "none", "how": "any", "but_not": "none"}
    changed = await saves(harbour, value=saved, name="Nights", first="team:oak", second="none")
    assert "Nights: nobody yet" in words_of(changed)


async def test_what_is_planned_for_one_that_was_changed_reaches_whom_it_was_planned_for(harbour: Bot) -> None:
    saved = id_in(await saves(harbour))
    assert id_in(await saves(harbour, value=saved, name="Late")) == saved
    changed = id_in(await saves(harbour, value=saved, name="Late", first="team:oak", second="none"))
    assert (await people_in(harbour, saved), await people_in(harbour, changed)) == (3, 0)
    assert words_of(await harbour.says("audiences", sender=CLEO)).count("Late") == 1


async def test_it_takes_in_only_who_is_in_all_but_not_whom_it_leaves_out(harbour: Bot) -> None:
    async with harbour.app.services.database.write() as session:
        (await session.get_one(Person, await id_of(harbour, SOL))).team_id = "willow"
    both = await saves(harbour, how="all")
    assert "Nights: 1 person" in words_of(both)
    assert "Only people in all of these" in words_of(both)
    without = await saves(harbour, name="Days", first="everyone", second="none", but_not="role:champion")
    assert "Days: 1 person" in words_of(without)
    assert "But nobody who is in:\n  - All champions" in words_of(without)
    opened = await harbour.presses("audience.change", id_in(both), sender=CLEO)
    assert isinstance(opened, Open)
    assert {f.name: f.initial for f in opened.form.fields if isinstance(f, Choice)}["how"] == "all"
    async with harbour.app.services.database.read() as session:
        noted = await latest(session, 2)
    assert [line.details for line in noted] == [
        {"keys": "everyone", "but_not": "role:champion"},
        {"keys": "team:willow role:champion", "in": "all"},
    ]


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"name": " "}, {"name"}),
        ({"name": "x" * 61}, {"name"}),
        ({"first": "", "second": "none"}, {"first"}),
        ({"second": "role:peer-worker", "third": "team:nowhere"}, {"second", "third"}),
        ({"first": "saved:other"}, {"first"}),
        ({"but_not": "role:peer-worker"}, {"but_not"}),
        ({"but_not": TALK}, {"but_not"}),
        ({"how": "all", "second": TALK}, {"second"}),
    ],
)
async def test_what_is_wrong_is_said_beside_its_field(
    harbour: Bot, changes: dict[str, str], fields: set[str]
) -> None:
    faults = await saves(harbour, CLEO, "", **changes)
    assert isinstance(faults, Faults)
    assert set(faults.by_field) == fields


async def test_a_name_is_given_once_whatever_its_case(harbour: Bot) -> None:
    await saves(harbour)
    again = await saves(harbour, name="NIGHTS")
    assert isinstance(again, Faults)
    assert set(again.by_field) == {"name"}


async def test_a_champion_of_a_team_puts_together_only_what_is_below_it(harbour: Bot) -> None:
    opened = await harbour.presses("audience.new", sender=SOL)
    assert isinstance(opened, Open)
    offered = {option.value for f in opened.form.fields if isinstance(f, Choice) for option in f.options}
    assert offered == {"none", "team:willow", TALK, "any", "all"}
    assert isinstance(await saves(harbour, SOL), Faults)
    assert "Nights: 1 person" in words_of(await saves(harbour, SOL, second="none"))


async def test_another_champions_audience_is_neither_seen_nor_changed_without_the_scope(harbour: Bot) -> None:
    saved = id_in(await saves(harbour, first="team:oak"))
    assert "Nights" not in words_of(await harbour.says("audiences", sender=SOL))
    for action in ("audience.show", "audience.remove", "audience.bring-back"):
        assert "belongs to a colleague" in words_of(await harbour.presses(action, saved, sender=SOL))
    refused = await saves(harbour, SOL, value=saved, second="none")
    assert isinstance(refused, Faults)
    assert "belongs to a colleague" in refused.by_field[""]
    assert "Nights" in words_of(await harbour.says("audiences", sender=CLEO))


async def test_a_removed_one_still_reaches_what_is_planned_and_comes_back(harbour: Bot) -> None:
    saved = id_in(await saves(harbour))
    removed = await harbour.presses("audience.remove", saved, sender=CLEO)
    assert "Undo" in labels(removed)
    assert "Nights" not in words_of(await harbour.says("audiences", sender=CLEO))
    assert await people_in(harbour, saved) == 3
    back = await harbour.presses("audience.bring-back", saved, sender=CLEO)
    assert "Nights: 3 people" in words_of(back)


async def test_one_does_not_come_back_over_another_of_its_name(harbour: Bot) -> None:
    saved = id_in(await saves(harbour))
    await harbour.presses("audience.remove", saved, sender=CLEO)
    await saves(harbour)
    assert "already" in words_of(await harbour.presses("audience.bring-back", saved, sender=CLEO))


async def test_who_made_one_can_mend_it_after_something_in_it_is_gone(harbour: Bot) -> None:
    saved = id_in(await saves(harbour, SOL, second="none"))
    async with harbour.app.services.database.write() as session:
        (await session.get_one(SavedAudience, saved)).keys = ["group:gone"]
    assert "no longer there" in words_of(await harbour.presses("audience.show", saved, sender=SOL))
    mended = await saves(harbour, SOL, value=saved, second="none")
    assert "Nights: 1 person" in words_of(mended)


async def test_the_audit_has_who_saved_and_removed_which_and_no_name(harbour: Bot) -> None:
    saved = id_in(await saves(harbour))
    await harbour.presses("audience.remove", saved, sender=CLEO)
    async with harbour.app.services.database.read() as session:
        noted = await latest(session, 2)
    assert [(line.act, line.about) for line in noted] == [
        (REMOVED_AUDIENCE, saved),
        (SAVED_AUDIENCE, saved),
    ]
    assert noted[1].details == {"keys": "team:willow role:champion"}


async def test_who_is_no_champion_is_told_whose_it_is(harbour: Bot) -> None:
    assert "for champions" in words_of(await harbour.says("audiences"))
