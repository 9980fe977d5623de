import pytest
from sqlalchemy import func, select, text

from bot.conversation.message import TextInput
from bot.conversation.request import Sender
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.people.access.roles import Role
from bot.people.audit.acts import IMPORTED_PEOPLE
from bot.people.audit.audit_log import latest
from bot.people.identity.organisations import Team
from bot.people.identity.people import Person
from bot.store.database import Table
from handlers.administration import people_import
from tests.fakes import Bot, buttons, words_of
from tests.handlers.bot_with_guards import bot_with_guards, gives, id_of

SAM = Sender("web", "demo", "administrator")
WARD = "name,email,team\nAda Okafor,ada@harbour.example,Willow ward\nTom Brennan,tom@harbour.example,Oak\n"


@pytest.fixture
async def harbour(bot: Bot) -> Bot:
    bot = await bot_with_guards(bot, [people_import.routes])
    await gives(bot, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    return bot


async def sends(bot: Bot, pasted: str, then: str = "try") -> Reply:
    return await bot.submits("people.import.send", {"list": pasted, "then": then}, sender=SAM)


async def looked(bot: Bot, pasted: str) -> str:
    """What stands above the form, which stays open."""
    reply = await sends(bot, pasted)
    assert isinstance(reply, Faults)
    return reply.by_field[""]


async def how_many(bot: Bot, table: type[Table]) -> int:
    async with bot.app.services.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_a_pasted_list_is_looked_at_first_and_the_form_stays(harbour: Bot) -> None:
    offered = await harbour.says("import", sender=SAM)
    opened = await harbour.presses(buttons(offered)[0].action, sender=SAM)
    assert isinstance(opened, Open)
    (box,) = [field for field in opened.form.fields if isinstance(field, TextInput)]
    assert box.multiline
    said = await looked(harbour, WARD)
    assert "Nothing was changed yet" in said
    assert "Add the team Willow ward\nAdd the team Oak\nAdd Ada Okafor\nAdd Tom Brennan" in said
    assert await how_many(harbour, Team) == 0
    assert await how_many(harbour, Person) == 1


async def test_then_it_is_imported_and_the_same_again_changes_nothing(harbour: Bot) -> None:
    reply = await sends(harbour, WARD, "import")
    assert isinstance(reply, Say)
    assert reply.forget
    assert "People: 2 added. Teams: 2 added." in words_of(reply)
    assert await how_many(harbour, Person) == 3
    assert "Nothing would change" in await looked(harbour, WARD)


async def test_what_would_change_for_somebody_is_said(harbour: Bot) -> None:
    await sends(harbour, WARD, "import")
    said = await looked(harbour, "name\temail\tteam\nAda Okafor\tada@harbour.example\tOak")
    assert "Change Ada Okafor (team: Willow ward → Oak)" in said


@pytest.mark.parametrize("then", ["try", "import"])
async def test_every_fault_is_told_with_its_line_and_nothing_is_half_done(harbour: Bot, then: str) -> None:
    reply = await sends(harbour, WARD + "Zoe,zoe\n,no@name.example,Oak\n", then)
    assert isinstance(reply, Faults)
    told = reply.by_field[""].splitlines()
    assert [line[:7] for line in told[1:]] == ["Line 4:", "Line 5:"]
    assert await how_many(harbour, Person) == 1
    assert await how_many(harbour, Team) == 0


@pytest.mark.parametrize(
    ("pasted", "then", "field"),
    [
        ("", "try", "list"),
        ('name,email\n"Ada,ada@harbour.example', "try", "list"),
        ("x" * 3001, "try", "list"),
        (WARD, "", "then"),
    ],
)
async def test_what_cannot_be_read_is_said_beside_its_field(
    harbour: Bot, pasted: str, then: str, field: str
) -> None:
    reply = await sends(harbour, pasted, then)
    assert isinstance(reply, Faults)
    assert list(reply.by_field) == [field]


async def test_a_column_that_could_out_somebody_is_refused(harbour: Bot) -> None:
    said = await looked(harbour, "name,email,peer worker\nAda,ada@harbour.example,yes\n")
    assert "the person's own to tell" in said


async def test_more_faults_than_fit_are_counted(harbour: Bot) -> None:
    said = await looked(harbour, "name,email\n" + "Zoe,zoe\n" * 200)
    assert len(said) < 1900
    assert said.splitlines()[-1].startswith("And 1")


async def test_the_last_administrator_does_not_leave_by_a_list(harbour: Bot) -> None:
    async with harbour.app.services.database.write() as session:
        (await session.get_one(Person, await id_of(harbour, SAM))).email = "sam@harbour.example"
    reply = await sends(
        harbour,
        "name,email,left_on\nZoe,zoe@harbour.example,\nSam,sam@harbour.example,2020-01-01\n",
        "import",
    )
    assert isinstance(reply, Faults)
    assert "no administrator" in reply.by_field[""]
    assert await how_many(harbour, Person) == 1


async def test_nothing_of_the_list_is_kept_but_what_was_imported(harbour: Bot) -> None:
    await looked(harbour, "name,email\nAda Okafor,ada@harbour.example\n")
    async with harbour.app.services.database.read() as session:
        for table in Table.metadata.sorted_tables:
            rows = (await session.execute(text(f'SELECT * FROM "{table.name}"'))).all()
            assert "Okafor" not in str(rows)


async def test_the_audit_has_counts_and_who_it_was(harbour: Bot) -> None:
    await sends(harbour, WARD, "import")
    async with harbour.app.services.database.read() as session:
        (line,) = await latest(session, 1)
    assert (line.act, line.who) == (IMPORTED_PEOPLE, await id_of(harbour, SAM))
    assert line.details["added"] == line.details["new_teams"] == "2"
    assert "Ada" not in str(line.details)


async def test_only_administrators_may_do_it(harbour: Bot) -> None:
    reply = await harbour.submits("people.import.send", {"list": WARD, "then": "import"})
    assert "for administrators" in words_of(reply)
    assert await how_many(harbour, Team) == 0
