"""`make security`: every test that `deploy/THREATS.md` names as a proof, and how long they took."""

import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from time import monotonic

PAPER = Path("deploy/THREATS.md")
_PROOF = re.compile(r"`(tests/[\w/]+\.py)`")


def proofs() -> Sequence[str]:
    """Paths, each once, in the paper's order."""
    return list(dict.fromkeys(_PROOF.findall(PAPER.read_text(encoding="utf-8"))))


def main() -> int:
    began = monotonic()
    tests = [sys.executable, "-m", "pytest", "-n", "2", "--dist", "worksteal", *proofs()]
    code = subprocess.run(tests, check=False).returncode
    print(f"{len(proofs())} files of proofs in {monotonic() - began:.0f} s.")
    return code


if __name__ == "__main__":
    sys.exit(main())
