"""`ScheduleKey`: the key of a one-time event: its job and the ids it concerns ("job:part:part")."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScheduleKey:
    """A key written as "job:part:part", without colons in parts. Only this class builds and parses these
    keys.
    """

    job: str
    parts: tuple[str, ...]

    @classmethod
    def of(cls, job: str, *parts: object) -> "ScheduleKey":
        return cls(job, tuple(str(part) for part in parts))

    @classmethod
    def parse(cls, written: str) -> "ScheduleKey":
        job, *parts = written.split(":")
        return cls(job, tuple(parts))

    @property
    def about(self) -> str:
        """The id of the object that the event concerns."""
        return self.parts[0]

    @property
    def beginning(self) -> str:
        """The prefix shared by all keys that extend this one with further parts."""
        return f"{self}:"

    def beginning_with(self, part: str) -> str:
        """The prefix shared by all keys that extend this one with a part that begins like this."""
        return f"{self.beginning}{part}"

    def __str__(self) -> str:
        return ":".join((self.job, *self.parts))
