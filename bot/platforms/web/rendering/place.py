"""`Place`: a message's position on a page, with the values and faults of its fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Place:
    """Where a message stands. `name` makes ids unique on the page, `level` is that of its headings.

    `inert` messages are only read: nothing in them can be pressed or filled in.
    """

    name: str
    level: int = 3
    values: Mapping[str, str] = field(default_factory=dict)
    faults: Mapping[str, str] = field(default_factory=dict)
    inert: bool = False
