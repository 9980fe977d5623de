"""What an editor does with a colleague's answer: changes it, decides, and takes it out again."""

from datetime import timedelta

import pytest

from bot.conversation.message import TextInput
from bot.conversation.routes import Open, Reply, Say
from bot.core.clock import MovableClock
from bot.people.access.roles import Role
from tests.fakes import Bot, labels, words_of
from tests.handlers.postbox import Postbox

CARD = {
    "title": "Where to park a bicycle",
    "first": "Where do peer workers leave their bicycles?",
    "second": "Is there a bike shed?",
    "third": "Can I bring my bicycle to work?",
    "body": "In the shed behind the east wing.",
    "source": "Estates, site plan 2026",
}


@pytest.fixture
async def place(bot: Bot) -> Postbox:
    """A champion and two editors."""
    found = Postbox(bot)
    await found.knows("sam", "Sam Okafor", Role.CHAMPION)
    await found.knows("ed", "Ed Moss", Role.EDITOR)
    await found.knows("flo", "Flo Brandt", Role.EDITOR)
    return found


async def submits(place: Postbox, user: str, about: str = "new:", **changed: str) -> Reply:
    preview = await place.submits(user, "local.check", about, **CARD | changed)
    return await place.presses(user, preview, "Send it to an editor")


async def opens(place: Postbox, user: str) -> Reply:
    """What was sent to this editor."""
    (news,) = await place.gets(user)
    return await place.presses(user, news, "Look at it")


async def test_an_editor_changes_words_before_another_editor_puts_them_in_force(place: Postbox) -> None:
    await submits(place, "sam")
    shown = await opens(place, "ed")
    await place.gets("flo")
    opened = await place.presses("ed", shown, "Change it")
    assert isinstance(opened, Open)
    assert {f.name: f.initial for f in opened.form.all_fields if isinstance(f, TextInput)} == CARD
    await submits(place, "ed", opened.form.value, body="In the new shed.")
    assert "A colleague has decided about it" in words_of(
        await place.presses("flo", shown, "Put it in force")
    )
    (told,) = await place.gets("sam")
    assert "waits for another editor" in told.summary
    changed = await opens(place, "flo")
    assert "In the new shed." in words_of(changed)
    assert "In force now" not in words_of(changed)
    await place.presses("flo", changed, "Put it in force")
    assert "In the new shed." in words_of(await place.says("nurse", "Is there a bike shed?"))
    assert "Waiting for an editor: 0" in words_of(await place.says("ed", "our answers"))


async def test_a_champion_changes_nobody_elses_words_that_wait(place: Postbox) -> None:
    await submits(place, "ed")
    shown = await opens(place, "flo")
    assert "changed, sent or left since" in words_of(await place.presses("sam", shown, "Change it"))


async def test_once_one_editor_has_decided_the_others_are_asked_no_more(place: Postbox) -> None:
    await submits(place, "sam")
    shown = await opens(place, "ed")
    await place.gets("flo")
    await place.presses("ed", shown, "Put it in force")
    (mine,) = await place.sees_instead("ed")
    assert mine.summary == "You decided about this answer.", "and no colleague"
    (instead,) = await place.sees_instead("flo")
    assert "A colleague has decided about this answer" in words_of(Say(instead))
    assert labels(Say(instead)) == []


async def test_an_editor_sees_what_is_in_force_beside_the_change_and_when_it_is_due(place: Postbox) -> None:
    await submits(place, "sam")
    published = await place.presses("ed", await opens(place, "ed"), "Put it in force")
    assert "due for review on Wednesday 26 May 2027" in words_of(published)
    opened = await place.presses("sam", await place.says("sam", "our answers"), "Change it")
    assert isinstance(opened, Open)
    await place.gets("flo")
    await submits(place, "sam", opened.form.value, body="In the new shed.")
    changed = words_of(await opens(place, "flo"))
    assert changed.index("In the new shed.") < changed.index("In force now")
    assert "> In the shed behind the east wing." in changed
    assert "due for review on" in changed


async def test_its_writer_hears_that_an_answer_was_withdrawn(place: Postbox) -> None:
    await submits(place, "sam")
    await place.presses("ed", await opens(place, "ed"), "Put it in force")
    await place.gets("sam")
    await place.presses("ed", await place.says("ed", "our answers"), "Withdraw it")
    (told,) = await place.gets("sam")
    assert "withdrawn the answer that you wrote" in told.summary


async def test_every_answer_in_force_is_reached_and_the_one_due_first_comes_first(
    place: Postbox, clock: MovableClock
) -> None:
    for number in range(10):
        await submits(place, "sam", title=f"Answer {number}")
        await place.presses("ed", await opens(place, "ed"), "Put it in force")
        clock.move_to(clock.now() + timedelta(days=1))
    first = await place.says("ed", "our answers")
    assert "Answer 0" in words_of(first)
    assert "Answer 9" not in words_of(first)
    rest = await place.presses("ed", first, "Show 2 more in force")
    assert "Answer 9" in words_of(rest)
    assert "Answer 0" not in words_of(rest)


@pytest.mark.parametrize("box", ["title", "third", "body"])
async def test_hurtful_words_are_a_line_for_the_writer_alone(place: Postbox, box: str) -> None:
    line = "Words that some readers find hurtful: “junkies”."
    preview = await place.submits("sam", "local.check", "new:", **CARD | {box: "May the junkies use it?"})
    assert line in words_of(preview)
    await place.presses("sam", preview, "Send it to an editor")
    assert "hurtful" not in words_of(await opens(place, "ed"))
    assert "hurtful" not in words_of(await place.submits("sam", "local.check", "new:", **CARD))
