"""Simulates the demo's invented colleagues: their pulse answers, the same in every run, and the buttons they press."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from secrets import token_hex

from bot.conversation.dispatch import Dispatch
from bot.conversation.message import Button, Message, Scale, buttons_of
from bot.conversation.request import Kind, Request, Sender
from bot.conversation.routes import Replace
from bot.features.pulse.draft_answers import read
from bot.features.pulse.preferences import HEADLINE

# The share of a team that answers; usually six of seven.
_ANSWERING = {"Rowan ward": 0.5}
_USUALLY = 0.85

# Points out of five at the first of the past waves, and what comes to it by the last; one team declines.
_START, _GAIN = 2.9, 1.7
_OTHERWISE = {"Community team east": (3.7, -1.2), "Community team west": (2.9, 1.2)}
_SPREAD = 0.9
_WEAK = {"regular-learning": -0.6, "leaders-explain-why": -0.5, "know-how-to-connect": 0.4}


@dataclass(frozen=True, slots=True)
class DemoColleague:
    user: str
    team: str

    def takes_part(self, wave: int) -> bool:
        return self._chance(wave, "").random() < _ANSWERING.get(self.team, _USUALLY)

    def answers(self, items: Sequence[str], wave: int, waves: int) -> Mapping[str, int]:
        """A point of 1 to 5 by item id; `waves` is how many the trends take."""
        return {item: self._point(item, wave, wave / waves) for item in items}

    def _point(self, item: str, wave: int, progress: float) -> int:
        start, gain = _OTHERWISE.get(self.team, (_START, _GAIN))
        mood = _WEAK.get(item, 0.0) + self._chance(0, item).gauss(0, _SPREAD / 2)
        mood += start + gain * progress if item == HEADLINE else _START
        return max(1, min(5, round(self._chance(wave, item).gauss(mood, _SPREAD))))

    def _chance(self, wave: int, item: str) -> Random:
        return Random(f"{self.user} {wave} {item}")  # noqa: S311 - invented people


class Answering:
    """Colleagues press the buttons of their messages like everyone else, through all that guards a request."""

    def __init__(
        self, dispatch: Dispatch, workspace: str, colleagues: Sequence[DemoColleague], waves: int
    ) -> None:
        self._dispatch = dispatch
        self._workspace = workspace
        self._by_user = {colleague.user: colleague for colleague in colleagues}
        self._waves = waves

    async def __call__(self, user: str, message: Message) -> None:
        """A colleague who gets the questions answers them at once, or never."""
        colleague = self._by_user.get(user)
        wave = self._waves + 1
        if _scale(message) is None or colleague is None or not colleague.takes_part(wave):
            return
        while scale := _scale(message):
            item = [*read(scale.points[0].value).chosen][-1]
            point = str(colleague.answers([item], wave, self._waves)[item])
            button = next(b for b in scale.points if read(b.value).chosen[item] == point)
            message = await self._press(user, button)
        await self._press(user, buttons_of(message.blocks)[0])

    async def _press(self, user: str, button: Button) -> Message:
        """Presses the button. Returns the message that replaces the pressed one."""
        sender = Sender("web", self._workspace, user)
        pressed = Request(
            token_hex(8), Kind.PRESSED, sender, f"web:{user}", True, button.action, button.value
        )
        reply = await self._dispatch(pressed)
        return reply.message if isinstance(reply, Replace) else Message("")


def _scale(message: Message) -> Scale | None:
    return next((block for block in message.blocks if isinstance(block, Scale)), None)
