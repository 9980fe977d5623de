"""What Microsoft's archived SDK brings along is imported by Microsoft's own packages alone, and only for Teams."""

import json
import subprocess
import sys
from collections.abc import Mapping

import pytest

from tests.architecture.imports import imported, modules

BROUGHT_ALONG = ("jsonpickle", "msrest", "requests")
# The SDK's own family, and Microsoft's library for tokens.
_THEIRS = {"botbuilder", "botframework", "msrest", "msal", "requests_oauthlib", *BROUGHT_ALONG}

# Imports a module of ours, and prints who imported which of those.
_SPY = """
import builtins, importlib, json, sys
real, importers = builtins.__import__, {}
def spy(name, globals=None, locals=None, fromlist=(), level=0):
    top, importer = name.partition(".")[0], (globals or {}).get("__name__")
    if level == 0 and top in sys.argv[2:] and importer:
        importers.setdefault(top, set()).add(importer.partition(".")[0])
    return real(name, globals, locals, fromlist, level)
builtins.__import__ = spy
importlib.import_module(sys.argv[1])
loaded = [name for name in sys.argv[2:] if name in sys.modules]
print(json.dumps({name: sorted(importers.get(name, ())) for name in loaded}))
"""


def importers(module: str) -> Mapping[str, list[str]]:
    """The packages of `BROUGHT_ALONG` that are there once this module is imported, with who imported each."""
    command = [sys.executable, "-c", _SPY, module, *BROUGHT_ALONG]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: Mapping[str, list[str]] = json.loads(printed)
    return found


@pytest.mark.parametrize("library", BROUGHT_ALONG)
def test_we_import_none_of_them(library: str) -> None:
    assert [
        name for name, path in modules().items() if library in {t.split(".")[0] for t in imported(path)}
    ] == []


def test_without_teams_none_of_them_is_there() -> None:
    assert importers("bot.app.serving") == {}


def test_with_teams_they_are_imported_by_the_sdk_and_by_nothing_else() -> None:
    found = importers("bot.platforms.teams.opening")
    assert set(found) == set(BROUGHT_ALONG)
    assert {importer for names in found.values() for importer in names} <= _THEIRS
