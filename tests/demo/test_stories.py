"""Every story is told to its end, with the buttons that its people see."""

from datetime import timedelta

import pytest

from bot.conversation.message import buttons_of
from bot.conversation.plain_text import plain
from bot.demo.run import Demo
from bot.demo.stories import STORIES
from bot.demo.stories.steps import Story
from bot.demo.story_player import StoryPlayer

# What the README says that a story shows, as its people read it.
SHOWS = {
    "amara": ("Sources: ", "without your name", "The answer:"),
    "jo": ("Being left out", "Paused"),
    "helen": ("in 100", "etween", "Each figure comes with its range", "figures"),
    "priya": ("answers:", "everyone"),
    "sam": ("chedule", "ole", "eliver", "udit"),
}


@pytest.mark.parametrize("story", STORIES, ids=[story.id for story in STORIES])
async def test_a_story_has_five_steps_and_ends_in_slacks_own_blocks(demo: Demo, story: Story) -> None:
    telling = StoryPlayer(demo.workspace, demo.move)
    assert len(story.scenes) == 5
    for number in range(1, 6):
        await telling.do(story.id, number)
    last = telling.step(story.id, 5)
    assert last is not None
    assert 'class="slack"' in last.elsewhere
    talks = demo.workspace.log.talks.values()
    read = " ".join(
        f"{plain(e.message)} {buttons_of(e.message.blocks)}" for talk in talks for e in talk.entries
    )
    assert [words for words in SHOWS[story.id] if words not in read] == []


async def test_the_same_story_can_be_told_again(demo: Demo) -> None:
    telling = StoryPlayer(demo.workspace, demo.move)
    for number in (1, 2, 3, 1):
        await telling.do("amara", number)
    steps = [telling.step("amara", number) for number in range(1, 6)]
    assert [step.is_done for step in steps if step] == [True, False, False, False, False]


async def test_waiting_for_a_tip_brings_a_new_one_also_where_one_is_there_already(demo: Demo) -> None:
    telling = StoryPlayer(demo.workspace, demo.move)
    await telling.do("jo", 3)
    before = demo.clock.now()
    await telling.do("jo", 3)
    assert demo.clock.now() > before + timedelta(days=1)


async def test_the_next_event_stops_at_the_first_message_for_somebody_one_can_be(demo: Demo) -> None:
    before = demo.clock.now()
    await demo.move(None)
    arrived = [entry for talk in demo.workspace.log.talks.values() for entry in talk.entries]
    assert arrived
    assert all(entry.at > before for entry in arrived)
    assert demo.workspace.moving == ""
