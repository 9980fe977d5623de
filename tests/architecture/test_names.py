"""Names say what they hold, not how it came; and each class has a name of its own."""

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.imports import ROOT, modules

# Each of them could stand for any value. A private name is compared without its underscore.
_VAGUE = {
    "asked",
    "doors",
    "found",
    "kept",
    "look",
    "net",
    "one",
    "said",
    "some",
    "talking",
    "tell",
    "told",
    "where",
    "whose",
    "wishes",
    "worded",
    "wording",
}
# How many remain, in the innermost of these rooms that a file lies in. They only fall. Released migrations never
# change; columns keep their names (`wording`, `told`, `said`), and so do the values that go into them and the keys of
# content files (`whose`).
_CEILINGS = {
    "bot": 0,
    "bot/app/migrations": 11,
    "bot/features/announcements": 3,
    "bot/features/asking": 1,
    "bot/features/pulse": 5,
    "handlers": 0,
    "schedules": 0,
    "tests": 902,
    "tests' helpers": 0,
}
# Each is the usual word for both. All but `Sent` lie within the feature asking.
_SHARED_CLASSES = {"Encodes", "Rating", "Reading", "Sent", "Signs", "_Part", "_Strict"}


def test_vague_names_only_become_fewer() -> None:
    counts = Counter[str]()
    for path in _files():
        counts[_room(path)] += len(list(_vague(path.read_text(encoding="utf-8"))))
    over = {room: count for room, count in counts.items() if count > _CEILINGS[room]}
    assert over == {}, "say what it holds: a row, the members, the ranked cards"
    under = {room: counts[room] for room, most in _CEILINGS.items() if counts[room] < most}
    assert under == {}, "lower the ceiling to what is left"


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    found = 1",
        "def f():\n    found: int = 1",
        "def f():\n    a, (found, *b) = g()",
        "def f(found): ...",
        "def f(*, found): ...",
        "def f(*found): ...",
        "f = lambda found: 1",
        "f = [1 for found in g]",
        "for found in g: ...",
        "with g as found: ...",
        "if found := g(): ...",
        "match g:\n    case [*_, found]: ...",
        "match g:\n    case [*found]: ...",
        "class A:\n    found: int",
        "class A:\n    def f(self): self.found = 1",
        "class A:\n    def f(self): self._found = 1",
        "def found(): ...",
        "async def _found(): ...",
        "try: ...\nexcept ValueError as found: ...",
        "import bot as found",
        "from bot import core as found",
    ],
)
def test_each_vague_name_is_found(code: str) -> None:
    assert list(_vague(code)) == ["found"]


def test_a_vague_name_counts_once_a_scope() -> None:
    code = "def f():\n    found = 1\n    found = 2\ndef g():\n    found = 1\n    return found + other.found"
    assert list(_vague(code)) == ["found", "found"]


def test_each_class_has_a_name_of_its_own() -> None:
    homes = defaultdict[str, list[str]](list)
    for name, path in modules().items():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                homes[node.name].append(f"{name}:{node.lineno}")
    assert len(homes) > 500
    shared = {name: places for name, places in homes.items() if len(places) > 1}
    assert {name: places for name, places in shared.items() if name not in _SHARED_CLASSES} == {}
    assert set(shared) >= _SHARED_CLASSES, "take it off the list"


def _files() -> Iterator[Path]:
    yield from modules().values()
    yield from (ROOT / "tests").rglob("*.py")


def _room(path: Path) -> str:
    name = str(path.relative_to(ROOT))
    if name.startswith("tests/") and not path.name.startswith("test_"):
        return "tests' helpers"
    return max((room for room in _CEILINGS if name.startswith(f"{room}/")), key=len)


def _vague(code: str) -> Iterator[str]:
    for _, name in dict.fromkeys(_names(ast.parse(code), ())):
        if (vague := name.lstrip("_")) in _VAGUE:
            yield vague


def _names(node: ast.AST, scope: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Scope and name of all that this code names: variables, parameters, fields and functions."""
    for number, child in enumerate(ast.iter_child_nodes(node)):
        match child:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield scope, name
                yield from _names(child, (*scope, f"{name} {number}"))
            case ast.ClassDef(name=name):
                yield from _names(child, (*scope, name))
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                yield scope, name
            case ast.Attribute(value=ast.Name(id="self"), attr=name, ctx=ast.Store()):
                yield scope, name
            case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield scope, name
                yield from _names(child, scope)
            case ast.ExceptHandler(name=str(name)):
                yield scope, name
                yield from _names(child, scope)
            case ast.alias(asname=str(name)):
                yield scope, name
            case _:
                yield from _names(child, scope)
