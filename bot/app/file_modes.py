"""Checks whether other users of this machine could read the bot's data, keys and tokens."""

import os
from collections.abc import Iterator
from pathlib import Path

from bot.core.diagnostics import Finding, ok, warning
from bot.core.setting_files import ENDING
from bot.core.settings import Settings

OURS_ALONE = 0o077
"""The umask at start: new directories get 0700, new files 0600."""

_RUN = Path("/run")


def file_modes(settings: Settings) -> Finding:
    """Checks the directory, the database, its journals, the engine's files, and files with settings that are secret.

    New files get safe modes from the umask.
    """
    exposed, exposed_secrets = (
        [file for file in files if _is_open(file)] for files in (_data_files(settings.var), _secrets())
    )
    if not exposed and not exposed_secrets:
        return ok("Files", f"Nobody else may read what is in {settings.var}, or our keys.")
    what = f"Others on this machine may read {len(exposed + exposed_secrets)} of our files, such as {[*exposed_secrets, *exposed][0]}."
    whole = [f"chmod -R go= {settings.var}"] if exposed else []
    mend = "; ".join([*whole, *(f"chmod go= {file}" for file in exposed_secrets)])
    return warning("Files", what, f"Run `{mend}`.")


def _is_open(file: Path) -> bool:
    return bool(file.stat().st_mode & OURS_ALONE)


def _secrets() -> Iterator[Path]:
    """Files with secrets. Files below /run are left out: a container engine or systemd makes them for one service."""
    named = (Path(os.environ[name]) for name in sorted(os.environ) if _names_file(name))
    yield from (
        file for file in (Path(".env"), *named) if file.is_file() and _RUN not in file.absolute().parents
    )


def _names_file(name: str) -> bool:
    return name.startswith("ALONGSIDE_") and name.endswith(ENDING)


def _data_files(var: Path) -> Iterator[Path]:
    """The directory first: closing it protects all that is inside."""
    if var.is_dir() and var.stat().st_mode & OURS_ALONE:
        yield var
        yield from sorted(file for file in var.glob("*.sqlite*") if file.is_file())
