from bot.conversation.message import Choice, Paragraph, TextInput
from bot.conversation.routes import Faults, Open, Replace, Say
from bot.features.escalation.views.champion_forms import LONGEST_ANSWER
from tests.fakes import labels, message_of, words_of
from tests.handlers.escalation.bicycles import PARKING, SHED, answered, asks, questions
from tests.handlers.postbox import Postbox


async def test_the_form_has_what_was_asked_and_says_who_reads_it_and_by_when(place: Postbox) -> None:
    opened = await place.presses("nurse", await place.says("nurse", PARKING), "Ask a person")
    assert isinstance(opened, Open)
    box, line = opened.form.fields
    assert isinstance(box, TextInput)
    assert isinstance(line, Paragraph)
    assert box.initial == PARKING
    first, more = [
        [s.text for f in fields if isinstance(f, Paragraph) for s in f.spans]
        for fields in (opened.form.fields, opened.form.more)
    ]
    assert first == [
        "2 champions will read it, without your name; somebody should take it by Thursday 26 November 2026."
    ]
    assert any("2 champions" in note and "Harbour" in note for note in more)
    assert [field.name for field in opened.form.more if isinstance(field, Choice)] == ["named"]
    assert await questions(place) == []


async def test_after_an_answer_that_did_not_help_the_form_has_the_question(place: Postbox) -> None:
    asked = "what does a peer worker do?"
    rated = await place.presses("nurse", await place.says("nurse", asked), "It didn't help")
    opened = await place.presses("nurse", rated, "Ask a person")
    assert isinstance(opened, Open)
    assert asked in str(opened.form.fields)


async def test_all_champions_are_offered_it_and_nobody_else(place: Postbox) -> None:
    assert "Sent to 2 champions, without your name" in words_of(await asks(place))
    for champion in ("sam", "lee"):
        (offer,) = await place.gets(champion)
        assert PARKING in words_of(Say(offer))
        assert offer.summary == "A colleague asks:"
        assert "Amara" not in str(offer)
    assert await place.gets("nurse") == []


async def test_with_their_name_champions_see_it(place: Postbox) -> None:
    await asks(place, "with")
    (offer,) = await place.gets("sam")
    assert offer.summary == "Amara Osei asks:"


async def test_the_first_takes_it_and_the_second_is_told_kindly(place: Postbox) -> None:
    await asks(place)
    (sams,), (lees,) = await place.gets("sam"), await place.gets("lee")
    first = await place.presses("sam", sams, "I'll take it")
    assert labels(first) == ["Answer", "Pass it on"]
    second = await place.presses("lee", lees, "I'll take it")
    assert isinstance(second, Replace)
    assert "A colleague has this question" in words_of(second)


async def test_the_answer_comes_to_the_asker_who_can_reply_and_so_on(place: Postbox) -> None:
    assert SHED in words_of(await answered(place))
    (answer,) = await place.gets("nurse")
    assert answer.summary == "Sam Okafor answers:"
    assert SHED in words_of(Say(answer))
    opened = await place.presses("nurse", answer, "Reply")
    assert isinstance(opened, Open)
    await place.submits("nurse", opened.form.action, opened.form.value, reply="Is it open on Sundays?")
    (news,) = await place.gets("sam")
    assert "Is it open on Sundays?" in words_of(Say(news))
    assert "Amara" not in str(news)
    again = await place.presses("sam", news, "Answer")
    assert isinstance(again, Open)
    await place.submits("sam", again.form.action, again.form.value, answer="Ring the bell.")
    (more,) = await place.gets("nurse")
    assert "Ring the bell." in words_of(Say(more))


async def test_an_answer_that_is_too_long_is_not_cut_but_stays_to_be_shortened(place: Postbox) -> None:
    await asks(place)
    (offer,) = await place.gets("sam")
    opened = await place.presses("sam", await place.presses("sam", offer, "I'll take it"), "Answer")
    assert isinstance(opened, Open)
    words = "x" * (LONGEST_ANSWER + 1)
    reply = await place.submits("sam", opened.form.action, opened.form.value, answer=words)
    assert isinstance(reply, Faults)
    assert "2,001 characters" in reply.by_field["answer"]
    assert await place.gets("nurse") == []


async def test_distress_is_never_sent_to_a_champion(place: Postbox) -> None:
    reply = await place.submits(
        "nurse", "ask.person.send", question="I don't want to be alive any more", named="without"
    )
    assert "discarded" in words_of(reply)
    assert await questions(place) == []


async def test_an_empty_question_is_refused_beside_its_field(place: Postbox) -> None:
    reply = await place.submits("nurse", "ask.person.send", question=" ", named="with")
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {"question"}


async def test_nobody_else_reads_or_ends_it(place: Postbox) -> None:
    await answered(place)
    (answer,) = await place.gets("nurse")
    assert "closed" in message_of(await place.presses("lee", answer, "Thank you, that's all")).summary
    (question,) = await questions(place)
    assert question.closed_at is None
