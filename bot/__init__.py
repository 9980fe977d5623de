"""Alongside. `python -m bot version` prints the version; CHANGELOG.md lists the changes."""

import os

__version__ = "0.2.0"

# Our matrices are small. With several threads the library of numpy waits busily in all of them: a question
# cost twice the time of the processor, and questions queued. It reads this when it is loaded.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

# The library that runs the sentence encoder otherwise makes an id of this machine and reports to its maker when
# it is loaded: the system, the account's folder, the model. Nothing may leave that nobody chose.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
