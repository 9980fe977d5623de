"""Lists the colleagues who would see what a person shows: their number, and as many names as fit."""

from collections.abc import Sequence

from bot.conversation.message import Option, Paragraph, text
from bot.people.audiences.chosen_colleagues import AudiencePreview

# Fits in a block on every platform, with room for its sentence.
_NAMES_FIT = 2500


# Above this number, a form has the names with its details: its choice has their number.
_MOST_AT_FIRST_SIGHT = 20


def option(audience: AudiencePreview, organisation: str) -> Option:
    name = f"My team, {audience.label}" if audience.label else f"Everyone at {organisation}"
    return Option(audience.colleagues, f"{name}: {_people(len(audience.names))}")


def who_sees(
    audiences: Sequence[AudiencePreview], organisation: str
) -> tuple[list[Paragraph], list[Paragraph]]:
    """All names of each audience: the short lists for the form itself, and the long ones for its details."""
    lists: tuple[list[Paragraph], list[Paragraph]] = ([], [])
    for audience in audiences:
        lists[len(audience.names) > _MOST_AT_FIRST_SIGHT].append(who(audience, organisation))
    return lists


def who(audience: AudiencePreview, organisation: str) -> Paragraph:
    """All names, as far as a dialog has room."""
    label = audience.label or f"Everyone at {organisation}"
    if not audience.names:
        return text(f"{label} is nobody but you at present. Those who come later see it, too.", quiet=True)
    shown = _that_fit(audience.names)
    rest = len(audience.names) - len(shown)
    more = f" and {_people(rest)} more" if rest else ""
    return text(f"{label} is today: {', '.join(shown)}{more}. Those who come later see it, too.", quiet=True)


def _that_fit(names: Sequence[str]) -> Sequence[str]:
    used = 0
    for number, name in enumerate(names):
        used += len(name) + 2
        if used > _NAMES_FIT:
            return names[:number]
    return names


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"
