"""Builds the editors' list of questions only the organisation can answer, and a form to start a card."""

from collections.abc import Sequence

from bot.conversation.message import Block, Bullets, Buttons, Heading, text
from bot.features.asking.actions import START_LOCAL
from bot.features.asking.cards.library import Boundary, Library
from bot.features.asking.views.local_card_form import Written

_MOST = 3
_EXAMPLES = 3


def questions_for_organisation(
    unanswered: Sequence[tuple[str, int | None]], library: Library, unwritten: Sequence[str]
) -> list[Block]:
    """Counts by subject, highest first. Subjects without a card have a button to start one."""
    counts = {name: count for name, count in unanswered if name in unwritten}
    if not unwritten:
        return []
    total = sum(count or 0 for count in counts.values())
    introduction = f"People asked {total} things that only you can answer." if total else _NOTHING_COUNTED
    names = sorted(unwritten, key=lambda name: -(counts.get(name) or 0))
    lines = [text(f"{library.boundaries[name].title}: {counts[name]}") for name in names if counts.get(name)]
    begin = (START_LOCAL.button(library.boundaries[name].title[:_LABEL], name) for name in names[:_MOST])
    counted: list[Block] = [Bullets(tuple(lines))] if lines else []
    return [
        Heading("Only you can answer"),
        text(introduction),
        *counted,
        text("Begin an answer of your own:"),
        Buttons(tuple(begin)),
    ]


_LABEL = 75
_NOTHING_COUNTED = "Some questions only you can answer, and there is no answer of your own to these yet."


def prefilled(boundary: Boundary) -> Written:
    """A form with a title and typical questions; the editor adds the answer."""
    return Written(title=boundary.title, questions=list(boundary.questions[:_EXAMPLES]))
