"""Gives memory that only the start needed back to the system (glibc's `malloc_trim`)."""

import ctypes
import gc
from contextlib import suppress


def give_back() -> None:
    """To the system: glibc keeps it otherwise, some 90 MB after the model and the index are read.

    Where another C library is at work, nothing happens.
    """
    gc.collect()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
