"""A group's published result after a wave: `Figures` or `TooFew`, and their JSON form."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from bot.publishing.publisher import Figures


@dataclass(frozen=True, slots=True)
class TooFew:
    """Fewer than the minimum answered. This is the only reason for a missing figure."""


PublishedResult = Figures | TooFew

_FIGURES: TypeAdapter[Figures] = TypeAdapter(Figures)


def result_from_json(plain: Mapping[str, Any]) -> PublishedResult:
    return _FIGURES.validate_python(plain) if plain else TooFew()


def result_as_json(result: PublishedResult) -> dict[str, Any]:
    """The result as JSON."""
    if isinstance(result, TooFew):
        return {}
    written: dict[str, Any] = _FIGURES.dump_python(result, mode="json")
    return written
