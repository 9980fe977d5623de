"""A card: one curated answer, read from its Markdown file."""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from bot.conversation.message import Block, Bullets, Paragraph
from bot.core.content_files import CardId, SourceRef, Strict, Text
from bot.core.themes import Audience, Theme
from bot.features.asking.cards.readings import Reading


class Together(Strict):
    """Somebody with lived experience who wrote or read the card, in words they chose, with their consent."""

    words: Annotated[str, Field(min_length=1, max_length=80)]
    did: Literal["wrote", "read"]
    day: date


class FrontMatter(Strict):
    """What stands between the two `---` lines of a card."""

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
    """`opening` answers, `tips` is what to do tomorrow, `more` is for who wants to know why.

    An organisation's own is local; `beside` is the evidence's card on the same question, empty for none.
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
        """Whether nobody has looked at it since the day it should have been reviewed."""
        return today > self.meta.review_by

    def with_features(self, existing: frozenset[str]) -> "Card":
        """Without the lines that need a feature which does not exist yet."""
        return replace(
            self,
            opening=_visible(self.opening, existing),
            tips=_visible(self.tips, existing),
            more=_visible(self.more, existing),
        )


_NEEDS = re.compile(r"^\{needs: ([a-z-]+)\}\s*")


def needed_features(blocks: tuple[Block, ...]) -> set[str]:
    """The features that lines of these blocks wait for."""
    return {match[1] for p in _paragraphs(blocks) if (match := _NEEDS.match(_first_text(p)))}


def _visible(blocks: tuple[Block, ...], existing: frozenset[str]) -> tuple[Block, ...]:
    shown: list[Block] = []
    for block in blocks:
        if isinstance(block, Bullets):
            items = tuple(i for item in block.items if (i := _granted(item, existing)))
            if items:
                shown.append(Bullets(items))
        elif isinstance(block, Paragraph):
            if paragraph := _granted(block, existing):
                shown.append(paragraph)
        else:
            shown.append(block)
    return tuple(shown)


def _granted(paragraph: Paragraph, existing: frozenset[str]) -> Paragraph | None:
    match = _NEEDS.match(_first_text(paragraph))
    if not match:
        return paragraph
    if match[1] not in existing:
        return None
    first, *rest = paragraph.spans
    return replace(paragraph, spans=(replace(first, text=first.text[match.end() :]), *rest))


def _paragraphs(blocks: tuple[Block, ...]) -> list[Paragraph]:
    bulleted = [i for b in blocks if isinstance(b, Bullets) for i in b.items]
    return bulleted + [b for b in blocks if isinstance(b, Paragraph)]


def _first_text(paragraph: Paragraph) -> str:
    return paragraph.spans[0].text if paragraph.spans else ""
