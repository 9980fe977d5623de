"""Which items a wave asks: the headline, and those that have waited longest."""

from collections.abc import Mapping, Sequence

from bot.pulse.items import Item

ROTATING = 2
ROTATING_WHEN_SMALL = 3


def items_for_wave(
    wave: int,
    headline: Item,
    askable: Sequence[Item],
    asked: Mapping[int, Sequence[str]],
    *,
    is_small: bool = False,
) -> tuple[Item, ...]:
    """The headline, then two items (three in small organisations) of different themes.

    `askable` are the items that enough people are eligible for, `asked` the item ids of other waves by
    wave number. Later waves are ignored, so planning a wave again gives the same items. Each item comes
    once before any comes twice, or a turn later where two of one theme would meet: with the 11 items for
    everyone besides the headline every 10 to 14 weeks, with all 24 every half year. Raises ValueError where too few themes remain.
    """
    last_asked = {item: past for past in sorted(asked) if past < wave for item in asked[past]}
    waiting = sorted(
        (item for item in askable if item.id != headline.id),
        key=lambda item: (last_asked.get(item.id, -1), item.number),
    )
    chosen: list[Item] = []
    for item in waiting:
        if item.theme not in {other.theme for other in chosen}:
            chosen.append(item)
    needed = ROTATING_WHEN_SMALL if is_small else ROTATING
    if len(chosen) < needed:
        raise ValueError(f"items of {needed} themes are needed beside the headline, there are {len(chosen)}")
    return (headline, *chosen[:needed])
