import pytest
from sqlalchemy import select

from bot.conversation.message import Choice
from bot.conversation.request import Sender
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.features.asking.conversation.last_said import NOTHING
from bot.people.access.first_administrator import new_code
from bot.people.access.permissions import permissions_of
from bot.people.access.roles import GRANTED, Grant, Role, grant, roles_of
from bot.people.audit.acts import GAVE_ROLE, TOOK_ROLE
from bot.people.audit.audit_log import latest
from bot.people.identity.organisations import Team
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Person
from handlers.administration import roles
from handlers.asking import ask
from tests.fakes import Bot, buttons, message_of, words_of
from tests.handlers.bot_with_guards import NURSE, bot_with_guards, gives, id_of

WRONG = "BBBB-BBBB-BBBB"
SAM = Sender("web", "demo", "administrator")


@pytest.fixture
async def nurse(bot: Bot) -> Bot:
    return await bot_with_guards(bot, [ask.routes, roles.routes])


async def code(bot: Bot) -> str:
    services = bot.app.services
    async with services.database.write() as session:
        printed = await new_code(session, services.clock.now())
    assert printed
    return printed


async def roles_now(bot: Bot, person_id: str) -> set[Role]:
    async with bot.app.services.database.read() as session:
        return (await roles_of(session, [person_id]))[person_id]


async def as_sam(bot: Bot, values: dict[str, str]) -> Reply:
    given = {"who": "", "role": "", "team": ""} | values
    reply = await bot.submits("roles.give.save", given, sender=SAM)
    return reply if isinstance(reply, Faults) else await confirmed(bot, reply, SAM)


async def confirmed(bot: Bot, reply: Reply, sender: Sender) -> Reply:
    """By name alone it is asked first who is meant."""
    assert "Nothing has been changed yet" in words_of(reply)
    (yes,) = buttons(reply)
    return await bot.presses(yes.action, yes.value, sender=sender)


async def test_the_first_administrator_is_told_where_the_code_is(nurse: Bot) -> None:
    reply = await nurse.says("administrator")
    assert "printed at start" in words_of(reply)
    opened = await nurse.presses(buttons(reply)[0].action)
    assert isinstance(opened, Open)
    right = await nurse.submits(opened.form.action, {"code": await code(nurse)})
    assert "You are administrator now" in words_of(right)
    assert Role.ADMINISTRATOR in await roles_now(nurse, await id_of(nurse))


async def test_saying_the_code_is_enough_and_it_is_not_kept(nurse: Bot) -> None:
    reply = await nurse.says(await code(nurse))
    assert isinstance(reply, Say)
    assert reply.private
    assert reply.forget
    assert Role.ADMINISTRATOR in await roles_now(nurse, await id_of(nurse))
    assert nurse.app.services.memory.last("nurse", nurse.app.services.clock.now()) == NOTHING


async def test_a_wrong_code_is_refused_kindly_wherever_it_was_typed(nurse: Bot) -> None:
    await code(nurse)
    assert "isn't the code" in words_of(await nurse.says(WRONG))
    assert isinstance(await nurse.submits("administrator.code", {"code": WRONG}), Faults)
    assert await roles_now(nurse, await id_of(nurse)) == {Role.STAFF}


async def test_where_no_code_counts_any_more_it_says_how_to_get_a_new_one(nurse: Bot) -> None:
    assert "Start Alongside again" in words_of(await nurse.says(WRONG))


async def test_once_there_is_an_administrator_it_says_who(nurse: Bot) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    assert "Sam Whitlock" in words_of(await nurse.says("administrator"))
    assert "already" in words_of(await nurse.says(WRONG))


async def test_an_administrator_gives_a_role_for_a_team(nurse: Bot) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    amara = await gives(nurse, Role.EDITOR, name="Ämara Okafor")
    async with nurse.app.services.database.write() as session:
        session.add(Team(id="willow", organisation_id=nurse.app.services.organisation.id, name="Willow ward"))
    reply = await as_sam(nurse, {"who": "ämara  okafor", "role": "leader", "team": "willow Ward"})
    assert "Ämara Okafor has the role of leader now" in words_of(reply)
    assert Role.LEADER in await roles_now(nurse, amara)
    async with nurse.app.services.database.read() as session:
        given = await session.scalar(select(Grant).where(Grant.role == Role.LEADER))
    assert given
    assert (given.team_id, given.granted_by) == ("willow", await id_of(nurse, SAM))
    assert "Ämara Okafor: leader, Willow ward" in words_of(await nurse.says("roles", sender=SAM))


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"who": "nobody", "role": "leader"}, {"who"}),
        ({"who": "Sam Whitlock", "role": "leader", "team": "no such team"}, {"team"}),
        ({"who": "Sam Whitlock", "role": "peer-worker"}, {"role"}),
        ({"who": "nobody", "role": "leader", "team": "?"}, {"who", "team"}),
        ({"who": "Sam Whitlock", "role": "editor", "team": "Willow"}, {"team"}),
    ],
)
async def test_what_cannot_be_given_is_said_beside_its_field(
    nurse: Bot, values: dict[str, str], fields: set[str]
) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    async with nurse.app.services.database.write() as session:
        session.add(Team(organisation_id=nurse.app.services.organisation.id, name="Willow"))
    reply = await as_sam(nurse, values)
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == fields


