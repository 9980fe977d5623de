"""`make bench-scale`: how long things take as an organisation grows. One line a figure, "name value unit".

`python -m tests.scale [PEOPLE …]` measures each size on both databases; by default 1,000 and 10,000 people.
Each measurement is a process of its own, so that memory is its own. At the end come ratios (see `growth.py`).
"""

import subprocess
import sys
from collections.abc import Iterator

from tests.databases import KINDS
from tests.scale.growth import growth, read

SIZES = ("1000", "10000")


def main(sizes: list[str]) -> int:
    codes, lines = [0], list[str]()
    for size in sizes or SIZES:
        for kind in KINDS:
            process = subprocess.Popen(
                [sys.executable, "-m", "tests.scale.measure", kind, size], stdout=subprocess.PIPE, text=True
            )
            lines += _shown(process)
            codes.append(process.wait())
    for line in growth(read(lines)):
        sys.stdout.write(f"{line}\n")
    return max(codes)


def _shown(process: subprocess.Popen[str]) -> Iterator[str]:
    """Each line at the moment at which it is there."""
    for line in process.stdout or ():
        sys.stdout.write(line)
        sys.stdout.flush()
        yield line


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
