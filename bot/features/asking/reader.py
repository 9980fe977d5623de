"""Runs question understanding in one thread, so that the event loop never waits for the encoder."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
Result = TypeVar("Result")

# A single thread: several would compete for the interpreter lock, block the loop and finish no sooner.
_READER = ThreadPoolExecutor(1, thread_name_prefix="reader")


async def off_loop(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """Runs `work` in the thread and returns its result. First come, first served."""
    return await asyncio.get_running_loop().run_in_executor(_READER, lambda: work(*args, **kwargs))
