"""Types of the stories that the workspace tells step by step. The demo defines the stories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happens, and to whom; `label` does it, and is empty where there is only something to see."""

    id: str
    story: str
    number: int
    count: int
    user: str
    who: str
    text: str
    label: str = ""
    is_done: bool = False
    elsewhere: Markup = NOTHING


class Stories(Protocol):
    def listed(self) -> Sequence[tuple[str, str, str]]:
        """Id, title and what it is about."""
        ...

    def step(self, id_: str, number: int) -> Step | None: ...

    async def do(self, id_: str, number: int) -> None: ...
