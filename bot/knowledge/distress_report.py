"""How well distress is seen, on files of lines: for `python -m bot evaluate`."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import TypeAdapter
from scipy.stats import binomtest

from bot.knowledge.distress import Level, Watch

_SHAPE = TypeAdapter(dict[str, tuple[str, ...]])
Lines = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rate:
    """`low` and `high`: Wilson's 95 % interval (Wilson 1927)."""

    hits: int
    of: int
    low: float
    high: float

    @property
    def value(self) -> float:
        return self.hits / self.of

    def __str__(self) -> str:
        return f"{self.value:.1%} ({self.hits} of {self.of}; 95 % interval {self.low:.1%} to {self.high:.1%})"


@dataclass(frozen=True, slots=True)
class Report:
    """`recall` and `false_alarms` count take-overs; the doubts got one line below their ordinary answer."""

    recall: Rate
    recall_by_kind: dict[str, Rate]
    positive_doubts: int
    false_alarms: Rate
    negative_doubts: int
    missed: tuple[str, ...]
    false: tuple[str, ...]


def read(path: Path) -> Lines:
    """Lines by kind. Raises pydantic's ValidationError."""
    return _SHAPE.validate_python(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))


def report(watch: Watch, positive: Lines, negative: Lines) -> Report:
    seen = {kind: {line: watch.look(line).level for line in lines} for kind, lines in positive.items()}
    should = {line: level for lines in seen.values() for line, level in lines.items()}
    should_not = {line: watch.look(line).level for lines in negative.values() for line in lines}
    return Report(
        recall=_taken_over(should),
        recall_by_kind={kind: _taken_over(lines) for kind, lines in seen.items()},
        positive_doubts=sum(level is Level.DOUBT for level in should.values()),
        false_alarms=_taken_over(should_not),
        negative_doubts=sum(level is Level.DOUBT for level in should_not.values()),
        missed=tuple(line for line, level in should.items() if level is not Level.DISTRESS),
        false=tuple(line for line, level in should_not.items() if level is Level.DISTRESS),
    )


def _taken_over(levels: Mapping[str, Level]) -> Rate:
    hits = sum(level is Level.DISTRESS for level in levels.values())
    interval = binomtest(hits, len(levels)).proportion_ci(method="wilson")
    return Rate(hits, len(levels), float(interval.low), float(interval.high))
