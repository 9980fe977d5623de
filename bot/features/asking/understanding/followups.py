"""Resolves a follow-up that is unclear alone: combines three readings of it into one ranking of cards.

The readings: as typed, as a question about peer work, and appended to the question that opened the thread.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from bot.features.asking.retrieval.finding import Reading, RefusalKind, SearchFinding, SearchOutcome
from bot.features.asking.understanding import leaning
from bot.features.asking.understanding.rewriting import about_peer_work, without_opening
from bot.features.asking.understanding.thread import Thread

Find = Callable[[str], SearchFinding]
Ranked = list[tuple[str, float]]

# From these odds over the threshold and this lead on, the reading as typed is clearly better (2026-11-29, 70
# follow-ups).
_CLEARLY_OURS, _CLEARLY_AHEAD = 1.5, 0.5
_OFFERED = 3
# A bonus in score for the open card; larger for "why does that help?". From this lead on a card is shown
# instead of offered. Below these odds of both readings, an unfamiliar question is out of scope; a nearly
# known one is offered. On 118 follow-ups, half of them written for this, the first card was right in 64%
# before and 80% after (2026-11-29).
_STAYS, _STAYS_ON_THAT, _SURELY = 0.3, 1.5, 9.0
_CLEAR_LEAD, _BOTH_OURS, _NEARLY_OURS = 0.4, 1.0, -2.0
# The bonus of a tentative card, for a turn about what was just said. On 299 turns of 65 exchanges, which also chose
# it, 160 were good without a thread after offers and refusals, and 175 with it (2026-11-30).
_TENTATIVE_ON_THAT = 1.0
# What follows peer work is seldom about the bot. The penalty of a card about it.
_ABOUT_US, _LESS_ABOUT_US = "bot/", 1.0
_NO_LEAD = float("-inf")


@dataclass(frozen=True, slots=True)
class Resolved:
    """`how` is for the side panel. `stays` means that the follow-up belongs to the card shown last."""

    finding: SearchFinding
    stays: bool
    how: str


@dataclass(frozen=True, slots=True)
class _Favoured:
    """The card that a turn is likelier about, and its bonus. `is_open`: it was shown, so that it needs no lead."""

    card: str = ""
    bonus: float = 0.0
    is_open: bool = False


def resolve(turn: str, thread: Thread, find: Find) -> Resolved:
    """Resolves the follow-up. A change of topic drops the thread."""
    alone = _without(thread.declined, find(turn))
    if by_itself := _standing_alone(turn, thread, alone):
        return Resolved(alone, False, by_itself)
    if thread.shown and leaning.only_qualifies(turn):
        return _combined((alone, alone, alone), _Favoured(thread.shown, _SURELY, is_open=True))
    core = without_opening(turn)
    of_peers, together = find(about_peer_work(core)), find(f"{thread.question} {core}")
    if (
        alone.boundary
        and leaning.says_something(turn)
        and of_peers.odds_over_scope + together.odds_over_scope < _BOTH_OURS
    ):
        return Resolved(alone, False, "a change to something that is not ours")
    readings = tuple(_without(thread.declined, finding) for finding in (find(core), of_peers, together))
    return _combined(readings, _favoured(core, thread, together))


def _standing_alone(turn: str, thread: Thread, alone: SearchFinding) -> str:
    """Why the turn needs nothing of what was said before; empty if it may."""
    if not leaning.points_back(turn) and not leaning.figures_in(turn) & thread.figures:
        return "stands on its own"
    if alone.is_verbatim:
        return "asked in a card's own words"
    if thread.shown and leaning.only_qualifies(turn):
        return ""
    if leaning.is_whole(turn) and alone.outcome is SearchOutcome.ANSWER:
        return "a whole question, answered by itself"
    is_clear = alone.odds_over_scope >= _CLEARLY_OURS and alone.lead >= _CLEARLY_AHEAD
    leans = leaning.is_bare(turn) or leaning.refers(turn) or leaning.asks_about_that(turn)
    leans |= bool(leaning.figures_in(turn) & thread.figures)
    return "clear on its own" if is_clear and not leans else ""


def _favoured(turn: str, thread: Thread, together: SearchFinding) -> _Favoured:
    """The open card, or the tentative one that is nearest to the question and the turn together."""
    is_surely = leaning.says_nothing_else(turn) or bool(leaning.figures_in(turn) & thread.figures)
    is_on_that = leaning.asks_about_that(turn)
    if thread.shown:
        bonus = _SURELY if is_surely else _STAYS_ON_THAT if is_on_that else _STAYS
        return _Favoured(thread.shown, bonus, is_open=True)
    if not thread.tentative:
        return _Favoured()
    scores = dict(together.ranked)
    nearest = max(thread.tentative, key=lambda card: scores.get(card, 0.0))
    bonus = _SURELY if is_surely else _TENTATIVE_ON_THAT if is_on_that else _STAYS
    return _Favoured(nearest, bonus)


def _combined(readings: tuple[SearchFinding, ...], favoured: _Favoured) -> Resolved:
    """The best card over all readings."""
    ranked = _ranked(readings, favoured)
    best, is_favoured = ranked[0][0], ranked[0][0] == favoured.card
    is_clear = ranked[0][1] - ranked[1][1] >= _CLEAR_LEAD or (is_favoured and favoured.is_open)
    outcome = _outcome(readings, is_favoured and favoured.is_open, is_clear)
    if outcome is SearchOutcome.OFFER:
        ranked = _with(favoured.card, ranked)
    finding = replace(
        readings[-1],
        outcome=outcome,
        ranked=tuple((card, round(score, 4)) for card, score in ranked[:10]),
        boundary=None,
        refusal_kind=RefusalKind.UNWRITTEN if outcome is SearchOutcome.UNKNOWN else None,
        odds=max(finding.odds for finding in readings),
        reading=Reading.TOGETHER,
        read_as=readings[0].read_as,
        local=next((finding.local for finding in readings if finding.local and finding.best == best), ""),
    )
    stays = favoured.is_open and best == favoured.card != readings[0].best
    return Resolved(finding, stays, "read after the question before")


def _ranked(readings: Collection[SearchFinding], favoured: _Favoured) -> Ranked:
    cards = {card for finding in readings for card, _ in finding.ranked} | ({favoured.card} - {""})
    less = 0.0 if favoured.card.startswith(_ABOUT_US) else _LESS_ABOUT_US
    scores = {
        card: sum(_score(finding, card) for finding in readings)
        + (favoured.bonus if card == favoured.card else 0.0)
        - (less if card.startswith(_ABOUT_US) else 0.0)
        for card in cards
    }
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _without(declined: str, finding: SearchFinding) -> SearchFinding:
    """The finding without the card that was turned down. No other is clear then."""
    if finding.best != declined:
        return replace(finding, ranked=tuple(pair for pair in finding.ranked if pair[0] != declined))
    is_answer = finding.outcome is SearchOutcome.ANSWER
    return replace(
        finding,
        outcome=SearchOutcome.OFFER if is_answer else finding.outcome,
        ranked=finding.ranked[1:],
        lead=_NO_LEAD,
        local="",
        is_verbatim=False,
    )


def _with(topic: str, ranked: Ranked) -> Ranked:
    """The open card is always among those offered: what follows it is often about it."""
    others = [pair for pair in ranked if pair[0] != topic]
    if not topic or any(card == topic for card, _ in ranked[:_OFFERED]):
        return ranked
    return [*others[: _OFFERED - 1], *(pair for pair in ranked if pair[0] == topic), *others[_OFFERED - 1 :]]


def _outcome(readings: tuple[SearchFinding, ...], stays: bool, is_clear: bool) -> SearchOutcome:
    if stays or any(finding.outcome is not SearchOutcome.UNKNOWN for finding in readings):
        return SearchOutcome.ANSWER if is_clear else SearchOutcome.OFFER
    return (
        SearchOutcome.OFFER
        if max(finding.odds_over_scope for finding in readings) > _NEARLY_OURS
        else SearchOutcome.UNKNOWN
    )


def _score(finding: SearchFinding, card: str) -> float:
    """The card's score. A card outside the ranking gets the lowest score in it."""
    known = dict(finding.ranked)
    return known.get(card, min(known.values()))
