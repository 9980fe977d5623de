"""Chooses the items of a wave: the headline, and those not asked for longest.

Everyone in a wave is asked the same items. Items for peer workers, supervisors or leaders have separate
waves: mixed into a general ballot, they would identify it as a peer worker's.
"""

from collections.abc import Mapping, Sequence

from bot.core.themes import Theme
from bot.features.pulse.items import Item

ROTATING = 2
ROTATING_WHEN_SMALL = 3
FOR_A_ROLE = 3


def items_for_wave(
    wave: int,
    headline: Item,
    askable: Sequence[Item],
    asked_before: Mapping[int, Sequence[str]],
    *,
    is_small: bool = False,
) -> tuple[Item, ...]:
    """The headline, then two items (three in small organisations) of different themes.

    `askable` are the items with enough eligible people; `asked_before` maps wave numbers to the item ids of other
    waves. Later waves are ignored, so planning a wave again gives the same items. Each item comes once before
    any comes twice, or one wave later where two of one theme would meet: with the 11 items for everyone
    besides the headline every 10 to 14 weeks, with all 24 every half year. Raises ValueError if too few
    themes remain.
    """
    chosen = _of_different_themes(
        _longest_waiting(wave, [i for i in askable if i.id != headline.id], asked_before)
    )
    needed = ROTATING_WHEN_SMALL if is_small else ROTATING
    if len(chosen) < needed:
        raise ValueError(f"items of {needed} themes are needed beside the headline, there are {len(chosen)}")
    return (headline, *chosen[:needed])


def items_for_role(
    wave: int, askable: Sequence[Item], asked_before: Mapping[int, Sequence[str]]
) -> tuple[Item, ...]:
    """Up to three items of different themes, those not asked for longest; `askable` is this audience's."""
    return tuple(_of_different_themes(_longest_waiting(wave, askable, asked_before))[:FOR_A_ROLE])


def _longest_waiting(
    wave: int, askable: Sequence[Item], asked_before: Mapping[int, Sequence[str]]
) -> list[Item]:
    last_asked = {item: past for past in sorted(asked_before) if past < wave for item in asked_before[past]}
    return sorted(askable, key=lambda item: (last_asked.get(item.id, -1), item.number))


def _of_different_themes(items: Sequence[Item]) -> list[Item]:
    first: dict[Theme, Item] = {}
    for item in items:
        first.setdefault(item.theme, item)
    return list(first.values())
