"""Types of the stories that the workspace tells step by step. The demo defines the stories."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from markupsafe import Markup

NOTHING = Markup()


@dataclass(frozen=True, slots=True)
class StoryStep:
    """One event and the persona it concerns.

    `label` is the button that runs it, empty if there is only something to see.
    """

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
        """Each story's id, title and description."""
        ...

    def step(self, id_: str, number: int) -> StoryStep | None: ...

    async def do(self, id_: str, number: int) -> None: ...
