"""Carries a person's answers so far in the message's own buttons; stores nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.features.pulse.items import Item
from bot.features.pulse.statistics import NOT_SURE as UNSURE
from bot.features.pulse.statistics import POINTS

NOT_SURE = "not-sure"
LEFT_OUT = "left-out"

_KNOWN = frozenset((*map(str, POINTS), NOT_SURE, LEFT_OUT))


@dataclass(frozen=True, slots=True)
class Answering:
    """`chosen` has a point, NOT_SURE or LEFT_OUT by item id, in the order of asking."""

    wave_id: str
    chosen: Mapping[str, str] = field(default_factory=dict)

    def next_of(self, items: Sequence[Item]) -> Item | None:
        """None where each has been shown."""
        return next((item for item in items if item.id not in self.chosen), None)

    def choosing(self, item: Item, value: str) -> "Answering":
        return Answering(self.wave_id, {**self.chosen, item.id: value})

    def without_last(self) -> "Answering":
        return Answering(self.wave_id, dict(list(self.chosen.items())[:-1]))

    @property
    def answers(self) -> Mapping[str, int]:
        """As a ballot has them, without what was left out."""
        return {
            item: UNSURE if value == NOT_SURE else int(value)
            for item, value in self.chosen.items()
            if value != LEFT_OUT
        }

    def written(self) -> str:
        """As a button carries it."""
        return " ".join((self.wave_id, *(f"{item}={value}" for item, value in self.chosen.items())))


def read(written: str) -> Answering:
    """Anybody can make one up, so what is no answer is left out of it."""
    wave_id, *pairs = written.split(" ")
    parts = [pair.partition("=") for pair in pairs]
    return Answering(wave_id, {item: value for item, _, value in parts if value in _KNOWN})
