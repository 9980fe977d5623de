"""`DaysKey`: the name under which it is counted after how many days a request was taken, "taken 3"."""

from dataclasses import dataclass

_BEGINNING = "taken "


@dataclass(frozen=True, slots=True)
class DaysKey:
    days: int

    @classmethod
    def parse(cls, written: str) -> "DaysKey | None":
        """None for the name of another count."""
        return cls(int(written.removeprefix(_BEGINNING))) if written.startswith(_BEGINNING) else None

    def __str__(self) -> str:
        return f"{_BEGINNING}{self.days}"
