"""Keys are put together and taken apart by their own class only."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.architecture.imports import ROOT, modules

# The classes that know how a key is written down.
_KEYS = {
    "bot.core.schedule_key",
    "bot.people.audiences.audience_key",
    "bot.delivery.ledger.lane_key",
}
_SURGERY = {"partition", "rpartition", "split", "rsplit", "removeprefix", "removesuffix", "endswith"}
# What holds a key, by the names that the code gives it.
_HOLDERS = {"lane", "schedule", "key", "audience", "channel", "place", "slot_id"}
_ROOMS = ("bot.people", "bot.delivery", "bot.features", "handlers", "schedules")


def test_no_key_is_taken_apart_outside_its_class() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for name, path in modules().items()
        if name.startswith(_ROOMS) and name not in _KEYS
        for line in _surgery(path)
    ]
    assert not found


def _surgery(path: Path) -> Iterator[int]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Call(func=ast.Attribute(attr=verb, value=held), lineno=line):
                if verb in _SURGERY and _holds_a_key(held):
                    yield line


def _holds_a_key(node: ast.expr) -> bool:
    return (isinstance(node, ast.Name) and node.id in _HOLDERS) or (
        isinstance(node, ast.Attribute) and node.attr in _HOLDERS
    )
