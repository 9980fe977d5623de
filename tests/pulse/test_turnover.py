"""What is published wave after wave never lets anyone work out a newcomer's or a leaver's answer."""

import random
from collections.abc import Mapping, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.pulse.disclosure import Compared, Figures, Hidden, Publication, Reason, publish
from bot.pulse.groups import FLOOR, ORGANISATION, Group, Person, group_for_item
from bot.pulse.statistics import Counts
from tests.pulse.attacker import Comparer, WaveReader
from tests.pulse.worlds import answers, cell, item, organisation, random_counts

Wave = tuple[Group, Publication, Mapping[str, Counts]]

HALF = {"a": answers(12, 6), "b": answers(14, 7), "c": answers(16, 8), "d": answers(18, 9)}


def teams(**sizes: int) -> Group:
    return organisation(*(cell(key, size) for key, size in sizes.items()))


def told_after(before: Group, after: Group, counts: Mapping[str, Counts]) -> Publication:
    return publish(2, "i", after, counts, [publish(1, "i", before, HALF)])


def shown(publication: Publication) -> set[str]:
    return {key for key, told in publication.groups if not isinstance(told, Hidden)}


def test_where_nobody_came_or_went_everything_is_shown_again() -> None:
    same = teams(a=12, b=14, c=16, d=18)
    assert shown(told_after(same, same, HALF)) == {ORGANISATION, "a", "b", "c", "d"}


def test_after_one_person_left_their_team_and_the_organisation_have_a_verdict_only() -> None:
    after = told_after(
        teams(a=12, b=14, c=16, d=18), teams(a=11, b=14, c=16, d=18), HALF | {"a": answers(11, 5)}
    )
    assert shown(after) == {"b", "c", "d"}
    for key in ("a", ORGANISATION):
        told = after.of(key)
        assert isinstance(told, Hidden)
        assert told.reason is Reason.TURNOVER
        assert told.may_have_verdict
        assert told.compared == Compared(1, 0)


def test_a_change_too_small_to_show_is_remembered_until_it_has_grown() -> None:
    sizes = [12, 11, 10, 9, 8]
    earlier: list[Publication] = []
    for wave, size in enumerate(sizes):
        root = teams(a=size, b=14, c=16, d=18)
        earlier.append(publish(wave, "i", root, HALF | {"a": answers(size, 5)}, earlier))
    assert ["a" in shown(p) for p in earlier] == [True, False, False, False, False]
    grown = teams(a=12 + 9, b=14, c=16, d=18)
    assert "a" in shown(publish(9, "i", grown, HALF | {"a": answers(21, 9)}, earlier))


def test_the_remainder_that_hides_a_changed_team_must_not_differ_by_a_few_either() -> None:
    after = told_after(
        teams(a=12, b=14, c=16, d=18),
        teams(a=11, b=14, c=16, d=30),
        HALF | {"a": answers(11, 5), "d": answers(30, 15)},
    )
    assert "a" not in shown(after)
    assert not {ORGANISATION, "d"} <= shown(after)


def test_teams_that_exchange_many_do_not_give_away_the_one_who_left_both() -> None:
    before, after = teams(a=20, b=20, c=16), teams(a=20, b=20, c=16)
    stays, goes, leaves = [f"a-{n}" for n in range(11)], [f"a-{n}" for n in range(11, 19)], "a-19"
    a = Group("a", frozenset(stays))
    b = Group("b", frozenset(f"b-{n}" for n in range(20)) | set(goes))
    after = organisation(a, b, before.parts[2])
    assert leaves not in after.members
    first = publish(1, "i", before, {"a": answers(20, 9), "b": answers(20, 11), "c": answers(16, 8)})
    second = publish(2, "i", after, {"a": answers(11, 5), "b": answers(28, 15), "c": answers(16, 8)}, [first])
    assert not {"a", "b"} <= shown(second)


def test_one_who_left_two_teams_that_exchange_many_does_not_hide_behind_newcomers_elsewhere() -> None:
    before = teams(a=20, b=20, c=16)
    goes = frozenset(f"a-{n}" for n in range(11, 19))
    a = Group("a", frozenset(f"a-{n}" for n in range(11)))
    after = organisation(a, Group("b", before.parts[1].members | goes), cell("c", 26))
    first = publish(1, "i", before, {"a": answers(20, 9), "b": answers(20, 11), "c": answers(16, 8)})
    counts = {"a": answers(11, 5), "b": answers(28, 15), "c": answers(26, 13)}
    second = publish(2, "i", after, counts, [first])
    assert ORGANISATION in shown(second)
    assert not {"a", "b"} <= shown(second)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=True), st.integers(2, 9), st.integers(2, 4))
def test_people_who_keep_their_answers_are_not_given_away_when_one_or_two_come_and_go(
    rng: random.Random, size: int, waves: int
) -> None:
    assert Comparer(lived(rng, size, waves)).recovered() == []


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=True), st.integers(3, 6))
def test_nor_are_they_where_whole_wards_move_at_the_same_time(rng: random.Random, size: int) -> None:
    """A difference that concerns eight people or more is as good as a group's figure."""
    found = Comparer(lived(rng, size, 3, wards_move=True)).recovered()
    assert [people for people in found if len(people) < FLOOR] == []


