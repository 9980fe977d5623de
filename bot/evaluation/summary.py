"""Formats results as one table: right, in between and wrong, with Wilson 95% intervals."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.measures import Share

_NAME, _CELL = 36, 26


@dataclass(frozen=True, slots=True)
class Row:
    """Counts that add up. `meanings`: of right, in between ("" where nothing is) and wrong, in this order."""

    name: str
    right: int
    between: int
    wrong: int
    meanings: tuple[str, str, str]

    @property
    def of(self) -> int:
        return self.right + self.between + self.wrong


def table(rows: Sequence[Row]) -> list[str]:
    """Lines of text: shares with Wilson's 95% interval, then what the three columns mean in each row."""
    if not rows:
        return []
    head = _line("", "right", "in between", "WRONG")
    counted = (
        _line(f"{row.name} ({row.of})", _share(row.right, row), _between(row), _share(row.wrong, row))
        for row in rows
    )
    return [head, *counted, "", *_legend(rows)]


def _legend(rows: Sequence[Row]) -> Iterable[str]:
    for row in rows:
        right, between, wrong = row.meanings
        parts = [f"right: {right}", *([f"in between: {between}"] if between else []), f"wrong: {wrong}"]
        yield f"  {row.name}: {'; '.join(parts)}"


def _between(row: Row) -> str:
    return _share(row.between, row) if row.meanings[1] else "–"


def _share(hits: int, row: Row) -> str:
    low, high = Share(hits, row.of).interval
    return f"{hits / row.of:6.1%} ({low:.1%} to {high:.1%})"


def _line(name: str, *cells: str) -> str:
    return f"  {name:{_NAME}}{''.join(f'{cell:{_CELL}}' for cell in cells)}".rstrip()
