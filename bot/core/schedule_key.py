"""`ScheduleKey`: the key of a one-time event, naming its job and what it is about ("job:part:part")."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ScheduleKey:
    """Written as "job:part:part". No part has a colon; nothing else writes or reads these keys."""

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
        """The id of what it is about, which is the first part."""
        return self.parts[0]

    @property
    def beginning(self) -> str:
        """What the keys begin with that say more than this one."""
        return f"{self}:"

    def __str__(self) -> str:
        return ":".join((self.job, *self.parts))
