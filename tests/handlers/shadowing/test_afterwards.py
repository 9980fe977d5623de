"""After coming along: two questions that stay one's own, a count without names, and the tip that leads there."""

from sqlalchemy import select

from bot.conversation.message import TextInput
from bot.conversation.routes import Open
from bot.core.clock import MovableClock
from bot.features import personal_data
from bot.features.shadowing.models import ShadowPlace, ShadowReflection
from bot.people.access.roles import Role
from bot.publishing.tallies import PeerTally
from tests.fakes import labels, stored, words_of
from tests.handlers.champions import moves
from tests.handlers.peer_profiles.peers import form_of
from tests.handlers.postbox import Postbox
from tests.handlers.shadowing.times import SECRET, id_of, numbers, offers, place, takes, tallies

__all__ = ["place"]


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


async def test_the_peer_worker_gets_questions_of_their_own(place: Postbox, clock: MovableClock) -> None:
    offer_id = await reflected(place, clock)
    said = [m.summary for m in await place.gets("ania")][-1]
    assert said.startswith("How was it for you to have somebody along? Two questions of your own")
    asked = {user: await questions(place, user, offer_id) for user in ("amara", "ania")}
    assert asked["amara"][0] == "What did you see that you hadn't expected?"
    assert asked["ania"] == [
        "How was it for you to have somebody along?",
        "What would you do again, and what not?",
    ]
    await place.submits("ania", "come-along.reflect.save", offer_id, saw="Calm", takes="Slower")
    for user, label, others in (
        ("ania", "How it was for you", "What you saw"),
        ("amara", "What you saw", "How it"),
    ):
        who = await id_of(place, user)
        async with place.bot.app.services.database.read() as session:
            theirs = (await personal_data.as_file(session, who, clock.now())).body.decode()
        assert (label in theirs, others in theirs) == (True, False)


async def questions(place: Postbox, user: str, offer_id: str) -> list[str]:
    form = form_of(await place.bot.presses("come-along.reflect", value=offer_id, **place.of(user)))
    return [field.label for field in form.fields if isinstance(field, TextInput)]


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


async def test_the_tip_on_exposure_leads_here(place: Postbox) -> None:
    tips = [t for t in place.bot.app.services.tracks.tips.values() if t.meta.leads_to == "come-along"]
    assert {tip.meta.card for tip in tips} == {"education/exposure-to-peer-work"}
    for tip in tips:
        answered = await place.bot.presses("tip.show", value=f"{tip.key} 0", **place.of("amara"))
        assert labels(answered)[-1] == "Come along with a peer worker"
    assert "See the times" in labels(await place.presses("amara", answered, "Come along with a peer worker"))