async def test_the_last_administrator_cannot_be_taken_away_but_other_roles_can(nurse: Bot) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    amara = await gives(nurse, Role.EDITOR)
    opened = await nurse.presses("roles.take", sender=SAM)
    assert isinstance(opened, Open)
    offered = {o.label: o.value for f in opened.form.fields if isinstance(f, Choice) for o in f.options}
    refused = await nurse.submits(
        "roles.take.save", {"grant": offered["Sam Whitlock: administrator"]}, sender=SAM
    )
    assert isinstance(refused, Faults)
    await nurse.submits("roles.take.save", {"grant": offered["Amara: editor"]}, sender=SAM)
    assert await roles_now(nurse, amara) == {Role.STAFF}
    again = await nurse.submits("roles.take.save", {"grant": offered["Amara: editor"]}, sender=SAM)
    assert isinstance(again, Faults)


@pytest.mark.parametrize("team", [None, "willow"])
async def test_a_role_that_was_just_taken_comes_back_with_its_scope(nurse: Bot, team: str | None) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    amara = await gives(nurse, Role.EDITOR)
    services = nurse.app.services
    async with services.database.write() as session:
        session.add(Team(id="willow", organisation_id=services.organisation.id, name="Willow"))
        await session.flush()
        await grant(session, amara, Role.CHAMPION, team, granted_by=None, now=services.clock.now())
    before = await champions(nurse)
    taken = await nurse.submits("roles.take.save", {"grant": before[0].id}, sender=SAM)
    assert "Taken away from Amara: champion" in words_of(taken)
    assert await champions(nurse) == []
    (undo,) = buttons(taken)
    back = await nurse.presses(undo.action, undo.value, sender=SAM)
    assert "Amara has the role of champion again" in words_of(back)
    assert [(g.person_id, g.team_id) for g in await champions(nurse)] == [(amara, team)]


async def test_no_button_makes_somebody_a_peer_worker_or_a_leaver_anything(nurse: Bot) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    amara = await gives(nurse, Role.EDITOR)
    refused = await nurse.presses("roles.give-back", f"{amara} peer-worker -", sender=SAM)
    assert "own to tell" in words_of(refused)
    async with nurse.app.services.database.write() as session:
        (await session.get_one(Person, amara)).left_on = nurse.app.services.clock.now().date()
    refused = await nurse.presses("roles.give-back", f"{amara} champion -", sender=SAM)
    assert "left" in words_of(refused)
    assert await champions(nurse) == []


async def test_it_says_what_each_role_may_do_in_the_words_of_permissions(nurse: Bot) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    said = words_of(await nurse.says("roles", sender=SAM))
    for role in GRANTED:
        for permission in permissions_of(role):
            assert permission.words in said.lower()


async def test_whatever_is_given_or_taken_is_written_down_once(nurse: Bot) -> None:
    await nurse.says(await code(nurse))
    sam, amara = await id_of(nurse), await gives(nurse, Role.EDITOR, SAM, "Amara")
    for _ in range(2):
        asked = await nurse.submits("roles.give.save", {"who": "Amara", "role": "champion", "team": ""})
        await confirmed(nurse, asked, NURSE)
    (held,) = await champions(nurse)
    for _ in range(2):
        await nurse.submits("roles.take.save", {"grant": held.id})
    async with nurse.app.services.database.read() as session:
        noted = [(line.act, line.who, line.about, line.details["role"]) for line in await latest(session, 9)]
    assert noted[::-1] == [
        (GAVE_ROLE, None, sam, "administrator"),
        (GAVE_ROLE, None, amara, "editor"),
        (GAVE_ROLE, sam, amara, "champion"),
        (TOOK_ROLE, sam, amara, "champion"),
    ]


async def champions(bot: Bot) -> list[Grant]:
    async with bot.app.services.database.read() as session:
        return list(await session.scalars(select(Grant).where(Grant.role == Role.CHAMPION)))


async def test_the_list_of_roles_says_nothing_of_peer_workers(nurse: Bot) -> None:
    await gives(nurse, Role.ADMINISTRATOR, SAM, "Sam Whitlock")
    jo = await gives(nurse, Role.EDITOR, name="Jo")
    async with nurse.app.services.database.write() as session:
        await declare_peer(session, jo, nurse.app.services.clock.now())
    assert "peer" not in words_of(await nurse.says("roles", sender=SAM))
    form = await nurse.presses("roles.give", sender=SAM)
    assert "peer" not in str(form)
    assert message_of(await nurse.says("roles", sender=SAM)).blocks
