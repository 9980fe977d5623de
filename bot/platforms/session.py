"""Opens an HTTP session with timeouts, which asks once more before sending whether it still may."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aiohttp import ClientSession, ClientTimeout, TCPConnector, TraceConfig

from bot.delivery.sending.gateway import TooLate, always

_CONNECTIONS = 100

_may_start: ContextVar[Callable[[], bool]] = ContextVar("may_start", default=always)


@contextmanager
def only_while(may_start: Callable[[], bool]) -> Iterator[None]:
    """Calls within raise TooLate, and send nothing, if it says no when they have a connection."""
    before = _may_start.set(may_start)
    try:
        yield
    finally:
        _may_start.reset(before)


def open_session(timeout: float) -> ClientSession:
    """For all calls. `timeout` is delivery's, in seconds: a call ends well before."""
    last_moment = TraceConfig()
    last_moment.on_connection_create_end.append(_check)
    last_moment.on_connection_reuseconn.append(_check)
    # Before Python 3.12 the bytes leave a moment later. A no in that moment looks like a broken connection.
    last_moment.on_request_chunk_sent.append(_check)
    return ClientSession(
        timeout=ClientTimeout(total=timeout * 0.8, connect=timeout * 0.4),
        connector=TCPConnector(limit=_CONNECTIONS),
        trace_configs=[last_moment],
    )


async def _check(*_: object) -> None:
    if not _may_start.get()():
        raise TooLate
