"""How a call goes wrong, on demand."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum


class How(StrEnum):
    BUSY = "429, with Retry-After"
    BROKEN = "500"
    GARBLED = "accepted, and answered with a page instead of JSON"
    DROP_BEFORE = "the connection drops, nothing happened"
    DROP_AFTER = "accepted, and the connection drops"
    SLOW = "accepted, and answered late"
    REFUSE = "ok: false"


@dataclass(frozen=True)
class Fault:
    """`seconds` is for Retry-After and for slowness."""

    how: How
    seconds: float = 1.0
    error: str = "internal_error"


BEFORE = {How.BUSY, How.BROKEN, How.DROP_BEFORE, How.REFUSE}


@dataclass
class Faults:
    """Each is used up by one call of its method, the first first."""

    _waiting: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))

    def add(self, method: str, *faults: Fault | How) -> None:
        self._waiting[method] += [f if isinstance(f, Fault) else Fault(f) for f in faults]

    def next(self, method: str) -> Fault | None:
        waiting = self._waiting[method]
        return waiting.pop(0) if waiting else None

    def end(self) -> None:
        """From now on all goes well."""
        self._waiting.clear()
