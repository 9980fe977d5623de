"""A plugin of pytest: tests that mostly wait come first, while other workers have work for the cores."""

import pytest

# Until processes have started, are declared dead or come back, or until a platform's pace lets them go on.
_WAIT = (
    "tests/delivery/faults/",
    "tests/platforms/slack/outbound/test_faults.py",
    "tests/app/running/test_two_replicas.py",
    "tests/app/running/test_serve.py",
    "tests/platforms/hostile/test_outsiders.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Otherwise in their order, so that those which share a fixture stay together."""
    items.sort(key=lambda item: not item.nodeid.startswith(_WAIT))
