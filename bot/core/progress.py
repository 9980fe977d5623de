"""Reports how far long work has come to the code that waits for it. Does nothing where nobody listens."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
"""Called with how many are done, and of how many."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


def report(done: int, total: int) -> None:
    if listener := _listener.get():
        listener(done, total)


@contextmanager
def heard_by(listener: Listener) -> Iterator[None]:
    """Everything that this task does meanwhile reports to `listener`."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)
