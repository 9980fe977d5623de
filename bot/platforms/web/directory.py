"""`Persona`: a person that one can be in the demo's browser workspace."""

from dataclasses import dataclass

from bot.core.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody to be in the demo, e.g. "nurse", "Amara Okafor", "Nurse, Willow ward", and what they may ask first."""

    user: str
    name: str
    about: str
    starters: tuple[str, ...] = ()

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(w[0] for w in (words[0], words[-1])[: len(words)]).upper() if words else "?"


class NobodyHere(UserFacingError):
    """No persona of that name."""
