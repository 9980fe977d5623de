"""Coming along with a peer worker: offered to whom they choose, taken, cancelled by either, reminded, and told by nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.message import Choice, Form, TextInput
from bot.conversation.plain_text import plain
from bot.conversation.routes import Faults, Open, Say
from bot.core.clock import MovableClock
from bot.features import personal_data
from bot.features.shadowing.models import ShadowOffer, ShadowPlace, ShadowReflection
from bot.features.shadowing.retention import KEPT_FOR, delete_old
from bot.people.access.roles import Role
from bot.people.identity.people import Person
from bot.publishing.tallies import PeerTally
from tests.fakes import Bot, labels, stored, words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of, harbour, said_in
from tests.handlers.postbox import Postbox

# The fixed clock stands on Tuesday 24 November 2026.
MONDAY = {"day": "2026-11-30", "time": "10:00", "minutes": "120", "place": "Garden gate", "places": "1"}
TIME = "Monday 30 November 2026, 10:00 to 12:00"
SECRET = "I was quicker to speak than to listen"


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await harbour(bot)


async def offers(at: Postbox, user: str = "ania", /, colleagues: str = "team", **changed: str) -> None:
    reply = await at.submits(user, "come-along.save", **(MONDAY | {"colleagues": colleagues} | changed))
    assert isinstance(reply, Say), reply


async def looks(place: Postbox, user: str) -> Form:
    return form_of(await place.bot.presses("come-along.look", **place.of(user)))


async def mine(place: Postbox, user: str) -> Form:
    return form_of(await place.bot.presses("come-along.mine", **place.of(user)))


def which(form: Form) -> list[str]:
    (choice,) = (field for field in form.fields if isinstance(field, Choice))
    return [option.value for option in choice.options if option.value != "keep"]


async def takes(place: Postbox, user: str = "amara") -> str:
    form = await looks(place, user)
    (offer_id,) = which(form)
    assert isinstance(await place.submits(user, form.action, which=offer_id), Say)
    return offer_id


async def test_the_tool_is_the_same_for_everybody(place: Postbox) -> None:
    before = await place.says("ania", "shadow a peer worker")
    await offers(place)
    assert await place.says("ania", "shadow a peer worker") == before == await place.says("sue", "come along")


async def test_who_offers_reads_exactly_who_would_see_it(place: Postbox) -> None:
    shown = said_in(form_of(await place.bot.presses("come-along.offer", **place.of("ania"))))
    assert "Rowan ward is today: Amara Osei, Sue Hall." in shown
    assert "Everyone at Harbour is today: Amara Osei, Ben Ode, Ida Berg, Kit Adeyemi, Sue Hall." in shown


async def test_it_is_seen_by_those_whom_they_chose(place: Postbox) -> None:
    await offers(place, colleagues="team")
    people = ("amara", "sue", "ben", "kit", "ida")
    assert [u for u in people if "Ania" in said_in(await looks(place, u))] == ["amara", "sue"]
    await offers(place, colleagues="organisation", place="Back door")
    for user in people:
        assert "Back door" in said_in(await looks(place, user))
    assert "Ania" not in said_in(await looks(place, "ania")), "nobody comes along with themselves"


async def test_taking_a_place_asks_for_nothing_and_has_no_box(place: Postbox) -> None:
    await offers(place)
    form = await looks(place, "amara")
    assert not [field for field in form.all_fields if isinstance(field, TextInput)]
    await place.submits("amara", form.action, which=which(form)[0], note="Zanzibar", detail="Zanzibar")
    assert await stored(place.bot, "Zanzibar") == []


async def test_both_see_it_and_no_chat_names_the_peer_worker(place: Postbox) -> None:
    await offers(place)
    form = await looks(place, "amara")
    taken = await place.submits("amara", form.action, which=which(form)[0])
    assert f"You have a place: {TIME}." in words_of(taken)
    (news,) = await place.gets("ania")
    assert news.summary == f"Amara Osei would like to come along: {TIME}."
    assert f"You come along {TIME}: Ania Kowalska. Garden gate." in said_in(await mine(place, "amara"))
    assert f"You offer {TIME}. Garden gate. Amara Osei comes along." in said_in(await mine(place, "ania"))
    assert "Ania" not in words_of(taken)
    assert "Ania Kowalska" not in said_in(await looks(place, "sue")), "it is full"


async def test_a_place_is_given_once(place: Postbox) -> None:
    await offers(place)
    offer_id = await takes(place)
    assert isinstance(await place.submits("sue", "come-along.take", which=offer_id), Faults)
    await offers(place, places="2", place="Back door")
    second = next(id_ for id_ in which(await looks(place, "amara")) if id_ != offer_id)
    for user, gets_it in (("amara", True), ("amara", False), ("sue", True)):
        reply = await place.submits(user, "come-along.take", which=second)
        assert isinstance(reply, Say) == gets_it


async def test_either_can_cancel_and_the_other_is_told_without_a_name(place: Postbox) -> None:
    await offers(place)
    offer_id = await takes(place)
    await place.gets("ania")
    await place.submits("amara", "come-along.cancel", which=offer_id)
    (news,) = await place.gets("ania")
    assert news.summary == f"A place is free again: {TIME}."
    await takes(place)
    await place.submits("ania", "come-along.cancel", which=offer_id)
    (off,) = await place.gets("amara")
    assert off.summary == f"The time with a peer worker is off: {TIME}. They needn't say why."
    assert which_of(await mine(place, "amara")) == which_of(await mine(place, "ania")) == []


async def test_applying_without_choosing_cancels_nothing(place: Postbox) -> None:
    await offers(place)
    await takes(place)
    form = await mine(place, "ania")
    (choice,) = (field for field in form.fields if isinstance(field, Choice))
    await place.submits("ania", form.action, which=choice.initial)
    assert len(which(await mine(place, "ania"))) == 1


async def test_both_are_reminded_on_the_working_day_before_and_once(
    place: Postbox, clock: MovableClock
) -> None:
    """Of Monday on Friday, and of nothing that was cancelled."""
    await offers(place)
    await takes(place)
    await offers(place, day="2026-12-01", place="Nobody takes it")
    await place.gets("ania")
    await moves(place, clock, 2)
    assert await place.gets("ania") == await place.gets("amara") == []
    await moves(place, clock, 1)
    (host,), (guest,) = await place.gets("ania"), await place.gets("amara")
    assert host.summary == f"1 colleague comes along with you: {TIME}."
    assert guest.summary.startswith(f"You come along with a peer worker: {TIME}.")
    await moves(place, clock, 1)
    assert await place.gets("amara") == []


async def test_nobody_is_reminded_of_what_was_cancelled(place: Postbox, clock: MovableClock) -> None:
    await offers(place)
    await place.submits("ania", "come-along.cancel", which=await takes(place))
    await place.gets("amara")
    await moves(place, clock, 7)
    assert await place.gets("amara") == []


async def reflected(place: Postbox, clock: MovableClock) -> str:
    await offers(place)
    offer_id = await takes(place)
    await moves(place, clock, 7)
    assert [m.summary[:11] for m in await place.gets("amara")][-1] == "How was it?"
    reply = await place.submits("amara", "come-along.reflect.save", offer_id, saw=SECRET, takes="Ask")
    assert "Kept, for you alone." in words_of(reply)
    return offer_id


async def test_what_somebody_writes_for_themselves_is_sealed_and_nobody_elses(
    place: Postbox, clock: MovableClock
) -> None:
    offer_id = await reflected(place, clock)
    assert await stored(place.bot, SECRET) == []
    for user in ("ania", "sue", "ida", "ben"):
        shown = await place.bot.presses("come-along.reflect", value=offer_id, **place.of(user))
        opened = shown.form.fields if isinstance(shown, Open) else ()
        assert SECRET not in str(opened), user
        assert isinstance(shown, Open) == (user == "ania"), "and only who was there writes any"
    again = form_of(await place.bot.presses("come-along.reflect", value=offer_id, **place.of("amara")))
    assert SECRET in str(again.fields)
    for user, has in (("amara", True), ("ania", False), ("ida", False)):
        who = await id_of(place, user)
        async with place.bot.app.services.database.read() as session:
            theirs = await personal_data.as_file(session, who, clock.now())
        assert (SECRET in theirs.body.decode()) == has


async def test_it_is_counted_nowhere(place: Postbox, clock: MovableClock) -> None:
    await offers(place)
    offer_id = await takes(place)
    await moves(place, clock, 7)
    before = await tallies(place)
    await place.submits("amara", "come-along.reflect.save", offer_id, saw=SECRET)
    await moves(place, clock, 7)
    assert await tallies(place) == before


async def test_it_is_erased_with_its_writer(place: Postbox, clock: MovableClock) -> None:
    await reflected(place, clock)
    amara = await id_of(place, "amara")
    async with place.bot.app.services.database.write() as session:
        await personal_data.erase(session, amara)
        assert (await session.scalars(select(ShadowReflection))).all() == []
        assert (await session.scalars(select(ShadowPlace))).all() == []


async def test_who_says_no_more_that_they_are_a_peer_worker_offers_nothing(place: Postbox) -> None:
    await offers(place)
    await takes(place)
    await place.submits("ania", "settings.peer", peer="no")
    (off,) = await place.gets("amara")
    assert off.summary.startswith("The time with a peer worker is off")
    assert await stored(place.bot, "Garden gate") == []
    async with place.bot.app.services.database.read() as session:
        assert (await session.scalars(select(ShadowOffer))).one().person_id is None


@pytest.mark.parametrize("user", ["sue", "ida", "ben", "kit"])
async def test_nobody_takes_sees_or_cancels_what_is_not_for_them(place: Postbox, user: str) -> None:
    """A supervisor of the team, an administrator, another team, and who is in none."""
    await offers(place, colleagues="team")
    offer_id = await takes(place)
    for action in ("come-along.cancel", "come-along.take"):
        await place.submits(user, action, offer_id, which=offer_id)
    assert "Ania" not in said_in(await mine(place, user))
    assert "Amara" not in said_in(await mine(place, user))
    assert which(await mine(place, "amara")) == [offer_id]


async def test_leavers_neither_offer_nor_take(place: Postbox, clock: MovableClock) -> None:
    await offers(place, colleagues="organisation")
    await leaves(place, "ania")
    assert "Ania" not in said_in(await looks(place, "amara"))
    await leaves(place, "amara")
    assert "That is for" in words_of(await place.bot.presses("come-along.look", **place.of("amara")))
    assert (await delete_old(place.bot.app.services.database, clock.now(), {}))["shadow_people"] == 1


async def test_offers_go_some_time_after(place: Postbox, clock: MovableClock) -> None:
    await offers(place)
    await takes(place)
    database = place.bot.app.services.database
    later = clock.now() + KEPT_FOR + timedelta(days=8)
    assert (await delete_old(database, clock.now() + KEPT_FOR, {}))["shadow_offers"] == 0
    assert (await delete_old(database, later, {}))["shadow_offers"] == 1


async def test_leaders_read_a_count_of_eight_or_more_only_and_each_guest_counts_once(
    place: Postbox, clock: MovableClock
) -> None:
    await place.knows("lea", "Lea Brandt", Role.LEADER)
    for day in ("2026-11-30", "2026-12-01"):
        await offers(place, day=day, place=day)
        await takes(place)
    await moves(place, clock, 9)
    assert await tallies(place) == [("came along", 1)]
    assert "Colleagues who came along with a peer worker: Fewer than 8" in await numbers(place)
    services = place.bot.app.services
    month = {
        "organisation_id": services.organisation.id,
        "month": clock.now().date().replace(month=10, day=1),
    }
    async with services.database.write() as session:
        session.add(PeerTally(what="came along", count=40, **month))
    said = await numbers(place)
    assert "Colleagues who came along with a peer worker: About" in said


@pytest.mark.parametrize(
    "changed",
    [
        {"day": "2020-01-01"},
        {"day": ""},
        {"place": " "},
        {"minutes": "7"},
        {"places": "99"},
        {"colleagues": "nobody"},
    ],
)
async def test_what_cannot_be_is_said_at_its_field(place: Postbox, changed: dict[str, str]) -> None:
    reply = await place.submits("ania", "come-along.save", **(MONDAY | {"colleagues": "team"} | changed))
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == set(changed)


async def test_the_tip_on_exposure_leads_here(place: Postbox) -> None:
    tips = [t for t in place.bot.app.services.tracks.tips.values() if t.meta.leads_to == "come-along"]
    assert {tip.meta.card for tip in tips} == {"education/exposure-to-peer-work"}
    for tip in tips:
        answered = await place.bot.presses("tip.show", value=f"{tip.key} 0", **place.of("amara"))
        assert labels(answered)[-1] == "Come along with a peer worker"
    assert "See the times" in labels(await place.presses("amara", answered, "Come along with a peer worker"))


async def numbers(place: Postbox) -> str:
    reply = await place.says("lea", "peer support numbers")
    assert isinstance(reply, Say)
    return plain(reply.message)


async def tallies(place: Postbox) -> list[tuple[str, int]]:
    async with place.bot.app.services.database.read() as session:
        return [(row.what, row.count) for row in await session.scalars(select(PeerTally))]


async def leaves(place: Postbox, user: str) -> None:
    who = await id_of(place, user)
    async with place.bot.app.services.database.write() as session:
        (await session.get_one(Person, who)).left_on = place.bot.app.services.clock.now().date()


async def id_of(place: Postbox, user: str) -> str:
    teams = {"ania": "Rowan ward", "amara": "Rowan ward", "sue": "Rowan ward", "ben": "Willow ward"}
    return await place.knows(user, user, team=teams.get(user))


def which_of(form: Form) -> list[str]:
    return which(form) if any(isinstance(field, Choice) for field in form.fields) else []
