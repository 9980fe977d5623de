"""Measures distress detection on files of labelled lines: recall, false alarms, doubts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml
from pydantic import TypeAdapter
from scipy.stats import binomtest

from bot.features.asking.distress.detector import DistressDetector, Level

_SHAPE = TypeAdapter(dict[str, tuple[str, ...]])
Lines = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate. `low` and `high` are Wilson's 95 % interval (Wilson 1927)."""

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
class DistressReport:
    """`recall` and `false_alarms` count full signposts; `doubts` count answers with one line below."""

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


def report(distress_detector: DistressDetector, positive: Lines, negative: Lines) -> DistressReport:
    seen = {
        kind: {line: distress_detector.classify(line).level for line in lines}
        for kind, lines in positive.items()
    }
    should = {line: level for lines in seen.values() for line, level in lines.items()}
    should_not = {
        line: distress_detector.classify(line).level for lines in negative.values() for line in lines
    }
    return DistressReport(
        recall=_alarm_rate(should),
        recall_by_kind={kind: _alarm_rate(lines) for kind, lines in seen.items()},
        positive_doubts=sum(level is Level.DOUBT for level in should.values()),
        false_alarms=_alarm_rate(should_not),
        negative_doubts=sum(level is Level.DOUBT for level in should_not.values()),
        missed=tuple(line for line, level in should.items() if level is not Level.DISTRESS),
        false=tuple(line for line, level in should_not.items() if level is Level.DISTRESS),
    )


@dataclass(frozen=True, slots=True)
class DistressRates:
    """`alarms` count full signposts and `doubts` single lines."""

    alarms: Rate
    doubts: Rate
    by_level: dict[Level, tuple[str, ...]]


def evaluate_distress(distress_detector: DistressDetector, lines: Sequence[str]) -> DistressRates:
    """Rates for lines of one kind. For distress, `alarms` is the recall; for other lines it should be 0."""
    levels = [(line, distress_detector.classify(line).level) for line in lines]
    by_level = {level: tuple(line for line, seen in levels if seen is level) for level in Level}
    return DistressRates(
        _rate(len(by_level[Level.DISTRESS]), len(lines)),
        _rate(len(by_level[Level.DOUBT]), len(lines)),
        by_level,
    )


def _alarm_rate(levels: Mapping[str, Level]) -> Rate:
    return _rate(sum(level is Level.DISTRESS for level in levels.values()), len(levels))


def _rate(hits: int, of: int) -> Rate:
    interval = binomtest(hits, of).proportion_ci(method="wilson")
    return Rate(hits, of, float(interval.low), float(interval.high))
