"""What was found out about an installation: what is so, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One sentence each: `what` is so, and what to `do`; empty where nothing is to be done. Never a secret."""

    about: str
    state: State
    what: str
    do: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.do}".strip()


def ok(about: str, what: str) -> Finding:
    return Finding(about, State.OK, what)


def warning(about: str, what: str, do: str) -> Finding:
    return Finding(about, State.WARNING, what, do)


def fault(about: str, what: str, do: str) -> Finding:
    return Finding(about, State.FAULT, what, do)
