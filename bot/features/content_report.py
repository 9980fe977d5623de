"""`ContentReport`: what checking a feature's content files found."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from bot.conversation.message import Message
from bot.core.content_files import Fault

References = Mapping[str, Collection[str]]
"""Ids that others may refer to, by what they are the ids of."""

Shown = tuple[Path, Message]
"""A file, and one of the messages that it becomes."""


@dataclass(frozen=True, slots=True)
class ContentReport:
    """`counts` says how much there is ("191 cards"). `shown` is made only when there are no faults."""

    counts: str
    faults: Collection[Fault]
    shown: Callable[[], Iterable[Shown]] = tuple
    references: References = field(default_factory=dict)


ContentCheck = Callable[[Path, date, References], ContentReport]
"""Reads a feature's files below this root, as of this day, given the ids that earlier features declare."""
