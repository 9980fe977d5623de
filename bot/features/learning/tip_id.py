"""`TipId`: writes and parses the id of a tip, "track/name"."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TipId:
    track: str
    name: str

    @classmethod
    def parse(cls, written: str) -> "TipId":
        track, _, name = written.partition("/")
        return cls(track, name)

    @staticmethod
    def beginning(track: str) -> str:
        """The prefix of the ids of all tips in a track."""
        return f"{track}/"

    def __str__(self) -> str:
        return f"{self.track}/{self.name}"
