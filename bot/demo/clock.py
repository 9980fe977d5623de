"""The demo's movable clock. A file stores its offset, so that a restart continues at the same time."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.core.clock import MovableClock


class KeptClock(MovableClock):
    """Remembers in a file how far it is ahead of real time. `start` counts only where there is no file yet."""

    def __init__(self, file: Path, start: datetime | None = None) -> None:
        self._file = file
        begins_at = start is not None and not file.exists()
        super().__init__(start if begins_at else datetime.now(UTC) + _ahead(file))
        if begins_at:
            self._remember()

    def move_to(self, instant: datetime) -> None:
        super().move_to(instant)
        self._remember()

    def _remember(self) -> None:
        ahead = self.now() - datetime.now(UTC)
        self._file.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(json.dumps({"seconds_ahead": ahead.total_seconds()}))
        unfinished.replace(self._file)


def _ahead(file: Path) -> timedelta:
    if not file.exists():
        return timedelta()
    return timedelta(seconds=float(json.loads(file.read_text())["seconds_ahead"]))
