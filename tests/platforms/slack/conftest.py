import json

import pytest

from tests.databases import missing
from tests.platforms.slack.contract.checks import REMEDY, SCHEMA, Contract


@pytest.fixture(scope="session")
def contract() -> Contract:
    if not SCHEMA.exists():
        missing(REMEDY)
    return Contract(json.loads(SCHEMA.read_text()))
