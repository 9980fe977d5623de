"""Finds settings that nobody reads, such as ALONGSIDE_ORGANIZATION: they are ignored at a start."""

import os
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path

from dotenv import dotenv_values

from bot.core.diagnostics import Finding, warning
from bot.core.setting_files import ENDING
from bot.core.settings import Settings

_PREFIX = "ALONGSIDE_"
# Read by `deploy/systemd/alongside`.
_OTHERS = ("ALONGSIDE_UNITS",)


def unknown_settings(
    environment: Mapping[str, str] = os.environ, file: Path = Path(".env")
) -> Iterator[Finding]:
    """One warning each, with the name that was probably meant. Never a value."""
    known = [f"{_PREFIX}{name.upper()}" for name in Settings.model_fields]
    from_files = [f"{name}{ENDING}" for name in known]
    in_file = dotenv_values(file, interpolate=False) if file.is_file() else {}
    given = {*environment, *(name.upper() for name in in_file)}
    for name in sorted(name for name in given if name.startswith(_PREFIX)):
        if name not in (*known, *from_files, *_OTHERS):
            near = get_close_matches(name, known, 1)
            do = f"Did you mean {near[0]}?" if near else "deploy/SETTINGS.md lists them all."
            yield warning("Settings", f"{name} is no setting, so nothing reads it.", do)
        elif name in in_file and name in from_files:
            yield warning(
                "Settings", f"{name} counts in the environment, not in {file}.", f"Write {name[:-5]} there."
            )
