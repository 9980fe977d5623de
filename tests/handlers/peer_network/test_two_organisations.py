"""Two organisations in one database: the network is one for both, by one's own choice; nothing else crosses over."""

import pytest

from bot.conversation.routes import Faults, Open, Reply, Say
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.features.peer_network.members import PICK
from bot.features.peer_profiles.entry_visibility import on_the_page
from bot.people.contact.message_kinds import PEER_REQUEST
from bot.people.identity.organisations import Organisation, Team
from bot.people.identity.people import Account, Person
from tests.fakes import Bot, words_of
from tests.handlers.peer_network.test_network import LINE, OUTSIDE, WORDS, joins, picked, sees
from tests.handlers.peer_profiles.peers import form_of, harbour, looks, opens, publishes, said_in, writes
from tests.handlers.postbox import Postbox
from tests.handlers.shadowing.times import looks as looks_at_times
from tests.handlers.shadowing.times import offers

OTHER = "Lighthouse"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    """Zed and Zoe work at another organisation, whose people are in the same database."""
    place = await harbour(bot)
    home = bot.app.services.organisation
    async with bot.app.services.database.write() as session:
        session.add(
            Organisation(id=OTHER, name=OTHER, country=home.country, time_zone=home.time_zone, contact="Ask.")
        )
        await session.flush()
        session.add(Team(id="Beacon", organisation_id=OTHER, name="Beacon"))
        await session.flush()
        for user, name in (("zed", "Zed Quill"), ("zoe", "Zoe Marsh")):
            session.add(Person(id=user, organisation_id=OTHER, name=name, team_id="Beacon"))
            await session.flush()
            session.add(Account(person_id=user, platform="web", workspace="demo", user=user))
    return place


async def test_members_see_each_other_across_organisations_once_both_have_joined(place: Postbox) -> None:
    await joins(place, "ania", LINE)
    assert OUTSIDE in await sees(place, "zed")
    await joins(place, "zed", "Beacon, evenings")
    assert f"Ania Kowalska: {LINE}" in await sees(place, "zed")
    assert "Zed Quill: Beacon, evenings" in await sees(place, "ania")
    for user in ("amara", "zoe", "ida"):
        assert OUTSIDE in await sees(place, user)
    assert "Zoe" not in await sees(place, "ania"), "she has not joined"
    await place.bot.presses("network.leave", **place.of("zed"))
    assert "Zed" not in await sees(place, "ania")


async def begins(place: Postbox, home: str) -> None:
    """The month, by the schedule of one of the two."""
    services = place.bot.app.services
    now = services.clock.now()
    async with services.database.write() as session:
        await open_slots(session, [Occasion(f"of {home}", PICK, PEER_REQUEST, home, now.date(), now)])


async def test_one_question_a_month_for_both_organisations(place: Postbox) -> None:
    services = place.bot.app.services
    for user in ("ania", "zed"):
        await joins(place, user)
    await begins(place, services.organisation.id)
    user, number = await picked(place, "ania", "zed")
    await begins(place, OTHER)
    assert [await place.gets(each) for each in ("ania", "zed")] == [[], []], "nobody else is asked"
    assert await place.sees_instead(user) == [], "it is still theirs to ask"
    await place.submits(user, "network.send", number, picked="own", words=WORDS)
    for each in ("ania", "zed"):
        (message,) = await place.gets(each)
        assert WORDS in words_of(Say(message))
    for each in ("amara", "zoe", "sue"):
        assert await place.gets(each) == []


async def test_nothing_but_the_network_crosses_from_one_organisation_to_the_other(place: Postbox) -> None:
    """Also for those who are in the network together."""
    for user in ("ania", "zed"):
        await joins(place, user)
    preview = said_in(await writes(place))
    for colleague in ("Zed", "Zoe", OTHER):
        assert colleague not in preview, "who would see it"
    await publishes(place, colleagues="organisation", page="yes")
    await offers(place, colleagues="organisation")
    ania = await place.knows("ania", "Ania Kowalska", team="Rowan ward")
    assert "Nobody has an entry" in said_in(await looks(place, "zed"))
    assert "Nobody has an entry" in said_in(await looks(place, "zed", "someone who speaks Polish"))
    assert "voices" not in str(await opens(place, "zed", ania))
    assert "I know nobody to ask" in said_in(
        form_of(await place.bot.presses("requests.open", **place.of("zed")))
    )
    assert "No time is offered to you" in said_in(await looks_at_times(place, "zed"))
    for to in (ania, "anybody", "team:Rowan ward"):
        reply = await place.submits("zed", "requests.ask", to=to, purpose="team", soon="any")
        assert isinstance(reply, Faults | Open), to
    assert await place.gets("ania") == []
    async with place.bot.app.services.database.read() as session:
        assert [p.name for p in await on_the_page(session, OTHER)] == []


async def test_a_name_of_the_other_organisation_is_free_and_betrays_nobody(place: Postbox) -> None:
    def refused(reply: Reply) -> bool:
        return isinstance(reply, Faults)

    entry = {"expertise": "x"}
    assert not refused(await place.submits("ania", "entry.save", name="Zoe Marsh", **entry))
    assert refused(await place.submits("zed", "entry.save", name="Zoe Marsh", **entry))
    assert refused(await place.submits("ania", "entry.save", name="Amara Osei", **entry))
