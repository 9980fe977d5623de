"""A day in a Slack Connect channel: ours and another organisation's people in one conversation, in raw payloads."""

import asyncio
from pathlib import Path

from sqlalchemy import select

from bot.app.content import Content
from bot.conversation.dispatch import APOLOGY
from bot.people.audiences.channels import channels_by_place
from bot.people.identity.people import Account, Person
from tests.fake_slack import Json
from tests.fake_slack.payloads import payload
from tests.fake_slack.people import info
from tests.platforms.slack.receiving import button, words
from tests.platforms.slack.workplace import CHANNEL, Workplace, until, workplace

THEIRS = "T9"
OUTSIDER, COLLEAGUE, NEWCOMER, GUEST = "UTHEIRS", "UWILLOW0", "UNEW", "UGUEST"
QUESTION = "What does a peer worker do?"


async def test_a_day_in_a_shared_channel(tmp_path: Path, content: Content) -> None:
    async with workplace(tmp_path, content) as work:
        work.home.channels[CHANNEL].members |= {OUTSIDER, COLLEAGUE, NEWCOMER, GUEST}
        work.home.add_member(NEWCOMER, "new here")
        work.home.add_member(GUEST, "guest", is_restricted=True)
        await a_channel_that_others_join_is_no_place_for_announcements(work)
        await an_outsider_is_answered_and_nothing_is_kept(work)
        await an_outsider_presses_what_stands_below_the_answer(work)
        await an_outsider_asks_for_what_takes_a_role_or_a_colleague(work)
        await a_colleague_is_answered_as_ours_although_the_envelope_is_theirs(work)
        await a_newcomer_of_ours_is_staff_at_once_and_a_guest_is_not(work)
        await a_form_that_a_colleague_sends_from_there_is_ours(work)
        await an_outsider_in_distress_gets_the_signpost_alone(work)
        await an_outsider_in_distress_on_second_thoughts_gets_it_too(work)
        await the_night_makes_nobody_of_theirs_one_of_ours(work)


def mention(work: Workplace, user: str, text: str, of: str) -> Json:
    """As Slack sends it there: the envelope is the other workspace's; whose we are, the authorisation says."""
    ts = work.home.timestamp()
    said = {"type": "message", "user": user, "text": text, "ts": ts, "team": of, "user_team": of}
    work.home.channels[CHANNEL].messages.append(said)
    changes = {f"event.{key}": value for key, value in said.items() if key != "type"}
    envelope = {"team_id": THEIRS, "context_team_id": THEIRS, "is_ext_shared_channel": True}
    ours = {"authorizations.0.team_id": work.home.id, "event.channel": CHANNEL, "event.event_ts": ts}
    return payload("app_mention", envelope | changes | ours)


async def mentions(work: Workplace, user: str, text: str, of: str) -> Json:
    """What we answer: in its thread, or only to them. Answers to what was said before may come late."""
    there, shown = work.home.channels[CHANNEL].messages, len(work.home.ephemerals)
    said = mention(work, user, f"<@UBOT> {text}", of)
    at = there[-1]["ts"]
    await work.slack.sockets.push("events_api", said)
    await until(lambda: there[-1].get("thread_ts") == at or len(work.home.ephemerals) > shown)
    return there[-1]


async def people(work: Workplace) -> dict[str, Person]:
    """By user, in whatever workspace."""
    async with work.bot.app.services.database.read() as session:
        found = await session.execute(
            select(Account.user, Person).join(Person, Person.id == Account.person_id)
        )
        return dict(found.all())


async def workspaces(work: Workplace) -> set[str]:
    async with work.bot.app.services.database.read() as session:
        return set(await session.scalars(select(Account.workspace)))


async def channels(work: Workplace) -> list[str]:
    """Those that we may announce in."""
    async with work.bot.app.services.database.read() as session:
        known = await channels_by_place(session, work.bot.app.services.organisation.id)
    return [channel.key for channel in known.values() if channel.gone_at is None]


async def a_channel_that_others_join_is_no_place_for_announcements(work: Workplace) -> None:
    async with work.answering():
        await work.slack.sockets.push(
            "events_api", payload("member_joined_channel", {"event.user": "UBOT", "event.inviter": COLLEAGUE})
        )
    await eventually(work, [CHANNEL])
    work.home.channels[CHANNEL].is_shared = True
    await work.slack.sockets.push("events_api", payload("channel_shared"))
    await eventually(work, [])


async def eventually(work: Workplace, wanted: list[str]) -> None:
    async with asyncio.timeout(20):
        while await channels(work) != wanted:  # noqa: ASYNC110 - it happens in the bot's tasks
            await asyncio.sleep(0.01)


