"""`make quick` finds the tests that know about a change."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.imports import ROOMS
from tests.neighbours import neighbours
from tests.plugins import time_limit

_FILES = sorted(path.as_posix() for room in ROOMS for path in Path(room).rglob("*.py") if path.read_text())
# Where they stand: the file that is changed → a test that would notice, among the nearest.
_NEAREST = {
    "bot/features/pulse/waves/closing.py": "tests/features/pulse/waves/",
    "bot/store/database.py": "tests/store/test_database.py",
    "handlers/asking/gaps.py": "tests/handlers/asking/test_gaps.py",
    "schedules/administration/retention.py": "tests/schedules/test_retention.py",
    "content/boundaries.yaml": "tests/features/asking/cards/test_check.py",
    "tests/e2e/test_demo.py": "tests/e2e/test_demo.py",
}
_OFFERS = "handlers/shadowing/come_along.py"


@pytest.mark.parametrize("file", [*_NEAREST, _OFFERS])
def test_the_files_of_these_tests_exist(file: str) -> None:
    assert Path(file).is_file()


@pytest.mark.parametrize("changed", _NEAREST)
def test_the_nearest_come_first(changed: str) -> None:
    assert any(test.startswith(_NEAREST[changed]) for test in neighbours([changed]).near[:3])


def test_every_file_has_a_test_that_knows_about_it() -> None:
    lonely = [file for file in _FILES if not _known(file)]
    assert lonely == []


def test_one_feature_is_no_neighbour_of_another_that_does_not_import_it() -> None:
    near = neighbours([_OFFERS]).near
    assert [test for test in near if test.startswith("tests/handlers/shadowing/")]
    assert not [test for test in near if test.startswith("tests/handlers/learning/")]


def test_no_test_starts_after_its_time(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time_limit, "_UNTIL", 0.0)
    with pytest.raises(pytest.skip.Exception):
        time_limit.pytest_runtest_setup(request.node)


def test_a_run_in_which_no_test_started_fails(tmp_path: Path) -> None:
    """Otherwise a busy machine would call every change green."""
    (tmp_path / "test_one.py").write_text("def test_one() -> None: ...\n", encoding="utf-8")
    assert _exit_code(tmp_path, until="0") == pytest.ExitCode.TESTS_FAILED
    assert _exit_code(tmp_path, until="inf") == pytest.ExitCode.OK


def _exit_code(directory: Path, until: str) -> int:
    plugins = ("-p", "tests.plugins.time_limit", "-p", "no:xdist", "-p", "no:cacheprovider")
    command = [sys.executable, "-m", "pytest", *plugins, "--rootdir", str(directory), str(directory)]
    environment = os.environ | {"TESTS_START_UNTIL": until, "PYTHONPATH": str(Path.cwd())}
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode


def _known(file: str) -> bool:
    found = neighbours([file])
    return bool(found.near or found.far)
