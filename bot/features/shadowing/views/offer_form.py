"""Reads submitted shadowing forms: the time to take, or the time to cancel. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from bot.features.shadowing.views.offers import KEEP, WHICH


@dataclass(frozen=True, slots=True)
class TimeToTake:
    """The offer's id. Empty if none was chosen."""

    offer_id: str

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        return cls(values.get(WHICH, ""))


@dataclass(frozen=True, slots=True)
class TimeToCancel:
    """The offer's id. None if all of them stay."""

    offer_id: str | None

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Self:
        which = values.get(WHICH, KEEP)
        return cls(None if which == KEEP else which)
