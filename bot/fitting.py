"""Whether everything curated fits where it is shown, so that its author hears of it and nobody else."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bot.broadcasts.shown import to_recipients
from bot.broadcasts.tables import Broadcast
from bot.broadcasts.templates import Template, Templates
from bot.conversation.message import Message
from bot.curated import Fault
from bot.knowledge.library import Library
from bot.learning.shown_tip import ShownTip, prompt
from bot.learning.tracks import Tip, Tracks
from bot.platforms.slack import render as slack
from bot.platforms.teams import render as teams
from handlers.shown_card import ShownCard

_NONE = Templates({})


def check(
    root: Path, library: Library, tracks: Tracks, today: date, templates: Templates = _NONE
) -> list[Fault]:
    """In the order of their files; each card and tip in all its states."""
    faults: set[Fault] = set()
    for card_id in library.cards:
        states = (ShownCard(card_id, is_long).message(library, today) for is_long in (False, True))
        faults.update(_faults(root / "cards" / f"{card_id}.md", states))
    for tip in tracks.tips.values():
        faults.update(_faults(root / "tracks" / f"{tip.id}.md", _states(tip)))
    for template in templates.by_id.values():
        faults.update(_faults(root / "broadcasts" / f"{template.id}.md", iter((_announced(template),))))
    return sorted(faults)


def _announced(template: Template) -> Message:
    return to_recipients(Broadcast(title=template.meta.title, words=template.words), "")


def _states(tip: Tip) -> Iterator[Message]:
    if not tip.questions:
        yield prompt(tip)
    for shown in (ShownTip(tip, number) for number in range(len(tip.questions))):
        yield shown.asked()
        yield from (shown.answered(chosen) for chosen in range(len(shown.question.options) + 1))


def _faults(path: Path, states: Iterator[Message]) -> Iterator[Fault]:
    for message in states:
        for what in (*slack.faults_of(message), *teams.faults_of(message)):
            yield Fault(str(path), 1, f"{what}.", "Say it in fewer words.")
