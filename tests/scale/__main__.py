"""`make bench-scale`: how long things take as an organisation grows. One line a figure, "name value unit".

`python -m tests.scale [PEOPLE …]` measures each size on both databases; by default 1,000 and 10,000 people.
Each measurement is a process of its own, so that memory is its own.
"""

import subprocess
import sys

from tests.databases import KINDS

SIZES = ("1000", "10000")


def main(sizes: list[str]) -> int:
    runs = [(kind, size) for size in sizes or SIZES for kind in KINDS]
    arguments = [[sys.executable, "-m", "tests.scale.measure", kind, size] for kind, size in runs]
    return max(subprocess.run(one, check=False).returncode for one in arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