async def an_outsider_is_answered_and_nothing_is_kept(work: Workplace) -> None:
    answer = await mentions(work, OUTSIDER, QUESTION, THEIRS)
    assert "peer worker" in words(answer).lower()
    assert OUTSIDER not in await people(work)


async def press(work: Workplace, shown: Json, action: str) -> Json:
    """A button below one of our messages: the payload names our workspace, and the person's beside it."""
    it = work.person(OUTSIDER)
    pressed = it.presses(shown, button(shown, action))
    pressed["user"]["team_id"] = THEIRS
    async with work.answering():
        await work.slack.sockets.push("interactive", pressed)
    return work.home.channels[CHANNEL].messages[-1]


async def an_outsider_presses_what_stands_below_the_answer(work: Workplace) -> None:
    answer = await mentions(work, OUTSIDER, QUESTION, THEIRS)
    for action in ("card.not-helped", "card.related"):
        assert APOLOGY not in words(await press(work, answer, action))
    assert OUTSIDER not in await people(work)


async def an_outsider_asks_for_what_takes_a_role_or_a_colleague(work: Workplace) -> None:
    before = len(work.home.ephemerals)
    for typed in ("roles", "settings", "audit", "peers"):
        await mentions(work, OUTSIDER, typed, THEIRS)
    await until(lambda: len(work.home.ephemerals) > before)
    assert not [one for one in work.home.ephemerals if APOLOGY in words(one)]
    assert OUTSIDER not in await people(work)
    assert await workspaces(work) <= {work.home.id}


async def a_colleague_is_answered_as_ours_although_the_envelope_is_theirs(work: Workplace) -> None:
    answer = await mentions(work, COLLEAGUE, QUESTION, work.home.id)
    assert "peer worker" in words(answer).lower()
    assert (await people(work))[COLLEAGUE].is_staff
    assert await workspaces(work) == {work.home.id}


async def a_newcomer_of_ours_is_staff_at_once_and_a_guest_is_not(work: Workplace) -> None:
    assert info(work.home, {"user": NEWCOMER})["user"]["id"] == NEWCOMER
    for user in (NEWCOMER, GUEST):
        assert "peer worker" in words(await mentions(work, user, QUESTION, work.home.id)).lower()
    known = await people(work)
    assert known[NEWCOMER].is_staff
    assert known[NEWCOMER].name
    assert GUEST not in known


async def a_form_that_a_colleague_sends_from_there_is_ours(work: Workplace) -> None:
    it = work.person(COLLEAGUE)
    async with work.answering():
        await work.slack.sockets.push("interactive", it.shortcut("ask"))
    form = list(work.home.views.values())[-1]
    submitted = it.submits(form, {"question": QUESTION})
    submitted["team"] = {"id": THEIRS, "domain": "theirs"}
    submitted["view"] |= {"team_id": THEIRS, "app_installed_team_id": work.home.id}
    async with work.answering():
        await work.slack.sockets.push("interactive", submitted)
    assert "peer worker" in words(work.chat(it)[-1]).lower()
    assert await workspaces(work) == {work.home.id}


def signposts(work: Workplace) -> list[Json]:
    """What only they see."""
    return [one for one in work.home.ephemerals if "116 123" in words(one)]


async def an_outsider_in_distress_gets_the_signpost_alone(work: Workplace) -> None:
    before = len(work.home.channels[CHANNEL].messages)
    await mentions(work, OUTSIDER, "I want to kill myself", THEIRS)
    # We may have no chat with them: only they see it, in the channel.
    await until(lambda: len(signposts(work)) == 1)
    shown = work.home.channels[CHANNEL].messages[before:]
    assert not [one for one in shown if one.get("bot_id")]
    assert OUTSIDER not in await people(work)


async def an_outsider_in_distress_on_second_thoughts_gets_it_too(work: Workplace) -> None:
    """An edit of a mention is answered by nobody, but looked at."""
    before = len(signposts(work))
    told = mention(work, OUTSIDER, "<@UBOT> I want to kill myself", THEIRS)
    told["event"]["edited"] = {"user": OUTSIDER, "ts": told["event"]["ts"]}
    await work.slack.sockets.push("events_api", told)
    await until(lambda: len(signposts(work)) > before)


async def the_night_makes_nobody_of_theirs_one_of_ours(work: Workplace) -> None:
    await work.live_until(2026, 11, 24, 4)
    known = await people(work)
    assert OUTSIDER not in known
    assert GUEST not in known
    assert await workspaces(work) == {work.home.id}
    assert await channels(work) == []
    await work.live_until(2026, 11, 27, 17)
    assert [user for user in (OUTSIDER, GUEST) if work.home.sent_to(user)] == []
