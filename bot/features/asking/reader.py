"""Runs question reading in one thread, so that the event loop never waits for the encoder."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
Result = TypeVar("Result")

# One, not several: threads that hold the interpreter in turn would keep the loop from it, and finish no sooner.
_READER = ThreadPoolExecutor(1, thread_name_prefix="reader")


async def off_loop(work: Callable[P, Result], *args: P.args, **kwargs: P.kwargs) -> Result:
    """What `work` returns, in the order of asking."""
    return await asyncio.get_running_loop().run_in_executor(_READER, lambda: work(*args, **kwargs))
