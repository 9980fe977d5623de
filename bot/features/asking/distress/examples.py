"""Loads the invented lines of `content/distress/examples/` that train the distress classifier."""

from dataclasses import dataclass
from pathlib import Path

_FEWEST = 50


@dataclass(frozen=True, slots=True)
class Examples:
    """Lines of distress, and similar-looking lines of ordinary talk."""

    distress: tuple[str, ...]
    ordinary: tuple[str, ...]


def examples(root: Path) -> Examples:
    """Loads the lines. Raises ValueError if there are too few to train on."""
    folder = root / "distress" / "examples"
    return Examples(_lines(folder / "distress"), _lines(folder / "ordinary"))


def _lines(folder: Path) -> tuple[str, ...]:
    stripped = (
        line.strip()
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    lines = tuple(line for line in stripped if line and not line.startswith("#"))
    if len(lines) < _FEWEST:
        raise ValueError(f"{folder.name} holds {len(lines)} lines, and needs at least {_FEWEST}")
    return lines
