"""What may be told of one item in one wave: decided once at close, for everyone who is ever told.

The rule has three steps (primary and complementary cell suppression; Cox 1980, Willenborg and de Waal
2001, Hundepool et al. 2012):

1. Hide each group in which fewer than `floor` people answered, and each whose members are the same, but
   for one to seven people, as those of a group that was shown in an earlier wave. Where nearly all agree
   or nearly none, show only that: "90% or more" tells nobody's own answer, "100%" tells everyone's.
2. Work out what a reader can conclude from all that is left, at any level of the tree together
   (`exposure`), and by comparing with each earlier wave (`turnover`).
3. Where that gives something away, hide the smallest of the groups that do so, and go back to 2.

A group hidden because somebody came or went is compared with when it was last shown (`comparison`).

It ends: every round hides one group more. It is safe by construction: what is published has passed the
check of step 2, which defines what must not happen, for a reader who knows more than ours.

A reader who knows this program learns a little from what else is hidden. So no reason says whether a group
was hidden for its own sake or for another's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.pulse.comparison import compare
from bot.pulse.ends import end, known
from bot.pulse.exposure import Range, exposed, is_open
from bot.pulse.groups import FLOOR, Group
from bot.pulse.statistics import Counts, Estimate, favourable, mean, share_favourable
from bot.pulse.turnover import (
    SMALL_CHANGE,
    Shown,
    is_small_change,
    is_telling_change,
    singling_out,
    spelling_out,
)


class Reason(Enum):
    """Why a group is hidden."""

    SMALL = "Fewer than {floor} people answered here, or showing it would give away what another group hides."
    TURNOVER = (
        "Since its figures were last shown a few people joined or left, and a difference could be theirs."
    )


@dataclass(frozen=True, slots=True)
class Compared:
    """With the wave that showed this group last: 1 clearly more agree, -1 clearly fewer, 0 about the same."""

    wave: int
    direction: int


@dataclass(frozen=True, slots=True)
class Hidden:
    """`why` is for the reader. Only after turnover may it be compared, and have the verdict on change."""

    reason: Reason
    why: str
    compared: Compared | None = None

    @property
    def may_have_verdict(self) -> bool:
        return self.reason is Reason.TURNOVER


@dataclass(frozen=True, slots=True)
class AtEnd:
    """Nearly all agreed, or nearly none; `label` says so. Neither interval nor mean, which would tell."""

    label: str
    answers: int
    invited: int


@dataclass(frozen=True, slots=True)
class Figures:
    """`share` in whole percent, `mean` in tenths of a point, both with 95% intervals."""

    share: Estimate
    mean: Estimate
    answers: int
    invited: int


Told = Hidden | AtEnd | Figures


@dataclass(frozen=True, slots=True)
class Publication:
    """All that is ever shown of an item in a wave, by group key from the organisation down.

    `members` has who was eligible in each group. It is for comparing later waves with this one, and is
    never shown itself.
    """

    wave: int
    item: str
    groups: tuple[tuple[str, Told], ...]
    members: tuple[frozenset[str], ...]

    def of(self, key: str) -> Told:
        """Raises KeyError for a group that this item did not have in this wave."""
        return dict(self.groups)[key]

    def members_where(self, *kinds: type[Told]) -> dict[str, frozenset[str]]:
        """The members of the groups of which this kind of thing is told, by key."""
        pairs = zip(self.groups, self.members, strict=True)
        return {key: members for (key, told), members in pairs if isinstance(told, kinds)}


def publish(
    wave: int,
    item: str,
    root: Group,
    counts: Mapping[str, Counts],
    earlier: Sequence[Publication] = (),
    floor: int = FLOOR,
) -> Publication:
    """What may be told of this item. `counts` has the answers of each cell, none where it has no entry.

    `earlier` should hold every publication of the same item that anyone may still have. Raises
    ValueError for a floor under eight, or counts of something that is not a cell.
    """
    if floor < FLOOR:
        raise ValueError(f"the floor can only be raised from {FLOOR}")
    cells = {group.key for group in root.walk() if not group.parts}
    if strangers := counts.keys() - cells:
        raise ValueError(f"answers counted outside the cells: {', '.join(sorted(strangers))}")
    totals = root.totals(counts)
    hidden = _primary(root, totals, earlier, floor)
    while found := _next(root, totals, hidden, earlier, floor):
        hidden.update([found])
    compared = _comparisons(root, totals, hidden, earlier, floor)
    told = tuple(
        (g.key, _told(g, totals[g.key], hidden.get(g.key), floor, compared.get(g.key))) for g in root.walk()
    )
    return Publication(wave, item, told, tuple(g.members for g in root.walk()))


def _primary(
    root: Group, totals: Mapping[str, Counts], earlier: Sequence[Publication], floor: int
) -> dict[str, Reason]:
    """Step 1: the groups hidden for their own sake."""
    hidden: dict[str, Reason] = {}
    for group in root.walk():
        if sum(totals[group.key]) < floor:
            hidden[group.key] = Reason.SMALL
        elif any(_is_changed(group, totals[group.key], publication) for publication in earlier):
            hidden[group.key] = Reason.TURNOVER
    return hidden


def _is_changed(group: Group, points: Counts, before: Publication) -> bool:
    """Whether a difference from figures of an earlier wave could be a few people's answers."""
    if any(is_small_change(m, group.members) for m in before.members_where(AtEnd, Figures).values()):
        return True
    told = dict(before.groups).get(group.key)
    if not isinstance(told, Figures):
        return False
    members = before.members_where(Figures)[group.key]
    more_agree = favourable(points) - told.share.value * told.answers
    return is_telling_change(members, group.members, more_agree, slack=0.0051 * told.answers)


