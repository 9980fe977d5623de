"""The peer workers' network: joined by nobody but oneself, seen by nobody but those in it, and left at once."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.conversation.message import TextInput
from bot.conversation.plain_text import plain
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.core.clock import MovableClock
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features import personal_data
from bot.features.peer_network.members import PICK
from bot.features.peer_network.models import NetworkMember, NetworkQuestion
from bot.features.peer_network.retention import delete_old
from bot.people.access.roles import Role, grant
from bot.people.contact.message_kinds import PEER_REQUEST
from bot.people.identity.people import Person
from tests.fakes import Bot, labels, stored, words_of
from tests.handlers.peer_profiles.peers import form_of, harbour, said_in
from tests.handlers.postbox import Postbox

LINE, WORDS = "Zanzibar, nights on Rowan", "Who makes the zabaglione?"
HUB = "The peer workers' network"
OUTSIDE = "Only those in it see who else is."


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


async def joins(place: Postbox, user: str, line: str = "") -> Reply:
    return await place.submits(user, "network.join", line=line)


async def sees(place: Postbox, user: str) -> str:
    return said_in(form_of(await place.bot.presses("network.show", **place.of(user))))


async def month(place: Postbox, number: int = 12) -> None:
    """The first Monday of a month has come."""
    services = place.bot.app.services
    day = services.clock.now().date().replace(month=number, day=7)
    slot = Occasion("monthly", PICK, PEER_REQUEST, services.organisation.id, day, services.clock.now())
    async with services.database.write() as session:
        await open_slots(session, [slot])


async def picked(place: Postbox, *users: str) -> tuple[str, str]:
    """Who was asked to ask, and the number of the question."""
    for user in users:
        for message in await place.gets(user):
            if message.summary.startswith("Would you ask"):
                (button,) = [b for block in message.blocks for b in getattr(block, "buttons", ()) if b.value]
                return user, button.value
    raise AssertionError("nobody was asked")


async def test_the_tool_is_the_same_for_everybody_whether_in_it_or_not(place: Postbox) -> None:
    before = await place.says("ania", "peer network")
    await joins(place, "ania", LINE)
    assert await place.says("ania", "peer network") == before == await place.says("sue", "peer network")


async def test_whom_it_is_not_for_is_told_so_before_a_form_and_has_no_such_tool(place: Postbox) -> None:
    for user in ("sue", "ida"):
        form = form_of(await place.bot.presses("network.open", **place.of(user)))
        assert "kept free of people who supervise, lead or administer here" in said_in(form)
        assert not [field for field in form.all_fields if isinstance(field, TextInput)]
        assert HUB not in labels(await place.says(user, "home"))
    assert HUB in labels(await place.says("amara", "home"))


async def test_those_in_it_see_each_other_across_teams_and_nobody_else_does(place: Postbox) -> None:
    await joins(place, "ania", LINE)
    await joins(place, "ben")
    assert f"Ania Kowalska: {LINE}" in await sees(place, "ben")
    assert "Ben Ode" in await sees(place, "ania")
    for user in ("amara", "sue", "kit", "ida"):
        assert await sees(place, user) == await sees(place, "amara")
        assert OUTSIDE in await sees(place, user)


async def test_it_looks_the_same_from_outside_when_nobody_is_in_it(place: Postbox) -> None:
    before = await sees(place, "ida")
    await joins(place, "ania", LINE)
    assert await sees(place, "ida") == before


@pytest.mark.parametrize("user", ["sue", "ida"])
async def test_supervisors_and_administrators_can_neither_join_nor_read(place: Postbox, user: str) -> None:
    await joins(place, "ania", LINE)
    reply = await joins(place, user)
    assert isinstance(reply, Faults)
    assert "so that nobody in it has to think about who reads along" in reply.by_field[""]
    assert OUTSIDE in await sees(place, user)
    for word in ("people", "roles", "audit", "deliveries", "peer support numbers"):
        assert "Zanzibar" not in _said(await place.says(user, word))


async def test_who_becomes_a_supervisor_is_out_from_that_moment(place: Postbox, clock: MovableClock) -> None:
    for user in ("ania", "ben"):
        await joins(place, user, LINE)
    services = place.bot.app.services
    async with services.database.write() as session:
        ben = (await session.scalars(select(Person.id).where(Person.name == "Ben Ode"))).one()
        await grant(session, ben, Role.SUPERVISOR, "Willow ward", granted_by=None, now=clock.now())
    assert OUTSIDE in await sees(place, "ben")
    assert "Ben" not in await sees(place, "ania")
    assert (await delete_old(services.database, clock.now(), {}))["network_members"] == 1
    async with services.database.read() as session:
        assert ben not in (await session.scalars(select(NetworkMember.person_id))).all()


async def test_a_line_is_written_by_its_owner_alone_and_may_be_empty(place: Postbox) -> None:
    await joins(place, "ania", LINE)
    await joins(place, "ben", "x" * 500)
    form = form_of(await place.bot.presses("network.open", **place.of("ania")))
    assert [f.initial for f in form.fields if isinstance(f, TextInput)] == [LINE]
    await joins(place, "ania")
    assert "Ania Kowalska (you)\n" in f"{await sees(place, 'ania')}\n"
    assert "x" * 151 not in await sees(place, "ania")


async def test_left_at_once_and_nothing_remains(place: Postbox) -> None:
    await joins(place, "ania", LINE)
    await joins(place, "ben")
    await place.bot.presses("network.leave", **place.of("ania"))
    assert await stored(place.bot, "Zanzibar") == []
    assert "Ania" not in await sees(place, "ben")
    assert OUTSIDE in await sees(place, "ania")


async def test_leavers_are_in_it_no_more(place: Postbox, clock: MovableClock) -> None:
    for user in ("ania", "ben"):
        await joins(place, user)
    async with place.bot.app.services.database.write() as session:
        ania = (await session.scalars(select(Person).where(Person.name == "Ania Kowalska"))).one()
        ania.left_on = clock.now().date()
    assert "Ania" not in await sees(place, "ben")
    assert "I don't know you as a colleague yet" in words_of(
        await place.bot.presses("network.show", **place.of("ania"))
    )


async def test_who_is_no_peer_worker_any_more_has_left_it(place: Postbox) -> None:
    await joins(place, "ania", LINE)
    await place.submits("ania", "settings.peer", peer="no")
    assert await stored(place.bot, "Zanzibar") == []


async def test_one_of_them_asks_and_it_goes_to_those_in_it_alone_without_a_name(place: Postbox) -> None:
    for user in ("ania", "ben"):
        await joins(place, user)
    await month(place)
    user, number = await picked(place, "ania", "ben")
    assert isinstance(await place.bot.presses("network.ask", value=number, **place.of(user)), Open)
    await place.submits(user, "network.send", number, picked="own", words=WORDS)
    for who in ("ania", "ben"):
        (message,) = await place.gets(who)
        assert WORDS in words_of(Say(message))
        assert "Ania" not in str(message)
        assert "Ben" not in str(message)
    for who in ("amara", "sue", "kit", "ida"):
        assert await place.gets(who) == []
    again = await place.submits(user, "network.send", number, picked="own", words="again")
    assert "has been asked by now" in words_of(again)


async def test_one_of_ours_can_be_picked(place: Postbox) -> None:
    for user in ("ania", "ben"):
        await joins(place, user)
    await month(place)
    user, number = await picked(place, "ania", "ben")
    form = form_of(await place.bot.presses("network.ask", value=number, **place.of(user)))
    ours = [line for line in said_in(form).splitlines() if line.startswith("2. ")]
    await place.submits(user, form.action, number, picked="1", words="")
    (message,) = await place.gets("ania")
    assert ours[0].removeprefix("2. ") in words_of(Say(message))


async def test_nobody_is_picked_twice_running_and_silence_sends_nothing(
    place: Postbox, clock: MovableClock
) -> None:
    for user in ("ania", "ben", "kit"):
        await joins(place, user)
    asked = []
    for number in (9, 10, 11, 12):
        await month(place, number)
        asked.append((await picked(place, "ania", "ben", "kit"))[0])
        clock.move_to(clock.now() + timedelta(hours=1))
    assert len(set(asked[:3])) == 3, "everybody has a turn"
    assert asked[3] != asked[2]
    assert [await place.gets(user) for user in ("ania", "ben", "kit")] == [[], [], []]


async def test_one_alone_is_never_asked(place: Postbox) -> None:
    await joins(place, "ania")
    await month(place)
    assert await place.gets("ania") == []


@pytest.mark.parametrize("user", ["amara", "sue", "ida", "ben"])
async def test_only_who_was_picked_can_ask(place: Postbox, user: str) -> None:
    for member in ("ania", "ben"):
        await joins(place, member)
    await month(place)
    who, number = await picked(place, "ania", "ben")
    other = "ania" if user == who else user
    reply = await place.submits(other, "network.send", number, picked="own", words=WORDS)
    assert "has been asked by now" in words_of(reply)
    assert await stored(place.bot, "zabaglione") == []


async def test_what_is_on_its_way_to_who_leaves_does_not_arrive(place: Postbox) -> None:
    for user in ("ania", "ben"):
        await joins(place, user)
    await month(place)
    user, number = await picked(place, "ania", "ben")
    await place.submits(user, "network.send", number, picked="own", words=WORDS)
    await place.settle()
    await place.bot.presses("network.leave", **place.of("ania"))
    assert await place.gets("ania") == []
    assert len(await place.gets("ben")) == 1


async def test_all_of_it_is_in_my_data_and_erased(place: Postbox, clock: MovableClock) -> None:
    await joins(place, "ania", LINE)
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    async with place.bot.app.services.database.write() as session:
        assert LINE in (await personal_data.as_file(session, ania, clock.now())).body.decode()
        await personal_data.erase(session, ania)
        assert (await session.scalars(select(NetworkMember))).all() == []
        assert (await session.scalars(select(NetworkQuestion))).all() == []


async def test_no_line_without_words(place: Postbox) -> None:
    for user in ("ania", "ben"):
        await joins(place, user)
    await month(place)
    user, number = await picked(place, "ania", "ben")
    assert isinstance(await place.submits(user, "network.send", number, picked="own", words=" "), Faults)


def _said(reply: Reply) -> str:
    message: Any = getattr(reply, "message", None)
    return plain(message) if message else str(reply)
