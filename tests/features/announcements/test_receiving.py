"""What people do with an announcement that they got."""

from datetime import timedelta

from sqlalchemy import func, select

from bot.conversation.routes import Faults, Open, Replace, Reply, Say
from bot.features.announcements.acknowledgement import LASTS, close_acknowledgements
from bot.features.announcements.models import Acknowledgement, AcknowledgementKey, Broadcast
from bot.features.announcements.retention import forget_broadcasts
from bot.features.escalation.models import Question
from bot.people.access.roles import Role, revoke
from bot.store.events import SeenEvent
from handlers import ALL
from tests.fakes import labels, words_of
from tests.features.announcements.newsroom import AUTHOR, NURSE, Newsroom


async def sent(newsroom: Newsroom) -> Broadcast:
    """With a button to say that they have it, and a link."""
    link = {"link_label": "Sign up", "link_url": "https://harbour.example/sign-up"}
    await newsroom.sends(acknowledge="yes", **link)
    await newsroom.goes_out()
    return (await newsroom.broadcasts())[0]


async def acknowledges(newsroom: Newsroom, person: str) -> Reply:
    message = next(m for m in newsroom.seen_by(person) if "Got it" in labels(Say(m)))
    return await newsroom.presses_button(person, message, "Got it")


async def report(newsroom: Newsroom, broadcast: Broadcast) -> str:
    return words_of(await newsroom.presses(AUTHOR, "broadcast.report", broadcast.id))


async def test_pressing_got_it_twice_counts_once(newsroom: Newsroom) -> None:
    broadcast = await sent(newsroom)
    for person in newsroom.people["east"][:7]:
        await acknowledges(newsroom, person)
    reply = await acknowledges(newsroom, newsroom.people["east"][0])
    assert isinstance(reply, Replace)
    assert labels(reply) == ["Sign up", "Reply"]
    assert "sees only how many did" in words_of(reply)
    assert "Pressed Got it: Fewer than 8" in await report(newsroom, broadcast)
    await acknowledges(newsroom, newsroom.people["east"][7])
    assert "Pressed Got it: About " in await report(newsroom, broadcast)


async def test_who_looks_after_each_press_does_not_see_it_in_the_figure(newsroom: Newsroom) -> None:
    broadcast = await sent(newsroom)
    for person in newsroom.people["east"][:8]:
        await acknowledges(newsroom, person)
    at_first = await report(newsroom, broadcast)
    for person in newsroom.people["east"][8:12]:
        await acknowledges(newsroom, person)
        assert await report(newsroom, broadcast) == at_first


async def test_an_acknowledgement_writes_nothing_down_but_a_mark(newsroom: Newsroom) -> None:
    await sent(newsroom)
    before = await counted(newsroom, SeenEvent.id)
    await acknowledges(newsroom, NURSE)
    assert await counted(newsroom, SeenEvent.id) == before
    async with newsroom.services.database.read() as session:
        (mark,) = await session.scalars(select(Acknowledgement.mark))
    assert len(mark) == 32
    assert NURSE.encode() not in mark


async def test_after_a_month_only_the_number_is_left(newsroom: Newsroom) -> None:
    broadcast = await sent(newsroom)
    for person in newsroom.people["east"][:9]:
        await acknowledges(newsroom, person)
    newsroom.clock.move_to(newsroom.clock.now() + LASTS)
    async with newsroom.services.database.write() as session:
        assert await close_acknowledgements(session, newsroom.clock.now()) == 1
    assert await counted(newsroom, Acknowledgement.mark) == 0
    assert await counted(newsroom, AcknowledgementKey.sealed) == 0
    assert "Pressed Got it: About " in await report(newsroom, broadcast)
    late = await acknowledges(newsroom, "east-15")
    assert "takes no more answers" in words_of(late)


async def test_a_reply_reaches_its_writer_and_is_counted(newsroom: Newsroom) -> None:
    broadcast = await sent(newsroom)
    opened = await newsroom.presses_button(NURSE, newsroom.seen_by(NURSE)[0], "Reply")
    assert isinstance(opened, Open)
    assert f"{AUTHOR} reads what you write here" in opened.form.fields[0].spans[0].text  # type: ignore[union-attr]
    empty = await newsroom.submits(NURSE, "announcement.reply.send", broadcast.id, words=" ")
    assert isinstance(empty, Faults)
    given = {"words": "Can I bring a colleague?", "is_named": "unnamed"}
    reply = await newsroom.submits(NURSE, "announcement.reply.send", broadcast.id, **given)
    assert f"on its way to {AUTHOR}" in words_of(reply)
    async with newsroom.services.database.read() as session:
        (question,) = await session.scalars(select(Question))
    assert (question.about, question.directed_to) == (f"broadcast:{broadcast.id}", AUTHOR)
    assert not question.is_named
    assert "Replies: 1" in await report(newsroom, broadcast)


async def test_where_its_writer_is_no_champion_any_more_the_champions_read_replies(
    newsroom: Newsroom,
) -> None:
    broadcast = await sent(newsroom)
    async with newsroom.services.database.write() as session:
        await revoke(session, AUTHOR, Role.CHAMPION, None, by=None, now=newsroom.clock.now())
    await newsroom.submits(NURSE, "announcement.reply.send", broadcast.id, words="Hello", is_named="named")
    async with newsroom.services.database.read() as session:
        assert list(await session.scalars(select(Question.directed_to))) == [None]


def test_replies_pass_the_guard_for_distress_and_only_what_is_written_for_others_steps_around_it() -> None:
    assert not ALL.by_name["announcement.reply.send"].composes
    assert ALL.by_name["broadcast.check"].composes


async def test_words_of_distress_in_what_is_written_for_others_only_warn(newsroom: Newsroom) -> None:
    preview = await newsroom.writes(words="Some of you wrote that you want to kill yourself.")
    assert "sound like somebody in distress" in words_of(preview)
    assert "Ask for approval" in labels(preview)
    assert "sound like somebody" not in words_of(await newsroom.writes())


async def test_following_a_link_is_not_written_down(newsroom: Newsroom) -> None:
    await sent(newsroom)
    before = await counted(newsroom, SeenEvent.id)
    assert await newsroom.presses_button(NURSE, newsroom.seen_by(NURSE)[0], "Sign up") is None
    assert await counted(newsroom, SeenEvent.id) == before


async def test_old_announcements_and_forgotten_drafts_are_not_kept(newsroom: Newsroom) -> None:
    await sent(newsroom)
    await acknowledges(newsroom, NURSE)
    await newsroom.writes()
    async with newsroom.services.database.write() as session:
        assert await forget_broadcasts(session, newsroom.clock.now() - timedelta(days=1)) == 0
        assert await forget_broadcasts(session, newsroom.clock.now() + timedelta(days=1)) == 2
    assert await newsroom.broadcasts() == []
    assert await counted(newsroom, Acknowledgement.mark) == 0


async def counted(newsroom: Newsroom, column: object) -> int:
    async with newsroom.services.database.read() as session:
        return await session.scalar(select(func.count(column))) or 0  # type: ignore[arg-type]
