"""Limits that administrators set for the whole organisation, with their bounds and defaults.

They are columns of the organisation's row and are read at each use, so that a change applies at once on every
replica.
"""

from collections.abc import Mapping
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from bot.core.declared import DeclaredWord
from bot.core.errors import UserFacingError
from bot.people.identity.organisations import Organisation

_A_YEAR = {"days": 365, "months": 12}
_OF_ONE = {
    "days": "day",
    "months": "month",
    "years": "year",
    "people": "person",
    "times a week": "time a week",
}


class Limit(DeclaredWord):
    """The word is the column of `Organisation`; those that begin with "keep" are settings in the environment, too.

    `form_title` has at most 24 characters, for Slack. `usual` is the default if neither the environment nor an
    administrator set a value. `why` is the explanation beside the number. `only_up`: the value can't be lowered.
    """

    label: str
    form_title: str
    question: str
    unit: str
    usual: int
    least: int
    most: int
    why: str
    only_up: bool

    def __new__(
        cls,
        word: str,
        label: str,
        form_title: str,
        question: str,
        unit: str,
        *,
        usual: int,
        least: int,
        most: int,
        why: str,
        only_up: bool = False,
    ) -> Self:
        limit = super().__new__(cls, word)
        limit.label, limit.form_title = label, form_title
        limit.question, limit.unit = question, unit
        limit.usual, limit.least, limit.most = usual, least, most
        limit.why, limit.only_up = why, only_up
        return limit

    def in_words(self, number: int) -> str:
        """The number with its unit. Whole years are years: "3 years", not "1095 days"."""
        unit, a_year = self.unit, _A_YEAR.get(self.unit)
        if a_year and number % a_year == 0:
            number, unit = number // a_year, "years"
        return f"{number:,} {_OF_ONE.get(unit, unit) if number == 1 else unit}"


def from_environment() -> tuple[str, ...]:
    """The names of those that the environment may set."""
    return tuple(name for name in Limit.all() if name.startswith("keep"))


def applies(organisation: Organisation | None, given: Mapping[str, int]) -> dict[str, int]:
    """The present values: chosen in chat, else from the environment (`given`), else the defaults."""
    return {name: _applies(name, getattr(organisation, name, None), given) for name in Limit.all()}


def _applies(limit: Limit, chosen: int | None, given: Mapping[str, int]) -> int:
    unchosen = given.get(limit, limit.usual)
    if chosen is None:
        return unchosen
    return max(chosen, unchosen) if limit.only_up else chosen


async def what_applies(
    session: AsyncSession, organisation_id: str, given: Mapping[str, int]
) -> dict[str, int]:
    return applies(await session.get_one(Organisation, organisation_id), given)


async def change(
    session: AsyncSession, organisation_id: str, name: str, value: int, given: Mapping[str, int]
) -> int:
    """From now on; what applied before. UserFacingError for what is out of bounds."""
    limit, organisation = Limit.named(name), await session.get_one(Organisation, organisation_id)
    before = applies(organisation, given)[name]
    least = before if limit.only_up else limit.least
    if not least <= value <= limit.most:
        lowered = " It can't be lowered." if limit.only_up and value < before else ""
        raise UserFacingError(f"Choose a number from {least} to {limit.most}.{lowered}")
    setattr(organisation, name, value)
    return before
