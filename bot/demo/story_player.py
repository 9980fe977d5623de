"""Plays a demo story step by step, by pressing the buttons that its people see."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import assert_never

from bot.conversation.form_values import fields_of
from bot.conversation.message import Button, Buttons, Message
from bot.demo.slack_picture import slack_picture
from bot.demo.stories import STORIES
from bot.demo.stories.steps import Act, AsksAPerson, Fills, Presses, Says, Scene, Story, Waits
from bot.features.shared_actions import ASK_PERSON
from bot.platforms.web.outbound.workspace import ActionImpossible, Workspace
from bot.platforms.web.stories import NOTHING, StoryStep

# Events; four weeks of them are fewer.
_PATIENCE = 40

Move = Callable[[timedelta | None], Awaitable[None]]


@dataclass(slots=True)
class StoryPlayer:
    workspace: Workspace
    move: Move
    done: set[tuple[str, int]] = field(default_factory=set)

    def listed(self) -> Sequence[tuple[str, str, str]]:
        return [(story.id, story.title, story.about) for story in STORIES]

    def step(self, id_: str, number: int) -> StoryStep | None:
        story = next((candidate for candidate in STORIES if candidate.id == id_), None)
        if story is None or not 1 <= number <= len(story.scenes):
            return None
        return self._step(story, number, story.scenes[number - 1])

    def _step(self, story: Story, number: int, scene: Scene) -> StoryStep:
        is_done, count = (story.id, number) in self.done, len(story.scenes)
        persona = next(p for p in self.workspace.personas if p.user == scene.user)
        last = self._latest(scene.user) if is_done and number == count else None
        return StoryStep(
            id=story.id,
            story=story.title,
            number=number,
            count=count,
            user=scene.user,
            who=f"{persona.name}, {persona.about}",
            text=scene.text,
            label=scene.label,
            is_done=is_done,
            elsewhere=slack_picture(last) if last else NOTHING,
        )

    async def do(self, id_: str, number: int) -> None:
        """Raises ActionImpossible if somebody did something else meanwhile; the story can be told again then."""
        story = next(candidate for candidate in STORIES if candidate.id == id_)
        for act in story.scenes[number - 1].acts:
            await self._act(act)
        if number == 1:
            self.done -= {(id_, n) for n in range(1, len(story.scenes) + 1)}
        self.done.add((id_, number))

    async def _act(self, act: Act) -> None:
        match act:
            case Says(user, words):
                await self.workspace.say(user, words)
            case Presses(user, label):
                await self._press(user, label)
            case AsksAPerson(user):
                await self.workspace.press_button(user, ASK_PERSON.button("Ask a person", None))
            case Fills(user, values):
                await self._fill(user, dict(values))
            case Waits(user, label, is_new):
                await self._wait(user, label, is_new=is_new)
            case _:
                assert_never(act)

    async def _press(self, user: str, label: str) -> None:
        for entry in reversed(self.workspace.transcript(user).entries):
            for index, button in enumerate(_buttons(entry.message)):
                if button.label.startswith(label):
                    await self.workspace.press(user, entry.id, index, {})
                    return
        raise ActionImpossible(f"There is no button “{label}” here now. Begin the story again.")

    async def _fill(self, user: str, values: dict[str, str]) -> None:
        opened = self.workspace.transcript(user).form
        if opened is None:
            raise ActionImpossible("The form is closed. Begin the story again.")
        given = {field.name: field.initial for field in fields_of(opened.form.all_fields)} | values
        await self.workspace.submit(
            user, opened.id, {f"value.{name}": value for name, value in given.items()}
        )

    async def _wait(self, user: str, label: str, *, is_new: bool) -> None:
        """Waits for a message that fits. Earlier messages count, too, unless a new one is wanted."""
        before = self._having(user, label) if is_new else set()
        for _ in range(_PATIENCE):
            if self._having(user, label) - before:
                return
            await self.move(None)

    def _having(self, user: str, label: str) -> set[str]:
        """The entries with a button like this."""
        entries = self.workspace.transcript(user).entries
        return {e.id for e in entries if any(b.label.startswith(label) for b in _buttons(e.message))}

    def _latest(self, user: str) -> Message | None:
        entries = reversed(self.workspace.transcript(user).entries)
        return next((entry.message for entry in entries if not entry.mine), None)


def _buttons(message: Message) -> Sequence[Button]:
    return [b for block in message.blocks if isinstance(block, Buttons) for b in block.buttons]
