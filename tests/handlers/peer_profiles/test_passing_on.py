"""A no replaces what was sent, and a request can be passed on by name to somebody whom both see."""

from sqlalchemy import select

from bot.conversation.message import Message
from bot.conversation.routes import Faults, Replace
from bot.core.clock import MovableClock
from bot.features.peer_profiles.support.models import PeerRequest
from tests.fakes import words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of, published, said_in
from tests.handlers.peer_profiles.test_requests import ania, asks, offered, place
from tests.handlers.postbox import Postbox

__all__ = ["place"]


async def test_in_a_pool_who_said_no_keeps_no_message_with_the_askers_name(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place)
    theirs, _ = await offered(place), await offered(place, "ben")
    await place.presses("ania", theirs, "Not this time")
    (instead,) = await place.sees_instead("ania")
    assert "You said no to this request" in instead.summary
    assert "Amara" not in str(instead)
    assert await place.sees_instead("ben") == [], "the others still have it"


async def test_who_was_asked_alone_and_said_no_keeps_that_line(place: Postbox) -> None:
    await asks(place, to=await ania(place))
    await place.presses("ania", await offered(place), "Not this time")
    assert ["You said no" in m.summary for m in await place.sees_instead("ania")] == [True]


async def test_a_no_stays_a_no_when_a_colleague_takes_it_later(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await published(place, "kit", "organisation", name="Kit")
    await asks(place)
    theirs, bens, _ = [await offered(place, user) for user in ("ania", "ben", "kit")]
    await place.presses("ania", theirs, "Not this time")
    await place.presses("ben", bens, "I'll take it")
    assert ["You said no" in m.summary for m in await place.sees_instead("ania")] == [True]
    assert ["with a colleague or over" in m.summary for m in await place.sees_instead("kit")] == [True]


async def passes_on(place: Postbox, shown: Message, to: str) -> Replace:
    form = form_of(await place.presses("ania", shown, "Pass it on"))
    reply = await place.submits("ania", form.action, form.value, to=to)
    assert isinstance(reply, Replace), "one line, in place of the request"
    return reply


async def test_it_can_be_passed_on_by_name_to_somebody_whom_both_see(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await published(place, "kit", "organisation", name="Kit")
    await asks(place, to=await ania(place))
    said = words_of(await passes_on(place, await offered(place), await id_of(place, "ben")))
    assert "You passed this request on" in said
    (instead,) = await place.sees_instead("ania")
    assert "Amara" not in str(instead)
    await place.presses("ben", await offered(place, "ben"), "I'll take it")
    assert await place.gets("kit") == []
    (news,) = await place.gets("amara")
    assert news.summary == "Ben takes your request for peer support."


async def test_who_gets_it_passed_on_may_say_no_and_it_goes_to_the_others(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await published(place, "kit", "organisation", name="Kit")
    await asks(place, to=await ania(place))
    await passes_on(place, await offered(place), await id_of(place, "ben"))
    await place.presses("ben", await offered(place, "ben"), "Not this time")
    assert await place.gets("ania") == []
    await offered(place, "kit")
    assert await place.gets("amara") == []


async def test_passed_on_and_let_lie_it_goes_to_the_others_before_the_asker_is_told(
    place: Postbox, clock: MovableClock
) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await published(place, "kit", "organisation", name="Kit")
    await asks(place, to=await ania(place))
    await passes_on(place, await offered(place), await id_of(place, "ben"))
    await offered(place, "ben")
    await moves(place, clock, 3)
    assert await place.gets("amara") == []
    await offered(place, "kit")
    await moves(place, clock, 3)
    (news,) = await place.gets("amara")
    assert news.summary == "Nobody has been able to take your request for peer support yet."


async def test_nobody_is_offered_whose_entry_the_one_who_passes_on_does_not_see(place: Postbox) -> None:
    """Ben shows his to Willow, where Wil asks from; Ania is on Rowan."""
    await published(place, "ben", "team", name="Ben")
    await place.knows("wil", "Wil Stone", team="Willow ward")
    await asks(place, "wil", to=await ania(place))
    form = form_of(await place.presses("ania", await offered(place), "Pass it on"))
    assert "Ben" not in said_in(form)
    for to in (await id_of(place, "ben"), await id_of(place, "amara"), "nobody"):
        request_id = (await the_request(place)).id
        assert isinstance(await place.submits("ania", "requests.pass.send", request_id, to=to), Faults)


async def test_nobody_passes_on_what_is_not_theirs(place: Postbox) -> None:
    await published(place, "ben", "organisation", name="Ben")
    await asks(place, to=await ania(place))
    request_id, ben = (await the_request(place)).id, await id_of(place, "ben")
    for user in ("ben", "sue", "ida"):
        assert isinstance(await place.submits(user, "requests.pass.send", request_id, to=ben), Faults)
        refused = words_of(await place.bot.presses("requests.pass", value=request_id, **place.of(user)))
        assert "with a colleague or over" in refused
        assert "Ben" not in refused


async def the_request(place: Postbox) -> PeerRequest:
    async with place.bot.app.services.database.read() as session:
        return (await session.scalars(select(PeerRequest))).one()


async def id_of(place: Postbox, user: str) -> str:
    teams = {"ania": "Rowan ward", "amara": "Rowan ward", "ben": "Willow ward"}
    return await place.knows(user, user.title(), team=teams.get(user))
