"""Records a second reader's verdicts in the cards' front matter, and finds cards due for a second reading."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field

from bot.core.content_files import Fault, Strict, Text
from bot.features.asking.cards.front_matter import FENCE, put


class Reading(Strict):
    """A verdict. `of` is the fingerprint of the text that was read; an edited card has a different one."""

    by: Text
    day: date
    of: Annotated[str, Field(pattern=r"^[0-9a-f]{8}$")]
    unanswered: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """Ids of cards that a second reader should read."""

    never: tuple[str, ...]
    changed: tuple[str, ...]
    unanswered: tuple[str, ...]

    @property
    def cards(self) -> tuple[str, ...]:
        return (*self.never, *self.changed, *self.unanswered)

    def warnings(self, root: Path) -> list[Fault]:
        """One warning for each reason, with how many cards it holds for."""
        counts = (
            (len(self.never), "cards had no second reader"),
            (len(self.changed), "cards changed after a second reader read them"),
        )
        mend = "`python -m bot cards read` lists them."
        return [
            Fault(str(root / "cards"), 1, f"{count} {what}.", mend, is_warning=True)
            for count, what in counts
            if count
        ]


def short_text(path: Path) -> str:
    """The text shown first, as written: the opening and "Try this"."""
    _, _, body = path.read_text(encoding="utf-8").split(FENCE, 2)
    return body.split("\n## More\n")[0].strip()


def fingerprint(questions: Iterable[str], short: str) -> str:
    """Eight hex digits over the questions, in any order, and the short text."""
    read = "\n".join([*sorted(questions), short])
    return hashlib.blake2b(read.encode(), digest_size=4).hexdigest()


def due(root: Path, cards: Iterable[tuple[str, tuple[str, ...], Reading | None]]) -> Due:
    """Cards due for a reading. `cards`: id, questions and reading of each."""
    never, changed, unanswered = [], [], []
    for card_id, questions, reading in cards:
        if reading is None:
            never.append(card_id)
        elif reading.of != fingerprint(questions, short_text(card_path(root, card_id))):
            changed.append(card_id)
        elif reading.unanswered:
            unanswered.append(card_id)
    return Due(tuple(never), tuple(changed), tuple(unanswered))


def card_path(root: Path, card_id: str) -> Path:
    return root / "cards" / f"{card_id}.md"


def record(path: Path, reading: Reading) -> None:
    """Writes the reading into the card's front matter, replacing an earlier one."""
    put(path, "read", reading.model_dump(exclude_defaults=True, mode="python") | _listed(reading))


def _listed(reading: Reading) -> dict[str, list[str]]:
    return {"unanswered": list(reading.unanswered)} if reading.unanswered else {}
