"""Reads the tips from `content/tracks/<track>/<nn-slug>.md`, in order, with their faults."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.conversation.markdown import UnsupportedMarkdown, blocks
from bot.conversation.message import Block
from bot.core.content_files import CardId, ContentFaulty, Fault, Page, SourceRef, Strict, Text, read_page
from bot.core.themes import Theme
from bot.features.learning.tip_id import TipId


class Track(StrEnum):
    EVERYONE = "everyone"
    PEER_WORKERS = "peer-workers"
    SUPERVISORS = "supervisors"
    LEADERS = "leaders"
    NEW_STARTERS = "new-starters"
    NEW_PEER_WORKERS = "new-peer-workers"
    TEAM_PROMPTS = "team-prompts"


class LeadsTo(StrEnum):
    """A tool that a tip opens with a button of its own: the name of its action."""

    COME_ALONG = "come-along"


class TipFormat(StrEnum):
    """A story stays empty until a peer worker approves words and audience; a prompt is for a team to discuss."""

    QUESTION = "question"
    MYTH = "myth"
    WORDS = "words"
    EXERCISE = "exercise"
    STORY = "story"
    PROMPT = "prompt"

    @property
    def is_asked(self) -> bool:
        """Whether it comes with a question to answer."""
        return self not in (TipFormat.STORY, TipFormat.PROMPT)


# Slack shows no longer ones beside a radio button.
_Option = Annotated[str, Field(min_length=1, max_length=75)]


class ChoiceQuestion(Strict):
    """`answer` is which of the options fits best, counted from 1."""

    question: Annotated[str, Field(min_length=1, max_length=300)]
    options: Annotated[tuple[_Option, ...], Field(min_length=3, max_length=3)]
    answer: Annotated[int, Field(ge=1, le=3)]
    explanation: Text


class TipFrontMatter(Strict):
    """The front matter of a tip without questions."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    format: TipFormat
    theme: Theme
    card: CardId
    sources: tuple[SourceRef, ...] = ()
    leads_to: LeadsTo | None = None


class AskedFrontMatter(TipFrontMatter, ChoiceQuestion):
    """`again` is the same idea asked anew, about three and about nine weeks later."""

    sources: Annotated[tuple[SourceRef, ...], Field(min_length=1)]
    again: Annotated[tuple[ChoiceQuestion, ...], Field(min_length=2, max_length=2)]


@dataclass(frozen=True)
class Tip:
    """`questions` are three: the first, and the two for later. A story or a prompt has none."""

    id: str
    meta: TipFrontMatter
    body: tuple[Block, ...]

    @property
    def track(self) -> Track:
        return Track(TipId.parse(self.id).track)

    @cached_property
    def key(self) -> str:
        """A digest of the id, for messages: the id names the audience, and a message must not."""
        return sha256(self.id.encode()).hexdigest()[:12]

    @property
    def questions(self) -> tuple[ChoiceQuestion, ...]:
        meta = self.meta
        return (meta, *meta.again) if isinstance(meta, AskedFrontMatter) else ()


@dataclass(frozen=True)
class Tracks:
    """Immutable; in the order of tracks and numbers."""

    tips: Mapping[str, Tip]

    def of(self, *tracks: Track) -> list[Tip]:
        return [tip for tip in self.tips.values() if tip.track in tracks]

    def with_key(self, key: str) -> Tip | None:
        """None for a tip that has been taken out of the content."""
        return self._by_key.get(key)

    @cached_property
    def _by_key(self) -> dict[str, Tip]:
        return {tip.key: tip for tip in self.tips.values()}


def load(root: Path) -> Tracks:
    """Raises ContentFaulty."""
    tracks, faults = read(root)
    if faults:
        raise ContentFaulty(faults)
    return tracks


def read(root: Path) -> tuple[Tracks, list[Fault]]:
    """All readable tips under `root/tracks`, and every fault."""
    tips: dict[str, Tip] = {}
    faults = []
    for path in sorted((root / "tracks").glob("*/*.md")):
        tip, tip_faults = read_tip(path)
        faults += tip_faults
        if tip:
            tips[tip.id] = tip
    return Tracks(tips), faults


_NAME = re.compile(r"^\d\d-[a-z0-9-]+$")


def read_tip(path: Path) -> tuple[Tip | None, list[Fault]]:
    if fault := _misplaced(path):
        return None, [fault]
    page = read_page(path)
    if isinstance(page, Fault):
        return None, [page]
    meta, faults = page.fields.parse(_shape_of(page))
    try:
        body = blocks(page.body)
    except UnsupportedMarkdown as error:
        mend = "Say it in paragraphs or one-level bullets."
        return None, [*faults, page.fault(error.line, f"{error}.", mend)]
    if not body:
        faults.append(page.fault(0, "the tip says nothing.", "Say its one idea in 40 to 110 words."))
    if meta is None or not body:
        return None, faults
    return Tip(str(TipId(path.parent.name, path.stem)), meta, body), faults


def _misplaced(path: Path) -> Fault | None:
    folder = path.parent.name
    if folder not in list(Track):
        return Fault(str(path), 1, f"no track is called {folder!r}.", f"Use one of {', '.join(Track)}.")
    if not _NAME.match(path.stem):
        return Fault(str(path), 1, "the file's name has no number.", "Name it like 07-ask-about-the-work.md.")
    return None


def _shape_of(page: Page) -> type[TipFrontMatter]:
    fields = page.fields.value
    asks_nothing = isinstance(fields, dict) and fields.get("format") in (TipFormat.STORY, TipFormat.PROMPT)
    return TipFrontMatter if asks_nothing else AskedFrontMatter
