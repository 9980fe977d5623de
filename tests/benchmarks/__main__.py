"""`make bench`: every benchmark in turn, one line a figure, "name value unit". BENCH_SMOKE=1 does little of each."""

import subprocess
import sys
from pathlib import Path

from tests.benchmarks.figures import LINE

_NO_BENCHMARKS = {"__init__", "__main__", "clinc150", "endpoint", "figures"}


def names() -> list[str]:
    stems = (path.stem for path in Path(__file__).parent.glob("*.py"))
    return sorted(name for name in stems if name not in _NO_BENCHMARKS and not name.startswith("test_"))


def run(name: str) -> bool:
    """Whether it succeeded and printed at least one figure. Other output goes to standard error."""
    figure_count = 0
    with subprocess.Popen(
        [sys.executable, "-m", f"tests.benchmarks.{name}"], stdout=subprocess.PIPE, text=True
    ) as process:
        for line in process.stdout or ():
            is_figure = LINE.fullmatch(line.strip()) is not None
            figure_count += is_figure
            (sys.stdout if is_figure else sys.stderr).write(line)
            sys.stdout.flush()
    return process.returncode == 0 and figure_count > 0


def main(chosen: list[str]) -> int:
    failed = [name for name in chosen or names() if not run(name)]
    for name in failed:
        sys.stderr.write(f"tests/benchmarks/{name}.py failed, or told no figure\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
