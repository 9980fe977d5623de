"""From published waves to what one leader is told, on both databases."""

from datetime import date, datetime, timedelta

from sqlalchemy import update

from bot.delivery.calendar.schedules import add_missing
from bot.delivery.calendar.slots import Occasion, open_slots
from bot.delivery.ledger.deliveries import Delivery, DeliveryState
from bot.delivery.sending.gateway import DeliveryAction
from bot.features import DEFAULT_SCHEDULES
from bot.features.digest.education import people_reached
from bot.features.digest.service import gather, groups_led_by
from bot.features.learning.declarations import INDUCTION, NUDGE
from bot.features.pulse.ballots.ballot import BallotOutcome, comment
from bot.features.pulse.waves.groups import ORGANISATION
from bot.people.contact.message_kinds import MessageKind
from bot.people.identity.peer_declaration import declare_peer
from bot.people.identity.people import Person
from bot.publishing.noise_layers import NoiseLayers
from tests.databases import Urls
from tests.features.digest.editions import MONDAY, NINE, edition, leads, wave
from tests.features.pulse.town import MORNING, Town, town


async def test_a_leader_is_told_of_what_they_lead_and_of_nothing_below(harbour: Town) -> None:
    async with harbour.database.read() as session:
        assert await groups_led_by(session, "north_a-0") == [ORGANISATION]
        assert await groups_led_by(session, "south-0") == ["south"]
        assert await groups_led_by(session, "south-1") == []


async def test_of_several_groups_the_organisation_comes_first(harbour: Town) -> None:
    await leads(harbour, "south-0", None)
    await leads(harbour, "south-0", "north")
    await wave(harbour)
    found = await gather(await edition(harbour, 1), "south-0")
    assert [section.report.group for section in found.sections] == [ORGANISATION, "north", "south"]


async def test_a_team_counted_with_others_is_shown_the_organisation(harbour: Town) -> None:
    await wave(harbour)
    found = await gather(await edition(harbour, 1), "crisis-0")
    assert [s.report.group for s in found.sections] == ["crisis", ORGANISATION]
    assert [s.is_counted_with_others for s in found.sections] == [True, False]


async def test_gathered_again_for_the_same_day_it_is_the_same(harbour: Town) -> None:
    await wave(harbour)
    first = await gather(await edition(harbour, 1), "north_a-0")
    assert first.to_try
    assert await gather(await edition(harbour, 1), "north_a-0") == first


async def test_the_next_questions_come_on_the_next_day_of_the_schedule(harbour: Town) -> None:
    await wave(harbour)
    assert (await edition(harbour, 1)).coming.next_on == date(2026, 12, 8)


async def test_while_questions_are_open_their_last_day_is_told(harbour: Town) -> None:
    await harbour.opens(2)
    assert (await edition(harbour, weeks=1)).coming.open_until == date(2026, 12, 13)


async def test_a_small_organisation_waits_four_weeks_for_the_next_questions(urls: Urls) -> None:
    async with town(urls.main, only=30) as place:
        async with place.database.write() as session:
            await add_missing(session, place.organisation.id, MORNING, DEFAULT_SCHEDULES)
        await wave(place)
        assert (await edition(place, 1, weeks=3)).coming.next_on == date(2026, 12, 22)


async def test_with_fifteen_peer_workers_they_are_too_few_and_with_sixteen_not(harbour: Town) -> None:
    for person in harbour.people["north_a"][:15]:
        async with harbour.database.write() as session:
            await declare_peer(session, person, MORNING)
    assert not (await edition(harbour)).asks_peers
    async with harbour.database.write() as session:
        await declare_peer(session, "south-3", MORNING)
    assert (await edition(harbour)).asks_peers


async def test_comments_are_for_leaders_of_everyone_and_only_twelve_of_them(harbour: Town) -> None:
    for number, writers in ((1, 11), (2, 12)):
        opened = await harbour.opens(number)
        for person in harbour.people["south"][:writers]:
            async with harbour.database.write() as session:
                at = opened.closes_at - timedelta(hours=1)
                assert (
                    await comment(session, harbour.seal, opened.id, person, "Time", at)
                    is BallotOutcome.COUNTED
                )
        await harbour.closes(opened)
        found = await edition(harbour, number, weeks=2 * number - 2)
        assert (await gather(found, "north_a-0")).comments == (opened.id if writers == 12 else "")
        assert (await gather(found, "south-0")).comments == ""


async def test_education_counts_people_of_eight_or_more_about_and_only_what_arrived(harbour: Town) -> None:
    await sent(harbour, [*harbour.people["south"][:8], *harbour.people["crisis"]], NUDGE)
    await sent(harbour, harbour.people["south"][:8], INDUCTION)
    assert 8 <= await reached(harbour, "south") <= 14
    assert await reached(harbour, "south") == await reached(harbour, "south")
    assert await reached(harbour, "crisis") == 0
    assert 8 <= await reached(harbour, ORGANISATION) <= 22
    async with harbour.database.write() as session:
        one = Delivery.person_id == "south-0"
        await session.execute(update(Delivery).where(one).values(state=DeliveryState.UNKNOWN))
    assert await reached(harbour, "south") == 0
    async with harbour.database.write() as session:
        await session.execute(update(Delivery).values(state=DeliveryState.SENT))
        (await session.get_one(Person, "south-0")).left_on = MONDAY
    assert await reached(harbour, "south") == 0
    assert await reached(harbour, ORGANISATION, NINE + timedelta(weeks=6)) == 0


async def reached(place: Town, group: str, now: datetime = NINE) -> int:
    async with place.database.read() as session:
        return await people_reached(session, place.organisation.id, group, now, NoiseLayers(b"key"))


async def sent(place: Town, people: list[str], kind: MessageKind) -> None:
    once = Occasion(kind, "hello", kind, place.organisation.id, MONDAY, NINE)
    given = {"slot_id": once.slot_id, "lane": "web demo send", "kind": kind, "priority": 1}
    given |= {"action": DeliveryAction.SEND, "content": "", "waits": True, "state": DeliveryState.SENT}
    async with place.database.write() as session:
        await open_slots(session, [once])
        session.add_all(
            Delivery(**given, person_id=person, sent_at=NINE - timedelta(weeks=2)) for person in people
        )
