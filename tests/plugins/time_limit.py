"""A plugin of pytest: after an instant, tests that have not started are skipped. A run without any test fails."""

import os

import pytest

from tests import real_time

_UNTIL = float(os.environ.get("TESTS_START_UNTIL", "inf"))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture is made."""
    if real_time.timestamp() > _UNTIL:
        pytest.skip("the minute is over")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """A busy machine can use the minute up before the first test: then nothing was tested."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or real_time.timestamp() <= _UNTIL:
        return
    if not any(reporter.stats.get(outcome) for outcome in ("passed", "failed", "error")):
        reporter.write_line(
            "No test ran: the minute was over before the first one. Run it again, or make test."
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
