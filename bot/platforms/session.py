"""Opens an HTTP session with timeouts that checks once more, directly before sending, whether it may send."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from aiohttp import ClientSession, ClientTimeout, TCPConnector, TraceConfig
from aiohttp.abc import AbstractResolver

from bot.delivery.sending.gateway import TooLate, always

_CONNECTIONS = 100

_may_start: ContextVar[Callable[[], bool]] = ContextVar("may_start", default=always)


@contextmanager
def only_while(may_start: Callable[[], bool]) -> Iterator[None]:
    """Within this context, calls raise TooLate and send nothing if `may_start` returns False at the last
    moment.
    """
    before = _may_start.set(may_start)
    try:
        yield
    finally:
        _may_start.reset(before)


def open_session(timeout: float, resolver: AbstractResolver | None = None) -> ClientSession:
    """One session for all calls. `timeout` is delivery's, in seconds; a call ends well before it.

    `resolver` looks up the names of hosts, in place of the system's.
    """
    last_moment = TraceConfig()
    last_moment.on_connection_create_end.append(_check)
    last_moment.on_connection_reuseconn.append(_check)
    # Before Python 3.12 the bytes are sent slightly later. A refusal in between looks like a broken
    # connection.
    last_moment.on_request_chunk_sent.append(_check)
    return ClientSession(
        timeout=ClientTimeout(total=timeout * 0.8, connect=timeout * 0.4),
        connector=TCPConnector(limit=_CONNECTIONS, resolver=resolver, use_dns_cache=resolver is None),
        trace_configs=[last_moment],
    )


async def _check(*_: object) -> None:
    if not _may_start.get()():
        raise TooLate
