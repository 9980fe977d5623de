"""`MessagePosition`: a message's position on a page, with the values and errors of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class MessagePosition:
    """A message's position. `name` makes ids unique on the page, `level` is that of its headings.

    `inert` messages are for reading only: their buttons and fields are disabled.
    """

    name: str
    level: int = 3
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    inert: bool = False
