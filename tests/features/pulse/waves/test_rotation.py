from itertools import pairwise
from pathlib import Path

import pytest

from bot.core.themes import Audience
from bot.features.pulse.items import Item, load
from bot.features.pulse.waves.rotation import items_for_wave

ITEMS = load(Path(__file__).parents[4] / "content" / "pulse" / "items.yaml")
FOR_EVERYONE = [item for item in ITEMS if Audience.EVERYONE in item.audience]


def planned(waves: int, askable: list[Item], *, is_small: bool = False) -> dict[int, list[str]]:
    asked: dict[int, list[str]] = {}
    for wave in range(1, waves + 1):
        asked[wave] = [i.id for i in items_for_wave(wave, ITEMS[0], askable, asked, is_small=is_small)]
    return asked


@pytest.mark.parametrize(("is_small", "number"), [(False, 3), (True, 4)])
def test_a_wave_asks_the_headline_and_items_of_different_themes(is_small: bool, number: int) -> None:
    theme = {item.id: item.theme for item in ITEMS}
    for items in planned(30, list(ITEMS), is_small=is_small).values():
        assert items[0] == "know-the-role"
        assert len(set(items)) == number
        assert len({theme[item] for item in items[1:]}) == number - 1


@pytest.mark.parametrize(("askable", "waves"), [(FOR_EVERYONE, 7), (list(ITEMS), 13)])
def test_no_item_waits_longer_than_its_turn(askable: list[Item], waves: int) -> None:
    asked = planned(60, askable)
    for item in askable[1:]:
        when = [wave for wave, items in asked.items() if item.id in items]
        assert when[0] <= waves
        assert max(later - earlier for earlier, later in pairwise(when)) <= waves


def test_planning_a_wave_again_gives_the_same_items() -> None:
    asked = planned(20, list(ITEMS))
    assert [i.id for i in items_for_wave(8, ITEMS[0], ITEMS, asked)] == asked[8]


def test_items_that_cannot_be_asked_are_left_out() -> None:
    asked = {item for items in planned(20, FOR_EVERYONE).values() for item in items}
    assert asked == {item.id for item in FOR_EVERYONE}


def test_too_few_themes_are_refused() -> None:
    with pytest.raises(ValueError, match="2 themes"):
        items_for_wave(1, ITEMS[0], ITEMS[:2], {})
