"""A question must not cost more than it needs: the matrices of a question are worked out in the thread that asks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

_MULTIPLIES = """
import os
import bot
import numpy
numpy.ones((800, 800)) @ numpy.ones((800, 800))
print(len(os.listdir("/proc/self/task")))
"""


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="threads are counted as Linux shows them")
@pytest.mark.skipif((os.cpu_count() or 1) < 2, reason="on one processor there is one thread anyway")
def test_matrices_start_no_threads_of_their_own() -> None:
    given = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    told = subprocess.run(
        [sys.executable, "-c", _MULTIPLIES],
        env=given | {"PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        check=True,
    )
    assert int(told.stdout) == 1
