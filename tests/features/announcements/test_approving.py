"""A second pair of eyes, never the writer's own."""

from sqlalchemy import select

from bot.conversation.message import Message
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.features.announcements.declarations import ANNOUNCEMENT_APPROVED, ANNOUNCEMENT_SENT
from bot.people.access.roles import Role, grant, revoke
from bot.people.audit.audit_log import AuditLine
from bot.people.identity.organisations import Organisation, Team
from tests.fakes import labels, words_of
from tests.features.announcements.newsroom import (
    ADMINISTRATOR,
    AUTHOR,
    EASTERN,
    NURSE,
    OTHER_CHAMPION,
    Newsroom,
)


async def asked(newsroom: Newsroom, **changes: str) -> Message:
    """To everyone, who are sixty: the request in the other champion's chat."""
    preview = await newsroom.writes(**changes)
    assert labels(preview)[1] == "Ask for approval"
    await newsroom.presses_button(AUTHOR, preview, "Ask for approval")
    await newsroom.goes_out()
    (request,) = newsroom.seen_by(OTHER_CHAMPION)
    return request


async def press(newsroom: Newsroom, person: str, request: Message, label: str) -> Reply:
    return await newsroom.presses_button(person, request, label)


async def test_above_so_many_somebody_else_approves_and_that_sends_it(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    said = words_of(Say(request))
    assert f"{AUTHOR} asks you to approve an announcement" in said
    assert "Ask Priya how to be offered it." in said
    assert "60 people will get this: Everyone at Harbour" in said
    assert newsroom.got() == set()
    first = await press(newsroom, OTHER_CHAMPION, request, "Approve and send")
    again = await press(newsroom, ADMINISTRATOR, request, "Approve and send")
    assert "Approved and sent" in words_of(first)
    assert "A colleague has decided on this one" in words_of(again)
    await newsroom.later(seconds=5)
    # What the approver did stands in place of the request in their chat, and isn't written over.
    assert newsroom.seen_by(OTHER_CHAMPION)[0].summary == request.summary
    assert "has approved this announcement" in newsroom.seen_by(ADMINISTRATOR)[0].summary
    assert len(newsroom.got()) == 60
    assert f"Approved by {OTHER_CHAMPION}." in words_of(Say(newsroom.seen_by(AUTHOR)[0]))
    async with newsroom.services.database.read() as session:
        lines = (await session.scalars(select(AuditLine).order_by(AuditLine.number))).all()
    assert [(line.act, line.who) for line in lines] == [
        (ANNOUNCEMENT_APPROVED, OTHER_CHAMPION),
        (ANNOUNCEMENT_SENT, AUTHOR),
    ]
    assert lines[1].details == {"people": "60", "channels": "0", "audience": "everyone"}


async def test_approved_from_home_ones_own_copy_says_what_one_did(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    home = await newsroom.says(OTHER_CHAMPION, "home")
    shown = await newsroom.presses_button(OTHER_CHAMPION, home, "1 announcement to approve")
    await newsroom.presses_button(OTHER_CHAMPION, shown, "Approve and send")
    await newsroom.later(seconds=5)
    copies = [m.summary for m in newsroom.seen_by(OTHER_CHAMPION)]
    assert request.summary not in copies
    assert copies[0].startswith("Approved and sent.")
    assert "has approved this announcement" in newsroom.seen_by(ADMINISTRATOR)[0].summary


async def test_who_approves_is_warned_of_words_of_distress_as_its_writer_is(newsroom: Newsroom) -> None:
    words = "I want to kill myself"
    assert "sound like somebody in distress. Send them only" in words_of(await newsroom.writes(words=words))
    said = words_of(Say(await asked(newsroom, words=words)))
    assert "sound like somebody in distress. Approve them only if that is what is meant." in said
    assert "Approve and send" in labels(Say(newsroom.seen_by(ADMINISTRATOR)[0]))


async def test_who_was_asked_sees_that_it_is_over(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    await press(newsroom, OTHER_CHAMPION, request, "Approve and send")
    await newsroom.goes_out()
    theirs = [words_of(Say(message)) for message in newsroom.seen_by(ADMINISTRATOR)]
    assert any("has approved this announcement" in words for words in theirs)
    assert not any("asks you to approve" in words for words in theirs)


async def test_after_a_change_nobody_is_asked_about_the_old_words(newsroom: Newsroom) -> None:
    await asked(newsroom)
    (draft,) = await newsroom.broadcasts()
    await newsroom.writes(value=f"draft {draft.id}", words="Ask Samira.")
    await newsroom.goes_out()
    (theirs,) = newsroom.seen_by(ADMINISTRATOR)
    assert "changed or discarded this announcement" in words_of(Say(theirs))


async def test_those_are_asked_who_may_write_to_the_same_people(newsroom: Newsroom) -> None:
    await asked(newsroom)
    chats = {person for team in newsroom.people.values() for person in team if newsroom.seen_by(person)}
    assert chats == {OTHER_CHAMPION, ADMINISTRATOR}


async def test_nobody_approves_their_own_nor_for_people_that_are_not_theirs(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    for person in (AUTHOR, EASTERN):
        reply = await press(newsroom, person, request, "Approve and send")
        assert "This one needs a second pair of eyes" in words_of(reply)
    assert "That is for champions and administrators" in words_of(
        await press(newsroom, NURSE, request, "Approve and send")
    )
    await newsroom.goes_out()
    assert newsroom.got() == set()


async def test_it_cannot_be_sent_around_them(newsroom: Newsroom) -> None:
    await newsroom.writes()
    (draft,) = await newsroom.broadcasts()
    reply = await newsroom.presses(AUTHOR, "broadcast.send", f"{draft.id} {draft.wording}")
    assert "someone else approves it first" in words_of(reply)


async def test_sent_back_its_writer_hears_why_and_changes_it(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    opened = await press(newsroom, ADMINISTRATOR, request, "Send back")
    assert isinstance(opened, Open)
    assert isinstance(await newsroom.submits(ADMINISTRATOR, "approval.back.send", opened.form.value), Faults)
    why = "Say whom to ring."
    await newsroom.submits(ADMINISTRATOR, "approval.back.send", opened.form.value, why=why)
    await newsroom.goes_out()
    (told,) = newsroom.seen_by(AUTHOR)
    assert told.blocks[1].spans[0].text == why  # type: ignore[union-attr]
    assert labels(Say(told)) == ["Change", "Look at it"]
    assert "A colleague has decided on this one" in words_of(
        await press(newsroom, OTHER_CHAMPION, request, "Approve and send")
    )
    form = await newsroom.presses_button(AUTHOR, told, "Change")
    assert isinstance(form, Open)
    assert "Ask for approval" in labels(await newsroom.writes(value=form.form.value, words="Ring 4120."))


async def test_changed_words_need_another_approval(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    (draft,) = await newsroom.broadcasts()
    await newsroom.writes(value=f"draft {draft.id}", words="Ask Samira.")
    await newsroom.presses(
        AUTHOR, "broadcast.approval", f"{draft.id} {(await newsroom.broadcasts())[0].wording}"
    )
    reply = await press(newsroom, OTHER_CHAMPION, request, "Approve and send")
    assert "decided on this one, or its words have changed" in words_of(reply)
    await newsroom.goes_out()
    assert newsroom.got() == set()


async def test_a_correction_to_so_many_needs_approval_too(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    await press(newsroom, OTHER_CHAMPION, request, "Approve and send")
    await newsroom.goes_out()
    (sent,) = await newsroom.broadcasts()
    opened = await newsroom.presses(AUTHOR, "broadcast.correct", sent.id)
    assert isinstance(opened, Open)
    preview = await newsroom.writes(value=opened.form.value, words="Ask Samira.")
    assert "Ask for approval" in labels(preview)


async def test_its_writer_must_still_be_allowed_when_it_is_approved(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    async with newsroom.services.database.write() as session:
        await revoke(session, AUTHOR, Role.CHAMPION, None, by=None, now=newsroom.clock.now())
    reply = await press(newsroom, OTHER_CHAMPION, request, "Approve and send")
    assert "role no longer reaches these people" in words_of(reply)
    await newsroom.goes_out()
    assert newsroom.got() == set()


async def test_without_anybody_else_it_is_said_who_could(newsroom: Newsroom) -> None:
    async with newsroom.services.database.write() as session:
        await grant(session, "east-1", Role.ADMINISTRATOR, None, granted_by=None, now=newsroom.clock.now())
        await revoke(session, ADMINISTRATOR, Role.ADMINISTRATOR, None, by=None, now=newsroom.clock.now())
        await revoke(session, OTHER_CHAMPION, Role.CHAMPION, None, by=None, now=newsroom.clock.now())
        await grant(session, AUTHOR, Role.ADMINISTRATOR, None, granted_by=None, now=newsroom.clock.now())
        await revoke(session, "east-1", Role.ADMINISTRATOR, None, by=None, now=newsroom.clock.now())
    reply = await newsroom.presses_button(AUTHOR, await newsroom.writes(), "Ask for approval")
    assert "nobody else here yet who could approve it" in words_of(reply)


async def test_the_number_is_the_organisations_to_set(newsroom: Newsroom) -> None:
    assert labels(await newsroom.writes())[1] == "Ask for approval"
    async with newsroom.services.database.write() as session:
        organisation = await session.get_one(Organisation, newsroom.services.organisation.id)
        assert organisation.approval_above == 50
        organisation.approval_above = 60
    assert labels(await newsroom.writes())[1] == "Send"


async def test_a_channel_always_needs_it(newsroom: Newsroom) -> None:
    async with newsroom.services.database.write() as session:
        (await session.get_one(Team, "east")).channel = "web demo corridor"
    preview = await newsroom.writes(audience="channel:web|demo|corridor")
    assert "Everyone who reads one channel" in words_of(preview)
    await newsroom.presses_button(AUTHOR, preview, "Ask for approval")
    await newsroom.goes_out()
    await press(newsroom, ADMINISTRATOR, newsroom.seen_by(ADMINISTRATOR)[0], "Approve and send")
    await newsroom.goes_out()
    assert newsroom.got() == {"corridor"}
