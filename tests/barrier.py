"""A barrier that holds answers back until a number of them wait, so that tests can act at that moment."""

import asyncio


class Barrier:
    """Open at first."""

    def __init__(self) -> None:
        self._held = 0
        self._full = 0
        self._is_full = asyncio.Event()
        self._is_open = asyncio.Event()
        self._is_open.set()

    async def hold(self, count: int) -> None:
        """Let nobody through; returns at the moment in which so many are waiting."""
        self._full = count
        self._is_full.clear()
        self._is_open.clear()
        if self._held < count:
            await self._is_full.wait()

    def release(self) -> None:
        self._is_open.set()

    async def wait(self) -> None:
        self._held += 1
        if self._held >= self._full and not self._is_open.is_set():
            self._is_full.set()
        try:
            await self._is_open.wait()
        finally:
            self._held -= 1
