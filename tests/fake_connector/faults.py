"""How a call goes wrong, on demand."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum


class How(StrEnum):
    STATUS = "a status and nothing done"
    DROP_BEFORE = "the connection drops, nothing happened"
    DROP_AFTER = "accepted, and the connection drops"
    GARBLED = "accepted, and answered with a page instead of JSON"
    SLOW = "accepted, and answered late"


@dataclass(frozen=True)
class Fault:
    """`seconds` is for slowness, `retry_after` for the header."""

    how: How = How.STATUS
    status: int = 500
    code: str = "ServiceError"
    retry_after: str = ""
    seconds: float = 1.0


BEFORE = {How.STATUS, How.DROP_BEFORE}


@dataclass
class Faults:
    """Each is used up by one call of its kind, the first first."""

    _waiting: dict[str, list[Fault]] = field(default_factory=lambda: defaultdict(list))

    def add(self, kind: str, *faults: Fault | How) -> None:
        self._waiting[kind] += [fault if isinstance(fault, Fault) else Fault(fault) for fault in faults]

    def next(self, kind: str) -> Fault | None:
        waiting = self._waiting[kind]
        return waiting.pop(0) if waiting else None
