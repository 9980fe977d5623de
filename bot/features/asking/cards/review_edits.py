"""Plans and writes the card changes that reviewers sent back with `bot cards review`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from bot.core.content_files import CardId, Strict
from bot.features.asking.cards.cards import Card, Together
from bot.features.asking.cards.front_matter import FENCE, put
from bot.features.asking.cards.library import Library
from bot.features.asking.cards.second_readings import card_path, fingerprint, short_text

_MORE = "\n## More\n"


class Comment(Strict):
    """A reviewer's comment on one card.

    `of` is the fingerprint of the printed text; `text` is the edited short text.
    """

    id: CardId
    of: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    verdict: Literal["good", "change", "unsafe", ""] = ""
    comment: Annotated[str, Field(max_length=4000)] = ""
    text: Annotated[str, Field(max_length=4000)] = ""


class ReturnedFile(Strict):
    """A returned file. `known_as` is the name that the reader wants on cards; used only if `agrees`."""

    known_as: Annotated[str, Field(max_length=80)] = ""
    agrees: bool = False
    cards: Annotated[tuple[Comment, ...], Field(max_length=50)]


@dataclass(frozen=True, slots=True)
class Change:
    """The change that a comment asks for. If `refused` gives a reason, an editor must decide."""

    comment: Comment
    before: str = ""
    after: str = ""
    refused: str = ""

    @property
    def is_new_text(self) -> bool:
        return not self.refused and self.before != self.after


def read_of(card: Card, root: Path) -> str:
    """The fingerprint of the card's current text."""
    return fingerprint(card.meta.questions, short_text(card_path(root, card.id)))


def changes(returned: ReturnedFile, library: Library, root: Path) -> Iterator[Change]:
    """One change for each card with a comment."""
    for comment in returned.cards:
        card = library.cards.get(comment.id)
        if card is None:
            yield Change(comment, refused="there is no such card")
        elif comment.of != read_of(card, root):
            yield Change(comment, refused="the card changed since it was printed: read it anew")
        else:
            yield _wanted(comment, short_text(card_path(root, card.id)))


def _wanted(comment: Comment, before: str) -> Change:
    after = comment.text.replace("\r\n", "\n").strip() or before
    if FENCE.strip() in after.split("\n") or _MORE.strip() in after.split("\n"):
        return Change(comment, before, refused='a line "---" or "## More" has no place in the short text')
    return Change(comment, before, after)


def write(root: Path, change: Change, together: Together | None) -> None:
    """Writes the new text and the reader. Keeps "More" and all other fields."""
    path = card_path(root, change.comment.id)
    if change.is_new_text:
        before, front_matter, body = path.read_text(encoding="utf-8").split(FENCE, 2)
        _, heading, more = body.partition(_MORE)
        rest = f"\n{heading}{more}" if heading else "\n"
        path.write_text(FENCE.join((before, front_matter, change.after + rest)), encoding="utf-8")
    if together:
        put(path, "with", [together.model_dump(mode="python")])


def reader_of(returned: ReturnedFile, comment: Comment, day: date) -> Together | None:
    """The reader's name for the card: with consent only, and not for cards called unsafe or skipped."""
    if not (returned.agrees and returned.known_as) or comment.verdict not in ("good", "change"):
        return None
    return Together(words=returned.known_as, did="read", day=day)
