"""Checks whether other users of this machine could read the bot's data files."""

from collections.abc import Iterator
from pathlib import Path

from bot.core.diagnostics import Finding, ok, warning
from bot.core.settings import Settings

OURS_ALONE = 0o077
"""The umask at start: new directories get 0700, new files 0600."""


def file_modes(settings: Settings) -> Finding:
    """Checks the directory, the database, its journals and the engine's files.

    New files get safe modes from the umask.
    """
    open_ = [file for file in _kept(settings.var) if file.stat().st_mode & OURS_ALONE]
    if not open_:
        return ok("Files", f"Nobody else may read what is in {settings.var}.")
    what = f"Others on this machine may read {len(open_)} of our files, such as {open_[0]}."
    return warning("Files", what, f"Run `chmod -R go= {settings.var}`.")


def _kept(var: Path) -> Iterator[Path]:
    """The directory first: closing it protects all that is inside."""
    if var.is_dir() and var.stat().st_mode & OURS_ALONE:
        yield var
        yield from sorted(file for file in var.glob("*.sqlite*") if file.is_file())
