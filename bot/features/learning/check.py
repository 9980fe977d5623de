"""Checks the tips: returns every fault with its file, its line and how to fix it."""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from bot.core.content_files import Fault, read_page
from bot.core.themes import Theme
from bot.features.learning.giveaways.cues import giveaways
from bot.features.learning.tracks import ChoiceQuestion, Tip, TipFormat, Track, Tracks, read

_LONGEST_BODY = 120
# Ninety seconds at an easy pace.
_LONGEST = 270
_STORIES_IN = (Track.EVERYONE, Track.NEW_STARTERS)
_NOT_FOR_TIPS = (Theme.EVIDENCE, Theme.ASSISTANT)


def check(root: Path, cards: Collection[str], sources: Collection[str]) -> tuple[Tracks, list[Fault]]:
    """The tips as far as they can be read, and all faults in the order of their files.

    `cards` and `sources` are the ids that exist.
    """
    tracks, faults = read(root)
    for tip in tracks.tips.values():
        faults += _TipFile(root, tip).faults(cards, sources)
    faults += giveaways(root, tracks)
    return tracks, sorted(faults)


class _TipFile:
    def __init__(self, root: Path, tip: Tip) -> None:
        self.tip = tip
        self.path = root / "tracks" / f"{tip.id}.md"
        page = read_page(self.path)
        assert not isinstance(page, Fault), page  # noqa: S101 - it was read a moment ago
        self.page = page

    def faults(self, cards: Collection[str], sources: Collection[str]) -> Iterator[Fault]:
        yield from self._references(cards, sources)
        yield from self._place()
        yield from self._length()
        yield from self._questions()
        yield from self._words()

    def _references(self, cards: Collection[str], sources: Collection[str]) -> Iterator[Fault]:
        meta = self.tip.meta
        if meta.card not in cards:
            mend = "Use the path of a file under content/cards."
            yield self.page.fields.fault(["card"], f"no card {meta.card!r}.", mend)
        for number, ref in enumerate(meta.sources):
            if ref.id not in sources:
                mend = "Add it to content/sources.yaml."
                yield self.page.fields.fault(["sources", number, "id"], f"no source {ref.id!r}.", mend)

    def _place(self) -> Iterator[Fault]:
        """Stories and prompts have tracks of their own; two themes are for cards alone."""
        meta, track, fields = self.tip.meta, self.tip.track, self.page.fields
        if (meta.format is TipFormat.PROMPT) != (track is Track.TEAM_PROMPTS):
            mend = f"Prompts stand in {Track.TEAM_PROMPTS}, and nothing else does."
            yield fields.fault(["format"], f"a {meta.format} in {track}.", mend)
        if meta.format is TipFormat.STORY and track not in _STORIES_IN:
            yield fields.fault(["format"], f"a story in {track}.", f"Use {' or '.join(_STORIES_IN)}.")
        if meta.theme in _NOT_FOR_TIPS:
            yield fields.fault(["theme"], f"{meta.theme} is a theme for cards.", "Use another.")

    def _length(self) -> Iterator[Fault]:
        body = _word_count(self.page.body)
        if body > _LONGEST_BODY:
            yield self.page.fault(0, f"{body} words.", f"Say it in {_LONGEST_BODY}.")
        for number, question in enumerate(self.tip.questions):
            question_words = _word_count(
                " ".join((question.question, *question.options, question.explanation))
            )
            if body + question_words > _LONGEST:
                what = f"{body + question_words} words together with the tip."
                yield self.page.fields.fault([*_at(number), "question"], what, f"Say it in {_LONGEST}.")

    def _questions(self) -> Iterator[Fault]:
        earlier_questions: list[ChoiceQuestion] = []
        for number, question in enumerate(self.tip.questions):
            if len(set(question.options)) < len(question.options):
                mend = "Write three different ones."
                yield self.page.fields.fault([*_at(number), "options"], "two options are the same.", mend)
            if any(question.question == earlier.question for earlier in earlier_questions):
                what = "it asks the same again, word for word."
                yield self.page.fields.fault([*_at(number), "question"], what, "Tell another scene.")
            earlier_questions.append(question)
        if self.tip.meta.format is TipFormat.PROMPT and not self.page.body.rstrip().endswith("?"):
            yield self.page.fault(0, "it asks the team nothing.", "End with one open question.")

    def _words(self) -> Iterator[Fault]:
        for number, line in enumerate(self.path.read_text(encoding="utf-8").splitlines(), 1):
            if "!" in line:
                yield Fault(str(self.path), number, "an exclamation mark.", "Say it calmly.")


def _at(number: int) -> list[str | int]:
    return ["again", number - 1] if number else []


def _word_count(markdown: str) -> int:
    return len(re.findall(r"\S*\w\S*", markdown))
