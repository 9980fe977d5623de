"""Types of a group's published results after a wave: figures, or `TooFew`; to and from JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.publishing.publisher import Figures


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer than the floor answered. There is no other reason, and none is told."""


Told = Figures | TooFew

_FIGURES: TypeAdapter[Figures] = TypeAdapter(Figures)


def read_told(plain: Mapping[str, Any]) -> Told:
    return _FIGURES.validate_python(plain) if plain else TooFew()


def plain(told: Told) -> dict[str, Any]:
    """As JSON."""
    if isinstance(told, TooFew):
        return {}
    written: dict[str, Any] = _FIGURES.dump_python(told, mode="json")
    return written
