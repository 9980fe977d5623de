"""The demo's calendar: it can be moved forward, and a restart goes on from where it was."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.clock import MovableClock


class KeptClock(MovableClock):
    """Remembers in a file how far it is ahead of real time."""

    def __init__(self, file: Path) -> None:
        self._file = file
        super().__init__(datetime.now(UTC) + _ahead(file))

    def move_to(self, instant: datetime) -> None:
        super().move_to(instant)
        ahead = self.now() - datetime.now(UTC)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(json.dumps({"seconds_ahead": ahead.total_seconds()}))
        unfinished.replace(self._file)


def _ahead(file: Path) -> timedelta:
    if not file.exists():
        return timedelta()
    return timedelta(seconds=float(json.loads(file.read_text())["seconds_ahead"]))
