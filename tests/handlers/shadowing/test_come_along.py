"""Coming along with a peer worker: offered to whom they choose, taken, cancelled by either, and reminded once."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.conversation.message import Choice, TextInput
from bot.conversation.routes import Faults, Say
from bot.core.clock import MovableClock
from bot.features.shadowing.models import ShadowOffer
from bot.features.shadowing.retention import KEPT_FOR, delete_old
from bot.features.shadowing.views.offers import offering_form
from bot.people.audiences.chosen_colleagues import AudiencePreview, Colleagues
from tests.fakes import stored, words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of, said_in
from tests.handlers.postbox import Postbox
from tests.handlers.shadowing.times import (
    MONDAY,
    TIME,
    leaves,
    looks,
    mine,
    offers,
    place,
    takes,
    which,
    which_of,
)

__all__ = ["place"]


async def test_the_tool_is_the_same_for_everybody(place: Postbox) -> None:
    before = await place.says("ania", "shadow a peer worker")
    await offers(place)
    assert await place.says("ania", "shadow a peer worker") == before == await place.says("sue", "come along")


async def test_who_offers_reads_exactly_who_would_see_it(place: Postbox) -> None:
    shown = said_in(form_of(await place.bot.presses("come-along.offer", **place.of("ania"))))
    assert "Rowan ward is today: Amara Osei, Sue Hall." in shown
    assert "Everyone at Harbour is today: Amara Osei, Ben Ode, Ida Berg, Kit Adeyemi, Sue Hall." in shown


def test_many_names_are_with_the_details_and_their_number_is_at_first_sight() -> None:
    names = tuple(f"Colleague {number}" for number in range(1, 64))
    few, many = (
        AudiencePreview(Colleagues.TEAM, "Rowan ward", names[:2]),
        AudiencePreview(Colleagues.ORGANISATION, "", names),
    )
    form = offering_form([few, many], "Harbour")
    at_first, more = (said_in(replace(form, fields=fields, more=())) for fields in (form.fields, form.more))
    assert "Colleague 2." in at_first
    assert "63 people" in at_first
    assert "Colleague 3," not in at_first
    assert f"Everyone at Harbour is today: {', '.join(names)}." in more


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
    (mine_,) = await place.gets("amara")
    assert mine_.summary.startswith(f"You have a place: {TIME}.")
    (news,) = await place.gets("ania")
    assert news.summary == f"Amara Osei would like to come along: {TIME}."
    assert f"You come along {TIME}: Ania Kowalska. Garden gate." in said_in(await mine(place, "amara"))
    assert f"You offer {TIME}. Garden gate. Amara Osei comes along." in said_in(await mine(place, "ania"))
    assert "Ania" not in words_of(taken) + str(mine_)
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
    assert news.summary == f"A colleague gave their place back: {TIME}."
    await takes(place)
    await place.gets("amara")
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
    await place.gets("amara")
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


async def test_who_says_no_more_that_they_are_a_peer_worker_offers_nothing(place: Postbox) -> None:
    await offers(place)
    await takes(place)
    await place.gets("amara")
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
    assert "I don't know you as a colleague yet" in words_of(
        await place.bot.presses("come-along.look", **place.of("amara"))
    )
    assert (await delete_old(place.bot.app.services.database, clock.now(), {}))["shadow_people"] == 1


async def test_offers_go_some_time_after(place: Postbox, clock: MovableClock) -> None:
    await offers(place)
    await takes(place)
    database = place.bot.app.services.database
    later = clock.now() + KEPT_FOR + timedelta(days=8)
    assert (await delete_old(database, clock.now() + KEPT_FOR, {}))["shadow_offers"] == 0
    assert (await delete_old(database, later, {}))["shadow_offers"] == 1


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


async def test_all_that_is_wrong_is_said_at_once(place: Postbox) -> None:
    wrong = {"day": "soon", "place": " ", "minutes": "7", "places": "99", "colleagues": "nobody"}
    reply = await place.submits("ania", "come-along.save", **(MONDAY | wrong))
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == set(wrong)


async def test_the_same_time_sent_twice_is_offered_once(place: Postbox) -> None:
    await offers(place)
    await offers(place)
    assert len(which(await looks(place, "amara"))) == 1
    await offers(place, time="14:00")
    assert len(which(await looks(place, "amara"))) == 2