def lived(rng: random.Random, size: int, waves: int, *, wards_move: bool = False) -> list[Wave]:
    """Waves between which up to two people join, two leave and two change teams."""
    parents = {f"t{n}": rng.choice([None, "t0", "t1"][: 1 + min(n, 2)]) for n in range(size)}
    people = [Person(f"p{n}", rng.choice(list(parents)), frozenset()) for n in range(max(62, 14 * size))]
    agrees: dict[str, bool] = {}
    past: list[Wave] = []
    for number in range(waves):
        grouping = group_for_item(item(), people, parents)
        assert grouping is not None
        for person in people:
            agrees.setdefault(person.id, rng.random() < rng.choice((0.1, 0.5, 0.9)))
        counts = counted(grouping.root, agrees)
        earlier = [published for _, published, _ in past]
        past.append((grouping.root, publish(number, "i", grouping.root, counts, earlier), counts))
        people = changed(rng, people, list(parents), number)
        if wards_move:
            people = [*moved(rng, people), *newcomers(rng, number, list(parents))]
    return past


def counted(root: Group, agrees: Mapping[str, bool]) -> dict[str, Counts]:
    cells = [group for group in root.walk() if not group.parts]
    return {c.key: answers(len(c.members), sum(agrees[p] for p in c.members)) for c in cells}


def changed(rng: random.Random, people: Sequence[Person], homes: list[str], wave: int) -> list[Person]:
    left = rng.sample(list(people), len(people) - rng.randint(0, 2))
    for _ in range(rng.choice((0, 0, 1, 2))):
        mover = rng.randrange(len(left))
        left[mover] = Person(left[mover].id, rng.choice(homes), frozenset())
    newest = max(int(person.id[1:]) for person in people)
    joined = [Person(f"p{newest + 1 + n}", rng.choice(homes), frozenset()) for n in range(rng.randint(0, 2))]
    return [*left, *joined]


def moved(rng: random.Random, people: Sequence[Person]) -> list[Person]:
    """Up to ten of one team go to another."""
    left, came = rng.choice(people).team, rng.choice(people).team
    going = [person.id for person in people if person.team == left][: rng.randint(8, 10)]
    return [Person(p.id, came, frozenset()) if p.id in going else p for p in people]


def newcomers(rng: random.Random, wave: int, homes: list[str]) -> list[Person]:
    """Many to one team, so that the organisation's figures are shown again."""
    home = rng.choice(homes)
    return [Person(f"p{1000 * (wave + 1) + n}", home, frozenset()) for n in range(rng.randint(8, 12))]


def test_figures_are_shown_at_all_where_few_people_come_and_go() -> None:
    rounds = [lived(random.Random(seed), 6, 4) for seed in range(10)]
    told = [told for waves in rounds for _, published, _ in waves[1:] for _, told in published.groups]
    assert sum(isinstance(t, Figures) for t in told) > len(told) / 5


def test_eight_leavers_who_all_agreed_do_not_show_by_the_fall() -> None:
    rest = {"b": answers(14, 7), "c": answers(16, 8)}
    first = publish(1, "i", teams(a=20, b=14, c=16), {"a": answers(20, 14)} | rest)
    smaller = teams(a=12, b=14, c=16)
    assert "a" not in shown(publish(2, "i", smaller, {"a": answers(12, 6)} | rest, [first]))
    assert "a" in shown(publish(2, "i", smaller, {"a": answers(12, 8)} | rest, [first]))


def test_a_team_hidden_for_another_s_sake_stays_hidden_while_that_is_a_secret() -> None:
    before = {"a": answers(12, 0), "b": answers(14, 7), "c": answers(16, 8), "d": answers(18, 9)}
    root = teams(a=12, b=14, c=16, d=18)
    first = publish(1, "i", root, before)
    assert shown(first) == {ORGANISATION, "a", "c", "d"}
    second = publish(2, "i", teams(a=12, b=14, c=16, d=17), before | {"d": answers(17, 9)}, [first])
    assert shown(second) == {"a", "c"}


def test_a_group_that_is_not_shown_is_still_said_to_have_clearly_changed() -> None:
    after = teams(a=11, b=40, c=16, d=18)
    rest = {"c": answers(16, 8), "d": answers(18, 9)}
    first = publish(1, "i", teams(a=12, b=40, c=16, d=18), {"a": answers(12, 6), "b": answers(40, 10)} | rest)
    second = publish(2, "i", after, {"a": answers(11, 5), "b": answers(40, 30)} | rest, [first])
    everyone = second.of(ORGANISATION)
    assert isinstance(everyone, Hidden)
    assert everyone.compared == Compared(1, 1)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=True), st.integers(2, 9), st.integers(2, 4))
def test_where_people_keep_their_answers_a_comparison_always_says_the_same_and_so_tells_nothing(
    rng: random.Random, size: int, waves: int
) -> None:
    told = [told for _, published, _ in lived(rng, size, waves) for _, told in published.groups]
    compared = [t.compared for t in told if isinstance(t, Hidden) and t.compared]
    assert all(comparison.direction == 0 for comparison in compared)


def test_a_comparison_that_would_give_a_hidden_group_away_is_not_made() -> None:
    """What is left of the organisation for b, after a and c, must not be pinned down by the comparison."""
    first = publish(
        1, "i", teams(a=40, b=9, c=40), {"a": answers(40, 20), "b": answers(9, 5), "c": answers(40, 20)}
    )
    after = teams(a=40, b=8, c=40)
    counts = {"a": answers(40, 33), "b": answers(7, 0), "c": answers(40, 20)}
    second = publish(2, "i", after, counts, [first])
    assert WaveReader(after, second, [first]).recovered() == []


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=True), st.integers(2, 9))
def test_figures_and_comparisons_of_a_wave_together_give_nothing_away(rng: random.Random, size: int) -> None:
    """Opinions are drawn anew for the last wave, so that comparisons say all they can."""
    waves = lived(rng, size, 3)
    root, _, _ = waves[-1]
    earlier = [published for _, published, _ in waves[:-1]]
    found = publish(9, "i", root, random_counts(rng, root), earlier)
    assert WaveReader(root, found, earlier).recovered() == []
