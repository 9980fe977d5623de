"""`make bench`: every benchmark in turn, one line a figure, "name value unit"."""

import subprocess
import sys
from pathlib import Path

_TOGETHER = {"__init__", "__main__", "clinc150"}


def main() -> int:
    names = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if p.stem not in _TOGETHER)
    failed = [
        n
        for n in names
        if subprocess.run([sys.executable, "-m", f"tests.benchmarks.{n}"], check=False).returncode
    ]
    for name in failed:
        sys.stderr.write(f"tests/benchmarks/{name}.py failed\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
