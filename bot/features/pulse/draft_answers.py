"""Carries a person's answers in the message's buttons; the server stores nothing until they submit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.features.pulse.items import Item
from bot.features.pulse.statistics import NOT_SURE as UNSURE
from bot.features.pulse.statistics import POINTS

NOT_SURE = "not-sure"
LEFT_OUT = "left-out"

_KNOWN = frozenset((*map(str, POINTS), NOT_SURE, LEFT_OUT))


@dataclass(frozen=True, slots=True)
class DraftAnswers:
    """The answers so far. `chosen` maps item ids to a point, NOT_SURE or LEFT_OUT, in the order of asking."""

    wave_id: str
    chosen: Mapping[str, str] = field(default_factory=dict)

    def next_of(self, items: Sequence[Item]) -> Item | None:
        """The next item to show, or None after the last."""
        return next((item for item in items if item.id not in self.chosen), None)

    def choosing(self, item: Item, value: str) -> "DraftAnswers":
        return DraftAnswers(self.wave_id, {**self.chosen, item.id: value})

    def without_last(self) -> "DraftAnswers":
        return DraftAnswers(self.wave_id, dict(list(self.chosen.items())[:-1]))

    @property
    def answers(self) -> Mapping[str, int]:
        """The answers for a ballot, without skipped items."""
        return {
            item: UNSURE if value == NOT_SURE else int(value)
            for item, value in self.chosen.items()
            if value != LEFT_OUT
        }

    def written(self) -> str:
        """Serialised for a button's value."""
        return " ".join((self.wave_id, *(f"{item}={value}" for item, value in self.chosen.items())))


def read(written: str) -> DraftAnswers:
    """Parses a button's value. Drops invalid answers, because anyone can forge a value."""
    wave_id, *pairs = written.split(" ")
    parts = [pair.partition("=") for pair in pairs]
    return DraftAnswers(wave_id, {item: value for item, _, value in parts if value in _KNOWN})
