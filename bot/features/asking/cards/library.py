"""Loads the library from `content/`: cards, their sources, and the boundaries of what we don't cover."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, Field

from bot.conversation.markdown import UnsupportedMarkdown, blocks
from bot.conversation.message import Block
from bot.core.content_files import ContentFaulty, Fault, Located, Strict, read_page
from bot.features.asking.cards.cards import Card, FrontMatter

Entry = TypeVar("Entry", bound=BaseModel)


class Source(Strict):
    """A source of facts. `short` is its text below an answer."""

    id: str
    short: str
    title: str
    by: str
    year: int | None = None
    url: str = ""
    licence: str = ""
    note: str = ""


class Boundary(Strict):
    """A kind of question that we do not answer, with where to turn instead.

    `whose` says who knows the answer: others, or only the organisation that runs this bot.
    """

    name: Annotated[str, Field(pattern=r"^[a-z-]+$")]
    title: str
    turn_to: str
    whose: Literal["elsewhere", "organisation"] = "elsewhere"
    questions: Annotated[tuple[str, ...], Field(min_length=3)]


@dataclass(frozen=True, slots=True)
class Library:
    """Cards, sources and boundaries. Immutable; a change creates a new one."""

    cards: dict[str, Card]
    sources: dict[str, Source]
    boundaries: dict[str, Boundary]

    def card(self, card_id: str) -> Card:
        return self.cards[card_id]

    def sources_of(self, card: Card) -> list[Source]:
        """The card's sources, without duplicates, in its order."""
        return [self.sources[i] for i in dict.fromkeys(ref.id for ref in card.meta.sources)]

    def with_local(self, cards: Iterable[Card], sources: Iterable[Source]) -> "Library":
        """A library with an organisation's own cards after ours."""
        return replace(
            self,
            cards=self.cards | {card.id: card for card in cards},
            sources=self.sources | {source.id: source for source in sources},
        )

    def content_hash(self) -> str:
        """A hash over all questions, titles, openings and boundaries."""
        digest = hashlib.sha256()
        for card in self.cards.values():
            digest.update(repr((card.id, card.title, card.meta.questions, card.opening)).encode())
        for boundary in self.boundaries.values():
            digest.update(repr((boundary.name, boundary.title, boundary.questions)).encode())
        return digest.hexdigest()


def load(root: Path) -> Library:
    """Loads the library. Raises ContentFaulty."""
    library, faults = read(root)
    if faults:
        raise ContentFaulty(faults)
    return library


def read(root: Path) -> tuple[Library, list[Fault]]:
    """The part of the library that can be parsed, and all faults."""
    sources, source_faults = _read_list(root / "sources.yaml", Source)
    boundaries, boundary_faults = _read_list(root / "boundaries.yaml", Boundary)
    cards: dict[str, Card] = {}
    faults = [*source_faults, *_repeats(root / "sources.yaml", sources), *boundary_faults]
    for path in sorted((root / "cards").glob("*/*.md")):
        card, card_faults = read_card(path, f"{path.parent.name}/{path.stem}")
        faults += card_faults
        if card:
            cards[card.id] = card
    return Library(cards, {s.id: s for s in sources}, {b.name: b for b in boundaries}), faults


_SECTION = re.compile(r"^## +(.+?) *$", re.MULTILINE)


def read_card(path: Path, card_id: str) -> tuple[Card | None, list[Fault]]:
    page = read_page(path)
    if isinstance(page, Fault):
        return None, [page]
    meta, faults = page.fields.parse(FrontMatter)
    try:
        opening, tips, more = _sections(page.body)
    except UnsupportedMarkdown as error:
        mend = "Say it in paragraphs or one-level bullets."
        return None, [*faults, page.fault(error.line, f"{error}.", mend)]
    except ValueError as error:
        mend = 'Use "## Try this", then "## More", or neither.'
        return None, [*faults, page.fault(0, f"{error}.", mend)]
    if not opening:
        mend = "The first sentence answers the question."
        faults.append(page.fault(0, "the card says nothing.", mend))
    if meta is None or not opening:
        return None, faults
    return Card(card_id, meta, opening, tips, more), faults


def _sections(body: str) -> tuple[tuple[Block, ...], tuple[Block, ...], tuple[Block, ...]]:
    """The sections opening, "Try this" and "More", as blocks."""
    sections: dict[str, tuple[Block, ...]] = {}
    starts = [(0, 0, ""), *((m.start(), m.end(), m[1]) for m in _SECTION.finditer(body))]
    for (_, start, name), (end, _, _) in zip(starts, [*starts[1:], (len(body), 0, "")], strict=True):
        try:
            sections[name] = blocks(body[start:end])
        except UnsupportedMarkdown as error:
            error.line += body.count("\n", 0, start)
            raise
    if list(sections) not in (["", *tail] for tail in ([], ["Try this"], ["More"], ["Try this", "More"])):
        raise ValueError(f"the headings are {', '.join(list(sections)[1:])}")
    return sections[""], sections.get("Try this", ()), sections.get("More", ())


def _repeats(path: Path, sources: Iterable[Source]) -> Iterator[Fault]:
    """Ids that stand twice: only the later source would ever be shown."""
    for source_id, times in Counter(source.id for source in sources).items():
        if times > 1:
            yield Fault(str(path), 1, f"the id {source_id!r} stands {times} times.", "Keep one of them.")


def _read_list(path: Path, shape: type[Entry]) -> tuple[Iterable[Entry], list[Fault]]:
    if not path.exists():
        return (), [Fault(str(path), 1, "the file is missing.")]
    located = Located(path.read_text(encoding="utf-8"), path)
    entries, faults = located.parse(list[shape])  # type: ignore[valid-type]
    return entries or (), faults
