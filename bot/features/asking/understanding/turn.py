"""`Turn`: how a message was understood, by which stage, and why."""

from dataclasses import dataclass
from enum import StrEnum

from bot.features.asking.conversation.recognised import Recognised
from bot.features.asking.retrieval.finding import SearchFinding


class Stage(StrEnum):
    DISTRESS = "distress"
    CONVERSATION = "conversation"
    COMMAND = "command"
    FOLLOW_UP = "follow-up"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class Turn:
    """`how` explains why this stage decided. `stays` means that a follow-up belongs to the card shown last.

    `finding` is set if a search took place, also beside an act.
    """

    stage: Stage
    how: str
    recognised: Recognised | None = None
    finding: SearchFinding | None = None
    picked: str = ""
    stays: bool = False
    opened_by: str = ""
