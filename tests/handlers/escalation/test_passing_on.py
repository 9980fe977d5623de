"""A champion passes a question on: to all the others who read it, or to one of them by name."""

import pytest

from bot.conversation.message import Choice
from bot.conversation.routes import Faults, Open, Reply, Say
from bot.core.clock import MovableClock
from bot.features.escalation.views.inbox import OFFER_ENDINGS
from bot.people.access.roles import Role
from tests.fakes import Bot, labels, words_of
from tests.handlers.champions import PARKING, a_nurse_and_two_champions, moves, taken
from tests.handlers.postbox import Postbox


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    return await a_nurse_and_two_champions(bot)


async def test_passed_on_it_is_offered_to_the_others_only(place: Postbox) -> None:
    passed = await passes(place, note="He knows the porter.")
    assert "Passed on to all the others who read it" in words_of(passed)
    (offer,) = await place.gets("lee")
    assert PARKING in words_of(Say(offer))
    assert "He knows the porter." in words_of(Say(offer))
    assert await place.gets("sam") == []


async def passes(place: Postbox, to: str = "all", note: str = "") -> Reply:
    opened = await place.presses("sam", await taken(place), "Pass it on")
    assert isinstance(opened, Open)
    return await place.submits("sam", opened.form.action, opened.form.value, to=to, note=note)


async def test_passed_on_by_name_it_is_with_that_colleague_and_the_asker_hears_nothing(
    place: Postbox,
) -> None:
    await place.knows("kit", "Kit Adeyemi", Role.CHAMPION)
    lee = await place.knows("lee", "Lee Wong")
    passed = await passes(place, to=lee, note="You were there\nwhen it was built.")
    assert "Passed on to Lee Wong." in words_of(passed)
    (letter,) = await place.gets("lee")
    assert letter.summary == "Sam Okafor passes this question on to you."
    assert "You were there when it was built." in words_of(Say(letter))
    assert labels(Say(letter)) == ["Answer", "Pass it on"]
    assert await place.gets("kit") == []
    opened = await place.presses("lee", letter, "Answer")
    assert isinstance(opened, Open)
    await place.submits("lee", opened.form.action, opened.form.value, answer="In the shed.")
    (answer,) = await place.gets("nurse")
    assert answer.summary == "Lee Wong answers:"
    for word in ("Sam", "built"):
        assert word not in str(answer)


async def test_by_name_it_is_passed_on_only_to_those_who_take_questions_now(place: Postbox) -> None:
    lee = await place.knows("lee", "Lee Wong")
    await place.knows("kit", "Kit Adeyemi", Role.CHAMPION)
    await place.presses("lee", await place.says("lee", "hours"), "Not now")
    opened = await place.presses("sam", await taken(place), "Pass it on")
    assert isinstance(opened, Open)
    (choice,) = (field for field in opened.form.fields if isinstance(field, Choice))
    assert [option.label for option in choice.options] == ["All the others who read it", "Kit Adeyemi"]
    reply = await place.submits("sam", opened.form.action, opened.form.value, to=lee)
    assert isinstance(reply, Faults)
    assert set(reply.by_field) == {"to"}


async def test_who_passes_it_further_sees_that_it_has_gone_on(place: Postbox) -> None:
    await passes(place, to=await place.knows("lee", "Lee Wong"))
    (letter,) = await place.gets("lee")
    await place.sees_instead("lee")
    opened = await place.presses("lee", letter, "Pass it on")
    assert isinstance(opened, Open)
    await place.submits("lee", opened.form.action, opened.form.value, to="all")
    assert {m.summary for m in await place.sees_instead("lee")} == {OFFER_ENDINGS.passed_on.summary}
    (offer,) = await place.gets("sam")
    assert PARKING in words_of(Say(offer))


async def test_passed_on_by_name_and_not_answered_it_goes_to_all(place: Postbox, clock: MovableClock) -> None:
    await passes(place, to=await place.knows("lee", "Lee Wong"))
    assert len(await place.gets("lee")) == 1
    await moves(place, clock, 2)
    assert [labels(Say(each)) for each in await place.gets("lee")] == [["I'll take it", "My hours"]]


async def test_a_note_that_speaks_of_distress_goes_and_shows_who_is_there(place: Postbox) -> None:
    passed = await passes(place, note="She says she wants to kill herself")
    assert "Passed on" in words_of(passed)
    assert "Samaritans" in words_of(passed)
