"""Alongside. The version is told by `python -m bot version`; CHANGELOG.md says what it brings."""

import os

__version__ = "0.2.0"

# Our matrices are small. With several threads the library of numpy waits busily in all of them: a question
# cost twice the time of the processor, and questions queued. It reads this when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
