"""Queues database writers where only one may write at a time; people's requests get priority."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

# So many people go first; then one who yields has a turn, also where more people write than can be served.
_MOST_IN_A_ROW = 4


class Turns:
    """In the order of asking, within each of the two kinds.

    SQLite lets a waiting writer sleep and try again, so the unlucky one waits for seconds while others pass.
    """

    def __init__(self) -> None:
        self._is_taken = False
        self._in_a_row = 0
        self._people: deque[asyncio.Future[None]] = deque()
        self._others: deque[asyncio.Future[None]] = deque()

    @asynccontextmanager
    async def take(self, *, yields: bool) -> AsyncIterator[None]:
        """`yields`: everybody who does not goes first."""
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
        """The turn goes over without being free in between, so that nobody slips in."""
        patient = self._in_a_row >= _MOST_IN_A_ROW
        for queue in (self._others, self._people) if patient else (self._people, self._others):
            while queue:
                turn = queue.popleft()
                if not turn.done():
                    self._in_a_row = self._in_a_row + 1 if queue is self._people else 0
                    turn.set_result(None)
                    return
        self._is_taken = False
