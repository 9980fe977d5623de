"""Announcements to channels: one message there, of which nobody's own answer shows in it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.conversation.message import Choice
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.delivery.sending.gateway import CHANNEL_GONE, Outgoing, Refused, Sent
from bot.people.audiences.channels import ListedChannel, Workplace, replace_channels
from tests.delivery.platform import FakePlatform
from tests.fakes import labels, message_of, words_of
from tests.features.announcements.newsroom import (
    ADMINISTRATOR,
    AUTHOR,
    EASTERN,
    NURSE,
    OTHER_CHAMPION,
    Newsroom,
)

CORRIDOR, LEADS = "channel:web|demo|corridor", "channel:web|demo|leads"
OPEN, PRIVATE = ListedChannel("corridor", "#corridor"), ListedChannel("leads", "#leads", is_private=True)


class Closed(FakePlatform):
    async def send(self, outgoing: Outgoing) -> Sent:
        if outgoing.conversation:
            raise Refused(CHANNEL_GONE)
        return await super().send(outgoing)


@pytest.fixture
async def harbour(newsroom: Newsroom) -> Newsroom:
    await lists(newsroom, OPEN, PRIVATE)
    return newsroom


async def lists(newsroom: Newsroom, *channels: ListedChannel) -> None:
    at = Workplace(newsroom.services.organisation.id, "web", "demo")
    newsroom.clock.move_to(newsroom.clock.now() + timedelta(seconds=1))
    async with newsroom.services.database.write() as session:
        await replace_channels(session, at, channels, newsroom.clock.now())


async def offered(newsroom: Newsroom, person: str) -> set[str]:
    opened = await newsroom.presses(person, "broadcast.open")
    assert isinstance(opened, Open)
    choices = [f for f in opened.form.fields if isinstance(f, Choice) and f.name == "audience"]
    return {option.label for option in choices[0].options}


async def sends(newsroom: Newsroom, audience: str = CORRIDOR) -> Reply:
    preview = await newsroom.writes(audience=audience, acknowledge="yes")
    await newsroom.presses_button(AUTHOR, preview, "Ask for approval")
    await newsroom.goes_out()
    request = newsroom.seen_by(OTHER_CHAMPION)[-1]
    reply = await newsroom.presses_button(OTHER_CHAMPION, request, "Approve and send")
    await newsroom.later(seconds=5)
    return reply


async def test_it_is_chosen_by_its_name_and_gets_one_message(harbour: Newsroom) -> None:
    assert "#corridor (the browser): one message, which everyone there sees" in await offered(harbour, AUTHOR)
    assert "Everyone who reads one channel will get this: #corridor (the browser)." in words_of(
        await harbour.writes(audience=CORRIDOR)
    )
    await sends(harbour)
    assert harbour.got() == {"corridor"}


async def test_a_teams_champion_neither_sees_nor_writes_to_another_channel(harbour: Newsroom) -> None:
    assert not [name for name in await offered(harbour, EASTERN) if "#" in name]
    refused = await harbour.writes(EASTERN, audience=CORRIDOR)
    assert isinstance(refused, Faults)
    assert set(refused.by_field) == {"audience"}


async def test_an_approver_who_may_not_write_to_a_private_channel_does_not_see_its_name(
    harbour: Newsroom,
) -> None:
    preview = await harbour.writes(audience=LEADS)
    assert "#leads (the browser)" in words_of(preview)
    await harbour.presses_button(AUTHOR, preview, "Ask for approval")
    await harbour.goes_out()
    asked = {person: words_of(Say(harbour.seen_by(person)[0])) for person in (OTHER_CHAMPION, ADMINISTRATOR)}
    assert "#leads (the browser)" in asked[OTHER_CHAMPION]
    assert "A private channel (the browser)" in asked[ADMINISTRATOR]
    assert "#leads" not in asked[ADMINISTRATOR]


async def test_whom_it_is_about_does_not_learn_what_a_private_channel_is_called(harbour: Newsroom) -> None:
    preview = await harbour.writes(audience=LEADS, about=NURSE)
    await harbour.presses_button(AUTHOR, preview, "Ask them to agree")
    await harbour.goes_out()
    asked = words_of(Say(harbour.seen_by(NURSE)[0]))
    assert (
        "These exact words would go to: A private channel (the browser) (everyone who reads one channel)."
        in asked
    )


async def test_one_that_is_gone_meanwhile_is_not_sent_to(harbour: Newsroom) -> None:
    preview = await harbour.writes(audience=CORRIDOR)
    await lists(harbour, PRIVATE)
    refused = await harbour.presses_button(AUTHOR, preview, "Ask for approval")
    assert "role no longer reaches these people" in words_of(refused)
    assert not [name for name in await offered(harbour, AUTHOR) if "#corridor" in name]


async def test_one_that_takes_nothing_any_more_fails_with_its_reason(harbour: Newsroom) -> None:
    harbour.platform = Closed()
    await sends(harbour)
    (sent,) = await harbour.broadcasts()
    told = words_of(await harbour.presses(AUTHOR, "broadcast.report", sent.id))
    assert "Failed: the channel is gone or archived, or Alongside isn't in it any more: 1" in told


async def test_what_somebody_presses_there_is_answered_to_them_alone(harbour: Newsroom) -> None:
    await sends(harbour)
    (message,) = harbour.seen_by("corridor")
    (sent,) = await harbour.broadcasts()
    in_channel: dict[str, Any] = {"value": sent.id, "private": False}
    for _ in range(2):
        noted = await harbour.bot.presses("announcement.acknowledge", **in_channel)
        assert isinstance(noted, Say)
        assert noted.private
    assert isinstance(await harbour.bot.presses("announcement.reply", **in_channel), Open)
    words = {"words": "Can I bring a colleague?", "is_named": "unnamed"}
    replied = await harbour.bot.submits("announcement.reply.send", words, **in_channel)
    assert isinstance(replied, Say)
    assert replied.private
    await harbour.later(seconds=5)
    assert harbour.seen_by("corridor") == [message]
    assert labels(Say(message)) == ["Got it", "Reply"]
    assert message_of(Say(message)).blocks
