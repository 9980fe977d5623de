"""Checks the tips and discussion prompts, and builds each as a message in all its states."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.conversation.message import Message
from bot.features.content_report import ContentReport, References, Shown
from bot.features.learning.check import check as check_tips
from bot.features.learning.tracks import Tip, Tracks
from bot.features.learning.views import ShownTip, prompt


def check(root: Path, _: date, known: References) -> ContentReport:
    tracks, faults = check_tips(root, known["cards"], known["sources"])
    return ContentReport(f"{len(tracks.tips)} tips", faults, lambda: shown(root, tracks))


def shown(root: Path, tracks: Tracks) -> Iterator[Shown]:
    """Each tip in all its states."""
    for tip in tracks.tips.values():
        for message in _states(tip):
            yield root / "tracks" / f"{tip.id}.md", message


def _states(tip: Tip) -> Iterator[Message]:
    if not tip.questions:
        yield prompt(tip)
    for shown_tip in (ShownTip(tip, number) for number in range(len(tip.questions))):
        yield shown_tip.as_question()
        yield from (shown_tip.answered(chosen) for chosen in range(len(shown_tip.question.options) + 1))
