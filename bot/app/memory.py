"""Returns memory that only the start needed to the system (glibc's `malloc_trim`)."""

import ctypes
import gc
from contextlib import suppress


def release_memory() -> None:
    """Releases some 90 MB that glibc otherwise retains after loading the model and the index.

    Does nothing with other C libraries.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def exempt_from_collection() -> None:
    """Exempts what the start made, which lives until the end, from Python's garbage collection.

    Otherwise each full collection reads all of it, and the event loop stands still meanwhile.
    """
    gc.collect()
    gc.freeze()
