"""Files that are made from a release's content, and how long they stay."""

import os
import shutil
from contextlib import suppress
from pathlib import Path

# The one in use and the one before: going back to the release before makes nothing anew.
_KEPT = 2


def keep_newest(used: Path, pattern: str) -> None:
    """Marks `used` as used now. Removes what matches `pattern` beside it, except what was used last before."""
    with suppress(OSError):
        # Fails where another user owns it; its place in the order is then the day on which it was made.
        os.utime(used)
    others = (path for path in used.parent.glob(pattern) if path != used)
    for old in sorted(others, key=_last_used, reverse=True)[_KEPT - 1 :]:
        if old.is_dir():
            shutil.rmtree(old, ignore_errors=True)
        else:
            with suppress(OSError):
                old.unlink()


def _last_used(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        # Another replica was quicker.
        return 0.0
