"""Types for rephrasing: an answer in a model's words, or the reason why the card is shown instead."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from bot.features.asking.cards.cards import Card

# Characters, for the question: a longer one tells a story, and stories have people in them. Words, for the answer.
LONGEST_QUESTION = 500
LONGEST_ANSWER = 120


class Why(StrEnum):
    """Why there is no wording; the words are for the log, where nothing else of it may stand."""

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


# It was not asked, and where distress may be the reason, nothing is written down about it.
NOT_ASKED = frozenset({Why.NOT_SET_UP, Why.OFF, Why.IN_DOUBT, Why.OWN_CARD, Why.TOO_LONG})


@dataclass(frozen=True, slots=True)
class Sentence:
    """`quote` stands in the card with the id `card`, word for word."""

    text: str
    card: str
    quote: str


@dataclass(frozen=True, slots=True)
class Worded:
    """Checked."""

    sentences: tuple[Sentence, ...]

    @property
    def cards(self) -> list[str]:
        """In the order in which they are cited, each once."""
        return list(dict.fromkeys(sentence.card for sentence in self.sentences))


@dataclass(frozen=True, slots=True)
class Unworded:
    why: Why


class Wording(Protocol):
    """`host` is where questions go. Takes a few seconds at most, and always comes back with one of the two."""

    @property
    def host(self) -> str: ...

    async def word(self, question: str, cards: Sequence[Card]) -> Worded | Unworded:
        """Of one to three cards, the first is the one that was found; the others are its neighbours."""
        ...

    async def close(self) -> None: ...
