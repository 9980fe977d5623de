"""`Persona`: a fictional person whom a visitor plays in the demo's browser workspace."""

from dataclasses import dataclass

from bot.core.errors import UserFacingError


@dataclass(frozen=True, slots=True)
class Persona:
    """Such as "nurse", "Amara Okafor", "Nurse, Willow ward", with suggested first questions."""

    user: str
    name: str
    about: str
    starters: tuple[str, ...] = ()

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(w[0] for w in (words[0], words[-1])[: len(words)]).upper() if words else "?"


class NobodyHere(UserFacingError):
    """Raised for an unknown persona."""
