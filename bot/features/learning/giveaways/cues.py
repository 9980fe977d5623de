"""Checks that tips' right answers can't be guessed by their length, place or words.

Somebody who looks at one of these alone should be right as often as chance, or people learn the pattern
and not the idea. It takes many questions to tell, so all tips are checked together.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil, floor, sqrt
from pathlib import Path

from bot.core.content_files import Fault
from bot.features.learning.giveaways.guesser import Guess, guesses
from bot.features.learning.tracks import Tracks

_CHANCE = 1 / 3
# With fewer questions it may be luck.
_TOO_FEW = 30
_ASKS = re.compile(
    r"\b(ask\w*|agree\w*|check\w*|question\w*|whether|find(ing)? out|together|invit\w*|would you"
    r"|(shall|could|may|can) (we|i))\b|\?",
    re.IGNORECASE,
)
_REASON = re.compile(r"\b(so|since|because|until)\b", re.IGNORECASE)
# The tips of November 2026 reach 0.42; chance is 0.33. Lower it when they get nearer to chance.
_MOST_GUESSED = 0.44


@dataclass(frozen=True, slots=True)
class _Cue:
    """`allowed` is how many standard deviations from chance may be luck."""

    name: str
    allowed: float = 3.0


_LONGEST = _Cue("the longest option")
_SHORTEST = _Cue("the shortest option")
_ASKING = _Cue("the only option that asks or agrees something")
_NOT_ASKING = _Cue("the only option that asks and agrees nothing")
_QUESTION = _Cue("the only option with a question mark")
_GIVING_A_REASON = _Cue("the only option that gives a reason")
_PLACES = tuple(_Cue(f"the {place} option") for place in ("first", "second", "third"))


@dataclass(frozen=True, slots=True)
class _Answer:
    """Whether somebody who followed the cue would have been right."""

    tip_id: str
    is_right: bool


def giveaways(root: Path, tracks: Tracks) -> Iterator[Fault]:
    for cue, answers in _answers(tracks).items():
        total, right = len(answers), sum(answer.is_right for answer in answers)
        by_luck = cue.allowed * sqrt(total * _CHANCE * (1 - _CHANCE))
        fewest, most = max(0, ceil(total * _CHANCE - by_luck)), floor(total * _CHANCE + by_luck)
        if total >= _TOO_FEW and not fewest <= right <= most:
            what = f"{cue.name} is right in {right} of {total} questions; chance would make it {fewest} to {most}."
            yield Fault(str(root / "tracks"), 1, what, _mend(answers, is_often=right > most))
    yield from _guessed(root, [*guesses([*tracks.tips.values()])])


def _guessed(root: Path, made: Sequence[Guess]) -> Iterator[Fault]:
    """Many words that each say little can say much together."""
    right = sorted((guess for guess in made if guess.is_right), key=lambda guess: guess.lead)
    most = floor(len(made) * _MOST_GUESSED)
    if len(made) >= _TOO_FEW and len(right) > most:
        what = (
            f"words alone tell the right option in {len(right)} of {len(made)} questions; at most {most} may."
        )
        tips = ", ".join(dict.fromkeys(guess.tip_id for guess in right[-3:]))
        yield Fault(
            str(root / "tracks"), 1, what, f"Write right and wrong options alike, for example in {tips}."
        )


def _mend(answers: Sequence[_Answer], *, is_often: bool) -> str:
    """The newest tips are the likeliest to be in somebody's hands."""
    tips = list(dict.fromkeys(answer.tip_id for answer in answers if answer.is_right is is_often))
    aim = "wrong" if is_often else "right"
    return f"Rewrite options so that it is {aim} more often, for example in {', '.join(tips[-3:])}."


def _answers(tracks: Tracks) -> Mapping[_Cue, Sequence[_Answer]]:
    answers: dict[_Cue, list[_Answer]] = defaultdict(list)
    for tip in tracks.tips.values():
        for question in tip.questions:
            for cue, option in _cues(question.options):
                answers[cue].append(_Answer(tip.id, option == question.answer - 1))
    return answers


def _cues(options: Sequence[str]) -> Iterator[tuple[_Cue, int]]:
    """Features by which an option stands out, and the option."""
    yield from zip(_PLACES, range(len(options)), strict=True)
    lengths = [len(option) for option in options]
    yield from _alone(_LONGEST, [length == max(lengths) for length in lengths])
    yield from _alone(_SHORTEST, [length == min(lengths) for length in lengths])
    asks = [bool(_ASKS.search(option)) for option in options]
    yield from _alone(_ASKING, asks)
    yield from _alone(_NOT_ASKING, [not it_asks for it_asks in asks])
    yield from _alone(_QUESTION, ["?" in option for option in options])
    yield from _alone(_GIVING_A_REASON, [bool(_REASON.search(option)) for option in options])
    words = [set(re.findall(r"[a-z']+", option.lower())) for option in options]
    for word in sorted(set[str]().union(*words)):
        # Words are many, and a few stand far from chance by luck alone.
        cue = _Cue(f'the only option with the word "{word}"', allowed=5.0)
        yield from _alone(cue, [word in those for those in words])


def _alone(cue: _Cue, holds: Sequence[bool]) -> Iterator[tuple[_Cue, int]]:
    if sum(holds) == 1:
        yield cue, holds.index(True)
