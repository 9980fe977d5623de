"""Looks up public holidays, and a country's regions, in the `holidays` package.

Asks for one country at a time: a list of all would load 300 modules and keep 11 MB.
"""

from collections.abc import Sequence
from datetime import date
from functools import cache, lru_cache

import holidays

# Holidays that differ between regions differ in most years, so checking a few years is enough.
_YEARS = range(2026, 2029)


@cache
def regions_of(country: str) -> Sequence[str]:
    """Their codes; none for a country that the package doesn't know."""
    try:
        return tuple(holidays.country_holidays(country).subdivisions)
    except NotImplementedError:
        return ()


@cache
def regions_with_days_of_their_own(country: str) -> Sequence[str]:
    """The codes of those whose holidays are not just the whole country's."""
    return tuple(
        code
        for code in regions_of(country)
        if any(days_of(country, code, y) != days_of(country, "", y) for y in _YEARS)
    )


@lru_cache(maxsize=1024)
def days_of(country: str, region: str, year: int) -> frozenset[date]:
    """Empty for a country that the package doesn't know; the whole country's for such a region."""
    subdivision = region if region in regions_of(country) else None
    try:
        return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
    except NotImplementedError:
        return frozenset()
