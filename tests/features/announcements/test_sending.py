"""From the form to people's chats, and back again."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from bot.conversation.routes import Open, Replace, Say
from bot.delivery.ledger.deliveries import DeliveryState
from bot.delivery.sending.gateway import Outgoing, Pace, Throttled
from bot.features.announcements.declarations import (
    ANNOUNCEMENT_CANCELLED,
    ANNOUNCEMENT_CORRECTED,
    ANNOUNCEMENT_PAUSED,
    ANNOUNCEMENT_RECALLED,
    ANNOUNCEMENT_RESUMED,
    ANNOUNCEMENT_SENT,
)
from bot.features.announcements.models import Broadcast
from bot.features.announcements.views import sentences
from bot.people.access.roles import Role, grant, revoke
from bot.people.audit.acts import Act
from bot.people.audit.audit_log import AuditLine
from bot.people.identity.people import Person, Preferences
from tests.fakes import labels, words_of
from tests.features.announcements.newsroom import AUTHOR, EASTERN, NURSE, Newsroom


async def report(newsroom: Newsroom) -> Say | Replace:
    (broadcast,) = [b for b in await newsroom.broadcasts() if b.corrects is None]
    reply = await newsroom.presses(AUTHOR, "broadcast.report", broadcast.id)
    assert isinstance(reply, Replace)
    return reply


async def acts(newsroom: Newsroom) -> list[tuple[Act, str | None]]:
    async with newsroom.services.database.read() as session:
        lines = await session.scalars(select(AuditLine).order_by(AuditLine.number))
        return [(line.act, line.who) for line in lines]


def stops_after(newsroom: Newsroom, count: int) -> None:
    """The platform lets so many through, and then says: not now."""

    def before(_: Outgoing) -> None:
        if len(newsroom.platform.arrived) >= count:
            raise Throttled(0.05)

    newsroom.platform.before = before


async def test_it_reaches_everyone_in_the_audience_once(newsroom: Newsroom) -> None:
    preview = await newsroom.writes(audience="team:east")
    assert labels(preview) == ["Reply", "Send", "Test to myself", "Change", "Discard"]
    first = await newsroom.presses_button(AUTHOR, preview, "Send")
    second = await newsroom.presses_button(AUTHOR, preview, "Send")
    assert "Sent." in words_of(first)
    assert "changed, sent or discarded since" in words_of(second)
    await newsroom.goes_out()
    assert newsroom.got() == set(newsroom.people["east"])
    assert all(newsroom.platform.times[person] == 1 for person in newsroom.people["east"])
    assert await acts(newsroom) == [(ANNOUNCEMENT_SENT, AUTHOR)]


@pytest.mark.parametrize(
    ("field", "address"),
    [("image_url", "https://counts.example/a.png"), ("link_url", "https://ok.example@evil.example/")],
)
async def test_a_draft_from_before_is_looked_at_again_when_it_is_sent(
    newsroom: Newsroom, field: str, address: str
) -> None:
    preview = await newsroom.writes(audience="team:east")
    async with newsroom.services.database.write() as session:
        await session.execute(update(Broadcast).values({field: address}))
    assert "no longer allowed here" in words_of(await newsroom.presses_button(AUTHOR, preview, "Send"))
    await newsroom.goes_out()
    assert newsroom.got() == set()


async def test_its_writer_sees_it_go_out_in_one_message_that_changes(newsroom: Newsroom) -> None:
    await newsroom.sends()
    await newsroom.goes_out()
    (progress,) = newsroom.seen_by(AUTHOR)
    await newsroom.later(seconds=10)
    (moved,) = newsroom.seen_by(AUTHOR)
    assert "Sent. Everybody who can be reached has it." in words_of(Say(moved))
    assert "Sent: 20" in words_of(Say(moved))
    assert progress != moved
    assert newsroom.platform.times[AUTHOR] == 1


async def test_paused_it_waits_and_goes_on_where_it_stopped(newsroom: Newsroom) -> None:
    await newsroom.sends()
    paused = await newsroom.presses(AUTHOR, "broadcast.pause", (await newsroom.broadcasts())[0].id)
    await newsroom.goes_out()
    assert newsroom.got() == set()
    assert "Go on" in labels(paused)
    going = await newsroom.presses_button(AUTHOR, paused, "Go on")
    await newsroom.presses_button(AUTHOR, paused, "Go on")
    assert "paused" not in words_of(going)
    await newsroom.goes_out()
    assert newsroom.got() == set(newsroom.people["east"])
    assert await acts(newsroom) == [
        (ANNOUNCEMENT_SENT, AUTHOR),
        (ANNOUNCEMENT_PAUSED, AUTHOR),
        (ANNOUNCEMENT_RESUMED, AUTHOR),
    ]


async def test_cancelled_half_way_the_rest_never_get_it(newsroom: Newsroom) -> None:
    stops_after(newsroom, 8)
    await newsroom.sends()
    await newsroom.goes_out(rounds=2)
    half = await report(newsroom)
    assert "It is going out." in words_of(half)
    cancelled = await newsroom.presses_button(AUTHOR, half, "Cancel the rest")
    await newsroom.presses_button(AUTHOR, half, "Cancel the rest")
    newsroom.platform.before = lambda _: None
    await newsroom.later(seconds=30)
    assert 0 < len(newsroom.got()) < 20
    assert "Nobody else will get it." in words_of(cancelled)
    assert f"Not sent, because it was cancelled: {20 - len(newsroom.got())}" in words_of(
        await report(newsroom)
    )
    assert await acts(newsroom) == [(ANNOUNCEMENT_SENT, AUTHOR), (ANNOUNCEMENT_CANCELLED, AUTHOR)]


async def test_recalled_it_disappears_after_asking_once(newsroom: Newsroom) -> None:
    await newsroom.sends()
    await newsroom.goes_out()
    asked = await newsroom.presses_button(AUTHOR, await report(newsroom), "Recall it")
    assert "from the 20 it has reached" in words_of(asked)
    assert "That takes less than a minute" in words_of(asked)
    assert newsroom.got()
    recalling = await newsroom.presses_button(AUTHOR, asked, "Recall it")
    await newsroom.presses_button(AUTHOR, asked, "Recall it")
    assert words_of(recalling).strip() == sentences.RECALLING
    await newsroom.later(seconds=10)
    assert newsroom.got() == set()
    (progress,) = newsroom.seen_by(AUTHOR)
    assert "It was recalled." in words_of(Say(progress))
    assert "Recalled: 20" in words_of(Say(progress))
    assert await acts(newsroom) == [(ANNOUNCEMENT_SENT, AUTHOR), (ANNOUNCEMENT_RECALLED, AUTHOR)]


async def test_how_long_a_recall_takes_follows_the_platforms_pace(newsroom: Newsroom) -> None:
    await newsroom.sends()
    await newsroom.goes_out()
    newsroom.platform.fast = Pace(per_second=20 / 200 / 60)
    asked = await newsroom.presses_button(AUTHOR, await report(newsroom), "Recall it")
    assert "That takes about 3 hours" in words_of(asked)


async def test_a_day_and_an_hour_are_each_persons_own(newsroom: Newsroom) -> None:
    async with newsroom.services.database.write() as session:
        (await session.get_one(Person, NURSE)).time_zone = "Europe/Athens"
    preview = await newsroom.writes(audience="team:east", when="2026-11-25 09:30")
    assert "on Wednesday 25 November 2026 at 09:30 where each of them is" in words_of(preview)
    await newsroom.presses_button(AUTHOR, preview, "Send")
    await newsroom.later(hours=0.01)
    assert "It is planned for Wednesday 25 November 2026, 09:30" in words_of(await report(newsroom))
    await newsroom.goes_out()
    newsroom.clock.move_to(newsroom.clock.now().replace(day=25, hour=7, minute=30))
    await newsroom.goes_out()
    assert newsroom.got() == {NURSE}
    newsroom.clock.move_to(newsroom.clock.now() + timedelta(hours=2))
    await newsroom.goes_out()
    assert newsroom.got() == set(newsroom.people["east"])


async def test_who_wants_none_is_left_out_and_counted_without_saying_why(newsroom: Newsroom) -> None:
    async with newsroom.services.database.write() as session:
        session.add(Preferences(person_id="east-5", opted_out=["broadcast"]))
        (await session.get_one(Person, "east-6")).left_on = date(2026, 11, 1)
    preview = await newsroom.writes(audience="team:east")
    assert "19 people will get this: east, without guests and people who have left." in words_of(preview)
    assert "One person can't get it: no account we can write to, or no announcements" in words_of(preview)
    await newsroom.presses_button(AUTHOR, preview, "Send")
    await newsroom.goes_out()
    assert newsroom.got() == set(newsroom.people["east"]) - {"east-5", "east-6"}
    assert "Left out: no announcements wanted at the moment: 1" in words_of(await report(newsroom))


async def test_who_has_had_enough_this_week_is_left_out_and_that_is_said(newsroom: Newsroom) -> None:
    for _ in range(4):
        await newsroom.sends()
        await newsroom.goes_out()
    times = {newsroom.platform.times[person] for person in newsroom.people["east"]}
    assert times == {3}
    latest = max(await newsroom.broadcasts(), key=lambda b: (b.sent_at, b.replies, b.id))
    skipped = [row.reason for row in await newsroom.deliveries() if row.state is DeliveryState.SKIPPED]
    assert skipped == ["enough this week"] * 20
    assert latest.stage == "sent"


async def test_a_correction_reaches_who_has_it_and_who_is_still_to_get_it(newsroom: Newsroom) -> None:
    stops_after(newsroom, 8)
    await newsroom.sends()
    await newsroom.goes_out(rounds=2)
    opened = await newsroom.presses(AUTHOR, "broadcast.correct", (await newsroom.broadcasts())[0].id)
    assert isinstance(opened, Open)
    preview = await newsroom.writes(value=opened.form.value, words="Ask Samira.")
    assert "Everybody who got the announcement sees this instead" in words_of(preview)
    await newsroom.presses_button(AUTHOR, preview, "Send")
    newsroom.platform.before = lambda _: None
    await newsroom.later(seconds=10)
    shown = [message for person in newsroom.people["east"] for message in newsroom.seen_by(person)]
    assert len(shown) == 20
    assert all("Ask Samira." in words_of(Say(message)) for message in shown)
    assert all("Corrected on Tuesday 24 November 2026." in words_of(Say(message)) for message in shown)
    assert (ANNOUNCEMENT_CORRECTED, AUTHOR) in await acts(newsroom)


async def test_a_test_comes_to_its_writer_alone_and_counts_nothing(newsroom: Newsroom) -> None:
    preview = await newsroom.writes(acknowledge="yes")
    await newsroom.presses_button(AUTHOR, preview, "Test to myself")
    await newsroom.goes_out()
    assert newsroom.got() == {AUTHOR}
    (tested,) = newsroom.seen_by(AUTHOR)
    reply = await newsroom.presses_button(AUTHOR, tested, "Got it")
    assert "nothing pressed in it counts" in words_of(reply)


async def test_who_may_not_write_to_them_any_more_sends_nothing(newsroom: Newsroom) -> None:
    preview = await newsroom.writes(EASTERN, audience="team:east")
    async with newsroom.services.database.write() as session:
        await revoke(session, EASTERN, Role.CHAMPION, "east", by=None, now=newsroom.clock.now())
        await grant(session, EASTERN, Role.CHAMPION, "north", granted_by=None, now=newsroom.clock.now())
    reply = await newsroom.presses_button(EASTERN, preview, "Send")
    assert "Your role no longer reaches these people" in words_of(reply)
    await newsroom.goes_out()
    assert newsroom.platform.arrived == []


async def test_nobody_sends_pauses_or_recalls_what_another_wrote(newsroom: Newsroom) -> None:
    preview = await newsroom.writes(audience="team:east")
    assert "changed, sent or discarded since" in words_of(
        await newsroom.presses_button(EASTERN, preview, "Send")
    )
    await newsroom.presses_button(AUTHOR, preview, "Send")
    (broadcast,) = await newsroom.broadcasts()
    for action in ("pause", "cancel", "recall.start"):
        reply = await newsroom.presses(EASTERN, f"broadcast.{action}", broadcast.id)
        assert "nothing about it can be changed now" in words_of(reply)
    assert "That is for champions" in words_of(
        await newsroom.presses(NURSE, "broadcast.recall", broadcast.id)
    )
    await newsroom.goes_out()
    assert len(newsroom.got()) == 20
