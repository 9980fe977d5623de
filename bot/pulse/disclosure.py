"""What may be told of one item in one wave: decided once at close, for everyone who is ever told.

The rule has three steps (primary and complementary cell suppression; Cox 1980, Willenborg and de Waal
2001, Hundepool et al. 2012):

1. Hide each group in which fewer than `floor` people answered, and each whose members are the same, but
   for one to seven people, as those of a group that was shown in an earlier wave. Where nearly all agree
   or nearly none, show only that: "90% or more" tells nobody's own answer, "100%" tells everyone's.
2. Work out what a reader can conclude from all that is left, at any level of the tree together
   (`exposure`), and by comparing with each earlier wave (`turnover`).
3. Where that gives something away, hide the smallest of the groups that do so, and go back to 2.

It ends, because every round hides one group more. It is safe by construction, not by cleverness: what
is published has passed the check of step 2, and that check is the definition of what must not happen,
for a reader who knows more than ours. Figures are checked as if exact, though shown rounded.

A reader who knows this program learns a little from the choice of what else is hidden. So the reasons
given do not say which group was hidden for its own sake, and which for another's.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.pulse.exposure import Range, exposed
from bot.pulse.groups import FLOOR, Group
from bot.pulse.statistics import Counts, Estimate, favourable, mean, share_favourable
from bot.pulse.turnover import Shown, is_small_change, is_telling_change, singling_out, spelling_out

END_PERCENT = 90
END_PERCENT_BELOW_TEN = 85


class Reason(Enum):
    """Why a group is hidden."""

    SMALL = "Fewer than {floor} people answered here, or showing it would give away what another group hides."
    TURNOVER = (
        "Since its figures were last shown a few people joined or left, and a difference could be theirs."
    )


@dataclass(frozen=True, slots=True)
class Hidden:
    """`why` is for the reader. Only a group hidden for turnover may have the verdict on change."""

    reason: Reason
    why: str

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
    totals = _totals(root, counts)
    hidden = _primary(root, totals, earlier, floor)
    while found := _next(root, totals, hidden, earlier, floor):
        key, reason = found
        hidden[key] = reason
    told = tuple((g.key, _told(g, totals[g.key], hidden.get(g.key), floor)) for g in root.walk())
    return Publication(wave, item, told, tuple(g.members for g in root.walk()))


def _totals(root: Group, counts: Mapping[str, Counts]) -> dict[str, Counts]:
    totals: dict[str, Counts] = {}
    for group in reversed(list(root.walk())):
        summed = [sum(column) for column in zip(*(totals[part.key] for part in group.parts), strict=True)]
        one, two, three, four, five = summed or counts.get(group.key, (0, 0, 0, 0, 0))
        totals[group.key] = (one, two, three, four, five)
    return totals


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
    known = {key: _known(points) for key, points in totals.items() if key not in hidden}
    for candidates in exposed(root, answers, known, floor):
        return _smallest((g.key for g in candidates), answers), Reason.SMALL
    shown = {g.key: g.members for g in root.walk() if g.key not in hidden}
    exact = {key: members for key, members in shown.items() if not _end(totals[key])}
    secrets = [g.members for g in root.walk() if g.key not in exact]
    return _over_time(shown, exact, secrets, earlier, answers)


def _over_time(
    shown: Shown,
    exact: Shown,
    secrets: list[frozenset[str]],
    earlier: Sequence[Publication],
    answers: Mapping[str, int],
) -> tuple[str, Reason] | None:
    past_shown = [publication.members_where(AtEnd, Figures) for publication in earlier]
    past_exact = [publication.members_where(Figures) for publication in earlier]
    past_secrets = [m for p in earlier for m in p.members_where(Hidden, AtEnd).values()]
    if earlier and (apart := singling_out(past_shown, shown)):
        return _smallest(apart, answers), Reason.TURNOVER
    if earlier and (spelt := spelling_out([*secrets, *past_secrets], past_exact, exact)):
        return _smallest(spelt, answers), Reason.SMALL
    return None


def _smallest(keys: Iterable[str], answers: Mapping[str, int]) -> str:
    return min(keys, key=lambda key: (answers[key], key))


def _end(points: Counts) -> tuple[int, str] | None:
    """The percentage and the words for it where nearly all agree, or nearly none; else None.

    Among fewer than ten people "90% or more" could only mean everyone, so there it is 85%.
    """
    answers, agreed = sum(points), favourable(points)
    percent = END_PERCENT if answers >= 10 else END_PERCENT_BELOW_TEN
    if 100 * agreed >= percent * answers:
        return percent, f"{percent}% or more"
    if 100 * (answers - agreed) >= percent * answers:
        return 100 - percent, f"{100 - percent}% or less"
    return None


def _known(points: Counts) -> Range:
    """What a reader is told of how many agreed."""
    answers, agreed = sum(points), favourable(points)
    match _end(points):
        case None:
            return Range(agreed, agreed)
        case percent, _ if percent > 50:
            return Range(-(-percent * answers // 100), answers)
        case percent, _:
            return Range(0, percent * answers // 100)


def _told(group: Group, points: Counts, hidden: Reason | None, floor: int) -> Told:
    if hidden:
        return Hidden(hidden, hidden.value.format(floor=floor))
    answers, invited = sum(points), len(group.members)
    if end := _end(points):
        return AtEnd(end[1], answers, invited)
    return Figures(share_favourable(points).rounded(2), mean(points).rounded(1), answers, invited)
