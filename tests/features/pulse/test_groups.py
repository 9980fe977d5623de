import random
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.themes import Audience
from bot.features.pulse.waves.groups import ORGANISATION, OTHERS, PEERS_FROM, Grouping, group_for_item
from bot.publishing.publisher import FLOOR
from tests.features.pulse.worlds import item, random_parents, random_people, staff


def grouped(*args: object, **kwargs: object) -> Grouping:
    found = group_for_item(*args, **kwargs)  # type: ignore[arg-type]
    assert found is not None
    return found


def keys(grouping: Grouping) -> set[str]:
    return {group.key for group in grouping.root.walk()}


def test_a_team_of_six_counts_with_its_small_siblings_one_level_up() -> None:
    parents = {"north": None, "a": "north", "b": "north", "c": "north", "south": None}
    people = [*staff("a", 6), *staff("b", 4), *staff("c", 30), *staff("south", 30)]
    grouping = grouped(item(), people, parents)
    assert grouping.cell_of["a"] == grouping.cell_of["b"] == "north" + OTHERS
    assert keys(grouping) == {ORGANISATION, "north", "c", "north" + OTHERS, "south"}


def test_a_head_alone_above_large_teams_counts_further_up() -> None:
    parents = {"north": None, "a": "north", "b": "north"}
    people = [*staff("north", 1), *staff("a", 20), *staff("b", 20), *staff(None, 20)]
    grouping = grouped(item(), people, parents)
    assert grouping.cell_of["north"] == grouping.cell_of[ORGANISATION] == ORGANISATION + OTHERS
    assert {"north", "a", "b"} <= keys(grouping)


def test_what_is_too_small_at_the_top_takes_the_smallest_cell_with_it() -> None:
    parents = {"a": None, "b": None, "c": None}
    people = [*staff(None, 1), *staff("a", 20), *staff("b", 21), *staff("c", 22)]
    grouping = grouped(item(), people, parents)
    assert grouping.cell_of["a"] == grouping.cell_of[ORGANISATION] == ORGANISATION + OTHERS
    assert keys(grouping) == {ORGANISATION, ORGANISATION + OTHERS, "b", "c"}


def test_a_group_with_one_part_is_that_part() -> None:
    parents = {"north": None, "a": "north", "south": None}
    grouping = grouped(item(), [*staff("a", 30), *staff("south", 30)], parents)
    assert keys(grouping) == {ORGANISATION, "a", "south"}


def test_an_organisation_of_one_team_has_one_group() -> None:
    grouping = grouped(item(), staff("a", 70), {"a": None})
    assert keys(grouping) == {ORGANISATION}
    assert grouping.cell_of["a"] == ORGANISATION


def test_under_sixty_people_there_are_no_groups() -> None:
    parents = {"a": None, "b": None}
    assert keys(grouped(item(), [*staff("a", 30), *staff("b", 29)], parents)) == {ORGANISATION}
    assert len(keys(grouped(item(), [*staff("a", 30), *staff("b", 30)], parents))) == 3


def test_fifteen_peer_workers_are_too_few_to_ask_and_sixteen_are_not() -> None:
    peers = item(audience=Audience.PEER_WORKER)
    people = [*staff("a", 60), *staff("a", 15, Audience.PEER_WORKER)]
    assert group_for_item(peers, people, {"a": None}) is None
    assert group_for_item(peers, [*people, *staff(None, 1, Audience.PEER_WORKER)], {"a": None})


def test_an_item_that_rates_peers_is_not_counted_where_there_are_two() -> None:
    parents = {"a": None, "b": None, "c": None}
    people = [*staff("a", 20), *staff("b", 20), *staff("c", 20)]
    people += [*staff("a", 2, Audience.PEER_WORKER), *staff("b", 3, Audience.PEER_WORKER)]
    people += staff("c", 4, Audience.PEER_WORKER)
    rating = grouped(item(about_peers=True), people, parents)
    assert rating.cell_of["a"] not in {"a", "b", "c"}
    assert grouped(item(), people, parents).cell_of["a"] == "a"


def test_a_higher_floor_merges_more_and_a_lower_one_is_refused() -> None:
    parents = {"a": None, "b": None}
    people = [*staff("a", 10), *staff("b", 60)]
    assert grouped(item(), people, parents).cell_of["a"] == "a"
    assert grouped(item(), people, parents, floor=12).cell_of["a"] == ORGANISATION
    with pytest.raises(ValueError, match="only be raised"):
        group_for_item(item(), people, parents, floor=7)


@pytest.mark.parametrize(
    ("parents", "said"), [({"a": "b", "b": "a"}, "circle"), ({"a": "lost"}, "lost"), ({"b": None}, "'a'")]
)
def test_a_broken_team_tree_is_refused(parents: dict[str, str | None], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        group_for_item(item(), staff("a", 70), parents)


@given(st.randoms(use_true_random=True), st.integers(1, 16), st.sampled_from([3, 9, 25]), st.booleans())
def test_no_cell_is_smaller_than_the_floor_and_each_person_counts_once(
    rng: random.Random, teams: int, largest: int, about_peers: bool
) -> None:
    parents = random_parents(rng, teams)
    people = random_people(rng, parents, largest)
    asked = item(about_peers=about_peers, audience=rng.choice([Audience.EVERYONE, Audience.PEER_WORKER]))
    grouping = group_for_item(asked, people, parents)
    eligible = {p.id for p in people if asked.is_for(p.audiences)}
    if grouping is None:
        assert len(eligible) < 16
        return
    cells = {group.key: group.members for group in grouping.root.walk() if not group.parts}
    peers = {p.id for p in people if Audience.PEER_WORKER in p.audiences}
    inside = {cell: {p.id for p in people if _cell(grouping, p.team) == cell} for cell in cells}
    for cell, members in cells.items():
        assert members == inside[cell] & eligible
        assert len(members) >= FLOOR
        if about_peers and cell != ORGANISATION:
            assert len(inside[cell] & peers) >= PEERS_FROM
    assert sum(map(len, cells.values())) == len(eligible)
    assert len({group.key for group in grouping.root.walk()}) == len(list(grouping.root.walk()))
    for group in grouping.root.walk():
        assert len(group.parts) != 1
        assert group.members == frozenset().union(*(p.members for p in group.parts)) or not group.parts


@given(st.randoms(use_true_random=True), st.integers(1, 16), st.sampled_from([9, 25]))
def test_everyone_shares_the_cells_of_all_items_of_a_wave_with_seven_others_at_least(
    rng: random.Random, teams: int, largest: int
) -> None:
    parents = random_parents(rng, teams)
    people = random_people(rng, parents, largest)
    audience = rng.choice([Audience.EVERYONE, Audience.PEER_WORKER])
    asked = [p for p in people if audience in (Audience.EVERYONE, *p.audiences)]
    items = [item(audience=audience, about_peers=about_peers) for about_peers in (False, True, False)]
    groupings = [group_for_item(one, asked, parents) for one in items]
    cells = [g.cell_of for g in groupings if g]
    alike = Counter(tuple(c[p.team or ORGANISATION] for c in cells) for p in asked)
    assert all(count >= FLOOR or count == len(asked) for count in alike.values())


def _cell(grouping: Grouping, team: str | None) -> str | None:
    return grouping.cell_of.get(team or ORGANISATION)
