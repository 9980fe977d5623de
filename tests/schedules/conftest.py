from datetime import datetime

import pytest

from bot.core.clock import MovableClock
from bot.store.database import Database
from tests.delivery.conftest import database
from tests.delivery.office import Office
from tests.delivery.times import utc

__all__ = ["database"]


@pytest.fixture
def now() -> datetime:
    """A Monday, before anything of that week is due."""
    return utc("2026-07-13 01:00")


@pytest.fixture
def office(database: Database, now: datetime) -> Office:
    return Office(database, clock=MovableClock(now, frozen=True))
