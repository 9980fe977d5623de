"""Types for rephrasing: an answer in a model's words, or the reason why the card is shown instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.features.asking.cards.cards import Card

# Maximum characters of a question: longer ones tell a story, which involves people. Maximum words of an
# answer.
LONGEST_QUESTION = 500
LONGEST_ANSWER = 120


class NotRephrasedReason(StrEnum):
    """Why an answer was not rephrased. The values are for the log, which records nothing else about it."""

    NOT_SET_UP = "not set up"
    OFF = "off"
    IN_DOUBT = "in doubt about distress"
    OWN_CARD = "an organisation's own card"
    TOO_LONG = "too long a question"
    RESTING = "resting after failures"
    SLOW = "slow"
    UNREACHABLE = "unreachable"
    REFUSED = "refused by the endpoint"
    DECLINED = "declined by the model"
    MALFORMED = "malformed"
    WRONG_LENGTH = "wrong length"
    UNKNOWN_CARD = "unknown card"
    OTHER_CARD = "not about the card that was found"
    WRONG_QUOTE = "wrong quote"
    NEW_ADDRESS = "new address"
    NEW_NUMBER = "new number"
    NEW_NAME = "new name"
    FROM_QUESTION = "words of the question"
    TURNED_ROUND = "turned round"
    UNSUPPORTED = "unsupported"
    LANGUAGE = "language"
    DISTRESSING = "distressing"


# The model was not asked. If distress may be the reason, nothing is logged.
NOT_ASKED = frozenset(
    {
        NotRephrasedReason.NOT_SET_UP,
        NotRephrasedReason.OFF,
        NotRephrasedReason.IN_DOUBT,
        NotRephrasedReason.OWN_CARD,
        NotRephrasedReason.TOO_LONG,
    }
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """`quote` occurs word for word in the card with the id `card`."""

    text: str
    card: str
    quote: str


@dataclass(frozen=True, slots=True)
class Rephrased:
    """A checked wording."""

    sentences: tuple[Sentence, ...]

    @property
    def cards(self) -> list[str]:
        """Ids of the cited cards, without duplicates, in the order of citation."""
        return list(dict.fromkeys(sentence.card for sentence in self.sentences))


@dataclass(frozen=True, slots=True)
class NotRephrased:
    why: NotRephrasedReason


class Rephraser(Protocol):
    """Rephrases answers. `host` receives the questions. Takes a few seconds at most and never raises."""

    @property
    def host(self) -> str: ...

    async def rephrase(self, question: str, cards: Sequence[Card]) -> Rephrased | NotRephrased:
        """Rephrases from one to three cards: first the card found, then its neighbours."""
        ...

    async def close(self) -> None: ...
