from collections.abc import AsyncIterator

import pytest

from tests.delivery.conftest import database
from tests.fake_slack.slack import FakeSlack

__all__ = ["database"]


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    """With us in one workspace, T1."""
    fake = FakeSlack()
    await fake.start()
    fake.install("T1")
    yield fake
    await fake.stop()
