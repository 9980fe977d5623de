"""`AnnouncedKey`: in which slot which version of an entry was announced to its person, "slot version"."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnnouncedKey:
    slot_id: str
    version: str

    @classmethod
    def parse(cls, written: str) -> "AnnouncedKey":
        slot_id, _, version = written.rpartition(" ")
        return cls(slot_id, version)

    def __str__(self) -> str:
        return f"{self.slot_id} {self.version}"
