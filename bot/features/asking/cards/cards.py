"""A card: one curated answer, parsed from its Markdown file."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.conversation.message import Block
from bot.core.content_files import CardId, SourceRef, Strict, Text
from bot.core.themes import Audience, Theme
from bot.features.asking.cards.second_readings import Reading


class Together(Strict):
    """A person with lived experience who wrote or read the card, named as they chose, with their consent."""

    words: Annotated[str, Field(min_length=1, max_length=80)]
    did: Literal["wrote", "read"]
    day: date


class FrontMatter(Strict):
    """The YAML fields between the two `---` lines of a card."""

    title: Annotated[str, Field(min_length=1, max_length=75)]
    audiences: Annotated[tuple[Audience, ...], Field(min_length=1)]
    theme: Theme
    questions: Annotated[tuple[Text, ...], Field(min_length=1)]
    sources: Annotated[tuple[SourceRef, ...], Field(min_length=1)]
    strength: Annotated[str, Field(min_length=1, max_length=110)]
    plain: Annotated[str, Field(max_length=400)] = ""
    related: Annotated[tuple[CardId, ...], Field(min_length=1, max_length=4)]
    owner: Text
    reviewed: date
    review_by: date
    read: Reading | None = None
    together: Annotated[tuple[Together, ...], Field(alias="with")] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """`opening` answers the question, `tips` are practical steps, `more` is background.

    An organisation's card is local; `beside` is the evidence card on the same question, empty for none.
    """

    id: str
    meta: FrontMatter
    opening: tuple[Block, ...]
    tips: tuple[Block, ...] = ()
    more: tuple[Block, ...] = ()
    is_local: bool = False
    beside: str = ""

    @property
    def title(self) -> str:
        return self.meta.title

    @property
    def area(self) -> str:
        return self.id.split("/")[0]

    def is_overdue(self, today: date) -> bool:
        """Whether the card's review date has passed without a review."""
        return today > self.meta.review_by
