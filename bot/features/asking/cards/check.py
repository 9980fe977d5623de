"""Checks the curated content: returns every fault with its file, its line and how to fix it."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import numpy as np
from rapidfuzz.fuzz import token_set_ratio

from bot.conversation.message import Block, Bullets, Heading, Paragraph
from bot.core.content_files import Fault
from bot.features.asking.cards import claims
from bot.features.asking.cards.cards import Card
from bot.features.asking.cards.library import Library, read
from bot.features.asking.retrieval.calibration import leads
from bot.features.asking.retrieval.search import Finder

_LONGEST = {"opening and 'Try this' together": 120, "'More'": 160}
_FEWEST = {"role": 14, "working-together": 14}
_FEWEST_ELSEWHERE = 10
_ALIKE = 88
# The score difference by which another card must lead for a warning.
_CLEARLY = 0.7
_BARE_ANSWER = re.compile(r"(yes|no)\b\s*[,.:;–-]", re.IGNORECASE)
# A first sentence that is a question or announces a list is useless alone, as "simpler" shows it.
_NO_ANSWER_ALONE = re.compile(r"[^.?]*(\?|:$)")


def check(root: Path, today: date) -> tuple[Library, list[Fault]]:
    """The parsed part of the library, and all faults in the order of their files."""
    library, faults = read(root)
    for card in library.cards.values():
        faults += _CardFile(root, card).faults(library, today)
    return library, sorted(faults)


def misplaced_questions(root: Path, library: Library, finder: Finder) -> list[Fault]:
    """Warns of listed questions that would get a wrong answer if they were not listed.

    Another card would answer, and this card would not even be among the three nearest.
    """
    index = finder.index
    near = index.near_left_out()
    ranked = near.score[:, : index.cards]
    nearest = ranked.argmax(axis=1)
    is_answered = leads(ranked) >= _CLEARLY
    is_lost = ~(np.argsort(-ranked, axis=1)[:, :3] == index.owner[:, None]).any(axis=1)
    faults = []
    for number in np.flatnonzero(is_answered & is_lost & (index.owner < index.cards)):
        card, text = library.cards[index.targets[index.owner[number]]], index.texts[number]
        if text != card.title:
            what = f"{text!r} fits {index.targets[nearest[number]]} better."
            mend = "Move it there, drop it, or write more like it here."
            faults.append(_CardFile(root, card).warning(text, what, mend))
    return sorted(faults)


class _CardFile:
    def __init__(self, root: Path, card: Card) -> None:
        self.card = card
        self.path = root / "cards" / f"{card.id}.md"
        self.lines = self.path.read_text(encoding="utf-8").splitlines()

    def faults(self, library: Library, today: date) -> Iterator[Fault]:
        yield from self._references(library)
        yield from self._questions()
        yield from self._length()
        yield from self._opening()
        yield from self._reading()
        yield from self._words()
        yield from self._claims(library)
        if self.card.is_overdue(today):
            yield self.warning(
                "review_by:", "its review date has passed.", "Read it again and move the date."
            )

    def warning(self, anchor: str, what: str, mend: str = "") -> Fault:
        return Fault(str(self.path), self._line_of(anchor), what, mend, is_warning=True)

    def _fault(self, anchor: str, what: str, mend: str) -> Fault:
        return Fault(str(self.path), self._line_of(anchor), what, mend)

    def _line_of(self, anchor: str) -> int:
        return next((n for n, line in enumerate(self.lines, 1) if anchor in line), 1)

    def _references(self, library: Library) -> Iterator[Fault]:
        for ref in self.card.meta.sources:
            if ref.id not in library.sources:
                yield self._fault(
                    f"id: {ref.id}", f"no source {ref.id!r}.", "Add it to content/sources.yaml."
                )
        for other in self.card.meta.related:
            if other not in library.cards:
                yield self._fault(other, f"no card {other!r}.", "Use the path of a file under content/cards.")
            if other == self.card.id:
                yield self._fault("related:", "it names itself as related.", "Name other cards.")

    def _questions(self) -> Iterator[Fault]:
        questions = self.card.meta.questions
        fewest = _FEWEST.get(self.card.area, _FEWEST_ELSEWHERE)
        if len(questions) < fewest:
            yield self._fault("questions:", f"{len(questions)} questions.", f"Write {fewest} at least.")
        for number, question in enumerate(questions):
            for earlier in questions[:number]:
                if _says_the_same(question.lower(), earlier.lower()):
                    what = f"{question!r} says the same as {earlier!r}."
                    yield self._fault(question, what, "Ask it another way or drop one.")

    def _length(self) -> Iterator[Fault]:
        short = _word_count((*self.card.opening, *self.card.tips))
        counts = zip(_LONGEST.items(), (short, _word_count(self.card.more)), strict=True)
        for (name, longest), count in counts:
            if count > longest:
                anchor = "## More" if name == "'More'" else "## Try this"
                yield self._fault(anchor, f"{name}: {count} words.", f"Say it in {longest}.")

    def _opening(self) -> Iterator[Fault]:
        first = next((line for block in self.card.opening for line in _texts(block)), "")
        if bare := _BARE_ANSWER.match(first):
            mend = "Answer in a sentence that is true of every listed question."
            yield self._fault(first[:40], f"it opens with a bare {bare[1]!r}.", mend)
        if _NO_ANSWER_ALONE.match(first) and not self.card.meta.plain:
            yield self._fault(first[:40], "its first sentence is no answer.", "Write `plain:` for it.")

    def _reading(self) -> Iterator[Fault]:
        reading = self.card.meta.read
        if reading and reading.by == self.card.meta.owner:
            yield self._fault("read:", "its owner read it.", "Have somebody else read it.")
        for question in reading.unanswered if reading else ():
            if question in self.card.meta.questions:
                mend = "Say it in the short text, or move the question."
                yield self.warning(question, f"the second reader found {question!r} not answered.", mend)

    def _words(self) -> Iterator[Fault]:
        for number, line in enumerate(self.lines, 1):
            if "!" in line and not line.startswith("  - "):
                yield Fault(str(self.path), number, "an exclamation mark.", "Say it calmly.")

    def _claims(self, library: Library) -> Iterator[Fault]:
        meta, pages = self.card.meta, (*self.card.opening, *self.card.tips, *self.card.more)
        for text in (meta.strength, meta.plain, *(line for block in pages for line in _texts(block))):
            for claim in claims.of_everything(text):
                yield self._fault(
                    claim, f"{claim!r} is said of everything.", "Say that no source we read does."
                )
            for pair in claims.credited_to_two(text, library.sources.values()):
                mend = f"Write “{pair.split()[0]} and colleagues”."
                yield self._fault(pair, f"{pair!r} are not the only authors.", mend)


def _word_count(blocks: Iterable[Block]) -> int:
    return sum(len(re.findall(r"\S+", line)) for block in blocks for line in _texts(block))


def _texts(block: Block) -> list[str]:
    match block:
        case Paragraph(spans):
            return ["".join(s.text for s in spans)]
        case Bullets(items):
            return ["".join(s.text for s in item.spans) for item in items]
        case Heading(text):
            return [text]
        case _:
            return []


def _says_the_same(question: str, other: str) -> bool:
    """A short question whose words all occur in a long one counts as a different question."""
    shorter, longer = sorted((len(question.split()), len(other.split())))
    return shorter > longer / 2 and token_set_ratio(question, other) > _ALIKE
