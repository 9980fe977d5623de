"""Who one can be in the demo."""

from dataclasses import dataclass

from bot.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be in the demo, e.g. "nurse", "Amara Okafor", "Nurse, Willow ward"."""

    user: str
    name: str
    about: str

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(w[0] for w in (words[0], words[-1])[: len(words)]).upper() if words else "?"


class NobodyHere(UserFacingError):
    """No persona of that name."""
