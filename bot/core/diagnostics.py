"""`Finding`: one result of checking an installation (ok, warning or fault) with its remedy."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAULT = "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check's result: `what` was found and what to `do` about it (empty if nothing), a sentence each.

    No secrets.
    """

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


class PreflightFailed(Exception):
    """Raised when the bot cannot start. Lists every fault at once, so that one round of repairs is enough."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        super().__init__("preflight failed")
        self.findings = findings
