"""`Turns`: a queue for database writers where only one may write at a time; people's requests go first."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# After this many priority writers, one background writer gets a turn, so that it never starves.
_MOST_IN_A_ROW = 4


class Turns:
    """First come, first served within each of the two priorities.

    Without it, SQLite makes waiting writers sleep and retry, and an unlucky one waits for seconds.
    """

    def __init__(self) -> None:
        self._is_taken = False
        self._in_a_row = 0
        self._people: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def take(self, *, yields: bool) -> AsyncIterator[None]:
        """Waits for the turn. `yields`: the writer lets all others go first."""
        await self._wait(self._others if yields else self._people)
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, queue: deque[asyncio.Future[None]]) -> None:
        if not self._is_taken:
            self._is_taken = True
            return
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        try:
            await turn
        except asyncio.CancelledError:
            if turn.done() and not turn.cancelled():
                self._pass_on()
            raise

    def _pass_on(self) -> None:
        """Hands the turn directly to the next writer, so that no other writer can take it in between."""
        patient = self._in_a_row >= _MOST_IN_A_ROW
        for queue in (self._others, self._people) if patient else (self._people, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    self._in_a_row = self._in_a_row + 1 if queue is self._people else 0
                    turn.set_result(None)
                    return
        self._is_taken = False