def _next(
    root: Group,
    totals: Mapping[str, Counts],
    hidden: Mapping[str, Reason],
    earlier: Sequence[Publication],
    floor: int,
) -> tuple[str, Reason] | None:
    """Steps 2 and 3: one more group to hide, or None when nothing is given away."""
    answers = {key: sum(points) for key, points in totals.items()}
    shown_as = {key: known(points) for key, points in totals.items() if key not in hidden}
    for candidates in exposed(root, answers, shown_as, floor):
        return _smallest((g.key for g in candidates), answers), Reason.SMALL
    shown = {g.key: g.members for g in root.walk() if g.key not in hidden}
    exact = {key: members for key, members in shown.items() if not end(totals[key])}
    secrets = [g.members for g in root.walk() if g.key not in exact]
    return _over_time(shown, exact, secrets, earlier, answers)


def _over_time(
    shown: Shown,
    exact: Shown,
    secrets: list[frozenset[str]],
    earlier: Sequence[Publication],
    answers: Mapping[str, int],
) -> tuple[str, Reason] | None:
    if not earlier:
        return None
    past_shown = [publication.members_where(AtEnd, Figures) for publication in earlier]
    past_exact = [publication.members_where(Figures) for publication in earlier]
    past_secrets = [m for p in earlier for m in p.members_where(Hidden, AtEnd).values()]
    if apart := singling_out(past_shown, shown):
        return _smallest(apart, answers), Reason.TURNOVER
    if spelt := spelling_out([*secrets, *past_secrets], past_exact, exact):
        return _smallest(spelt, answers), Reason.SMALL
    return None


def _comparisons(
    root: Group,
    totals: Mapping[str, Counts],
    hidden: Mapping[str, Reason],
    earlier: Sequence[Publication],
    floor: int,
) -> dict[str, Compared]:
    """Rough ones, each only where it and the figures together still give nothing away."""
    answers = {key: sum(points) for key, points in totals.items()}
    shown = {key: known(points) for key, points in totals.items() if key not in hidden}
    compared: dict[str, Compared] = {}
    hints: dict[str, Range] = {}
    for group in root.walk():
        last = _last_alike(group, earlier)
        if hidden.get(group.key) is not Reason.TURNOVER or last is None:
            continue
        direction, hint = compare(totals[group.key], last[1].share.value)
        if is_open(root, answers, shown, floor, hints | {group.key: hint}):
            compared[group.key], hints[group.key] = Compared(last[0], direction), hint
    return compared


def _last_alike(group: Group, earlier: Sequence[Publication]) -> tuple[int, Figures] | None:
    """The last figures of this group, when its members were the same but for a few."""
    for publication in reversed(earlier):
        told = dict(publication.groups).get(group.key)
        if isinstance(told, Figures):
            members = publication.members_where(Figures)[group.key]
            if len(members ^ group.members) <= SMALL_CHANGE:
                return publication.wave, told
    return None


def _smallest(keys: Iterable[str], answers: Mapping[str, int]) -> str:
    return min(keys, key=lambda key: (answers[key], key))


def _told(group: Group, points: Counts, hidden: Reason | None, floor: int, compared: Compared | None) -> Told:
    if hidden:
        return Hidden(hidden, hidden.value.format(floor=floor), compared)
    answers, invited = sum(points), len(group.members)
    if near := end(points):
        return AtEnd(near[1], answers, invited)
    return Figures(share_favourable(points).rounded(2), mean(points).rounded(1), answers, invited)
