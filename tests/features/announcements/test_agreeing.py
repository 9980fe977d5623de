"""Nothing about a particular person before they agreed to exactly these words for exactly this audience."""

from sqlalchemy import select

from bot.conversation.message import Message
from bot.conversation.routes import Faults, Open, Say
from bot.features.announcements.declarations import AGREEMENT_ENDED, ANNOUNCEMENT_SENT
from bot.people.audit.audit_check import check
from bot.people.audit.audit_log import AuditLine
from bot.people.audit.audit_text import line_in_words as in_words
from bot.people.audit.audit_text import names_in
from tests.fakes import labels, words_of
from tests.features.announcements.newsroom import AUTHOR, NURSE, OTHER_CHAMPION, WORDS, Newsroom


async def asked(newsroom: Newsroom) -> Message:
    """The request in the nurse's chat."""
    preview = await newsroom.writes(audience="team:east", about=NURSE)
    assert labels(preview)[1] == "Ask them to agree"
    await newsroom.presses_button(AUTHOR, preview, "Ask them to agree")
    await newsroom.presses_button(AUTHOR, preview, "Ask them to agree")
    await newsroom.goes_out()
    (request,) = newsroom.seen_by(NURSE)
    return request


async def draft_in_words(newsroom: Newsroom) -> str:
    (draft,) = await newsroom.broadcasts()
    return f"{draft.id} {draft.wording}"


async def test_they_see_words_and_audience_and_only_then_it_can_be_sent(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    said = words_of(Say(request))
    assert f"{AUTHOR} would like to announce something about you" in said
    assert "Ask Priya how to be offered it." in said
    assert "These exact words would go to: east (20 people)." in said
    assert "peer" not in said.replace("Peer support at Harbour", "")
    refused = await newsroom.presses(AUTHOR, "broadcast.send", await draft_in_words(newsroom))
    assert "hasn't agreed to these words" in words_of(refused)
    await newsroom.presses_button(NURSE, request, "I agree")
    await newsroom.goes_out()
    (told,) = newsroom.seen_by(AUTHOR)
    said = words_of(Say(told)).strip()
    assert said.startswith(f"{NURSE}, no e-mail known")
    assert "agrees to the words and the audience" in said
    preview = await newsroom.presses_button(AUTHOR, told, "Look at it")
    await newsroom.presses_button(AUTHOR, preview, "Send")
    await newsroom.goes_out()
    assert newsroom.got() == set(newsroom.people["east"])


async def test_other_words_or_another_audience_ask_again(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    await newsroom.presses_button(NURSE, request, "I agree")
    for changed in ({"words": "Other words."}, {"audience": "team:north"}):
        (draft,) = await newsroom.broadcasts()
        given = {"audience": "team:east", "about": NURSE, **changed}
        preview = await newsroom.writes(value=f"draft {draft.id}", **given)
        assert labels(preview)[1] == "Ask them to agree"
    stale = await newsroom.presses_button(NURSE, request, "I agree")
    assert "its words have changed" in words_of(stale)


async def test_back_at_the_first_words_they_are_asked_about_those_again(newsroom: Newsroom) -> None:
    await asked(newsroom)
    for words in ("Other words.", WORDS):
        (draft,) = await newsroom.broadcasts()
        preview = await newsroom.writes(
            value=f"draft {draft.id}", words=words, audience="team:east", about=NURSE
        )
        await newsroom.later(seconds=5)
    assert "There is nothing left for you to do" in words_of(Say(newsroom.seen_by(NURSE)[0]))
    await newsroom.presses_button(AUTHOR, preview, "Ask them to agree")
    await newsroom.goes_out()
    _, again = newsroom.seen_by(NURSE)
    await newsroom.presses_button(NURSE, again, "I agree")
    assert (await newsroom.broadcasts())[0].is_agreed


async def test_nobody_agrees_for_them(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    for person in (AUTHOR, OTHER_CHAMPION):
        await newsroom.presses_button(person, request, "I agree")
    (draft,) = await newsroom.broadcasts()
    assert not draft.is_agreed


async def test_declined_it_stays_unsent_and_nobody_asks_why(newsroom: Newsroom) -> None:
    request = await asked(newsroom)
    reply = await newsroom.presses_button(NURSE, request, "I'd rather not")
    assert "nobody asks why" in words_of(reply)
    await newsroom.goes_out()
    assert "would rather" in words_of(Say(newsroom.seen_by(AUTHOR)[0]))
    refused = await newsroom.presses(AUTHOR, "broadcast.send", await draft_in_words(newsroom))
    assert "hasn't agreed" in words_of(refused)


async def test_taken_back_after_it_was_sent_it_is_recalled(newsroom: Newsroom) -> None:
    agreed = await newsroom.presses_button(NURSE, await asked(newsroom), "I agree")
    await newsroom.presses(AUTHOR, "broadcast.send", await draft_in_words(newsroom))
    await newsroom.goes_out()
    assert newsroom.got()
    reply = await newsroom.presses_button(NURSE, agreed, "Take it back")
    await newsroom.presses_button(NURSE, agreed, "Take it back")
    assert "disappears from the chats it reached" in words_of(reply)
    await newsroom.goes_out()
    assert newsroom.got() == set()
    told = [words_of(Say(message)) for message in newsroom.seen_by(AUTHOR)]
    assert sum("has taken back their agreement" in words for words in told) == 1
    async with newsroom.services.database.read() as session:
        lines = (await session.scalars(select(AuditLine).order_by(AuditLine.number))).all()
        assert not (await check(session)).fault
        said = in_words(lines[1], await names_in(session, lines))
    (sent,) = await newsroom.broadcasts()
    assert [(line.act, line.who, line.about) for line in lines] == [
        (ANNOUNCEMENT_SENT, AUTHOR, sent.id),
        (AGREEMENT_ENDED, None, sent.id),
    ]
    assert said == f"The agreement to the announcement {sent.id} ended, so it was recalled."
    assert NURSE not in str([line.details for line in lines])


async def test_taken_back_before_it_cannot_be_sent(newsroom: Newsroom) -> None:
    agreed = await newsroom.presses_button(NURSE, await asked(newsroom), "I agree")
    await newsroom.presses_button(NURSE, agreed, "Take it back")
    refused = await newsroom.presses(AUTHOR, "broadcast.send", await draft_in_words(newsroom))
    assert "hasn't agreed" in words_of(refused)


async def test_a_template_about_a_person_asks_who_it_is(newsroom: Newsroom) -> None:
    value, words = "template recognition", "We want to thank her for the garden."
    missing = await newsroom.writes(value=value, words=words)
    assert missing == Faults({"about": "Write who it is about: they are asked before it is sent."})
    unknown = await newsroom.writes(value=value, words=words, about="Nobody Here")
    assert isinstance(unknown, Faults)
    assert "Nobody here has that e-mail or full name" in unknown.by_field["about"]
    assert "Ask them to agree" in labels(await newsroom.writes(value=value, words=words, about=NURSE))


async def test_a_correction_is_theirs_to_agree_to_as_well(newsroom: Newsroom) -> None:
    await newsroom.presses_button(NURSE, await asked(newsroom), "I agree")
    await newsroom.presses(AUTHOR, "broadcast.send", await draft_in_words(newsroom))
    await newsroom.goes_out()
    (sent,) = await newsroom.broadcasts()
    opened = await newsroom.presses(AUTHOR, "broadcast.correct", sent.id)
    assert isinstance(opened, Open)
    preview = await newsroom.writes(value=opened.form.value, words="Other words.")
    assert labels(preview)[1] == "Ask them to agree"
