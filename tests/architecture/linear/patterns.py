"""Every regular expression of the product, and how each is used: found in the code, kept in no list."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

import bot
import handlers
import schedules

MODES = ("match", "fullmatch", "search", "sub", "findall", "finditer", "split")
_DEEPEST = 3


@dataclass(frozen=True, slots=True)
class Pattern:
    """`place` is its module and name. `modes`: the ways in which its module uses it."""

    place: str
    pattern: "re.Pattern[str]"
    modes: frozenset[str]

    def read(self, typed: str) -> None:
        for mode in self.modes:
            _USES[mode](self.pattern, typed)  # type: ignore[no-untyped-call]  # they differ in what they give


_USES = {
    "match": lambda pattern, typed: pattern.match(typed),
    "fullmatch": lambda pattern, typed: pattern.fullmatch(typed),
    "search": lambda pattern, typed: pattern.search(typed),
    "sub": lambda pattern, typed: pattern.sub("", typed),
    "findall": lambda pattern, typed: pattern.findall(typed),
    "finditer": lambda pattern, typed: list(pattern.finditer(typed)),
    "split": lambda pattern, typed: pattern.split(typed),
}


@cache
def patterns() -> tuple[Pattern, ...]:
    """Those of modules, alone or in collections, and those that are written where they are used."""
    with_places = [pattern for module in _modules() for pattern in (*_of_names(module), *_in_calls(module))]
    return tuple(
        {
            (pattern_found.place, pattern_found.pattern): pattern_found for pattern_found in with_places
        }.values()
    )


@cache
def made_while_running() -> frozenset[str]:
    """Modules with functions that put a pattern together: only what calls them can try it."""
    return frozenset(
        module.__name__ for module in _modules() for call in _calls(module) if not _is_written(call)
    )


@cache
def _modules() -> tuple[ModuleType, ...]:
    names = (
        module.name
        for root in (bot, handlers, schedules)
        for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}.")
    )
    return tuple(
        importlib.import_module(name)
        for name in names
        if ".migrations." not in name and not name.endswith("__main__")
    )


@cache
def _tree(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def _of_names(module: ModuleType) -> Iterator[Pattern]:
    uses = [
        (node.value.id, node.attr)
        for node in ast.walk(_tree(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in MODES
    ]
    assigned = {
        target.id
        for node in _tree(module).body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    for name in assigned:
        # Used through another name, as in a loop: any of the ways that the module uses at all.
        modes = {mode for used, mode in uses if used == name} or {mode for _, mode in uses} or {"search"}
        for pattern in _within(getattr(module, name)):
            yield Pattern(f"{module.__name__}:{name}", pattern, frozenset(modes))


def _within(value: object, depth: int = 0) -> Iterator["re.Pattern[str]"]:
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
    elif depth < _DEEPEST and isinstance(value, list | tuple | set | frozenset):
        for part in value:
            yield from _within(part, depth + 1)
    elif depth < _DEEPEST and isinstance(value, dict):
        yield from _within([*value, *value.values()], depth)


def _in_calls(module: ModuleType) -> Iterator[Pattern]:
    for call in _calls(module):
        written = call.args[0]
        if isinstance(written, ast.Constant) and isinstance(call.func, ast.Attribute):
            yield Pattern(
                f"{module.__name__}:{call.lineno}",
                re.compile(str(written.value)),
                frozenset({call.func.attr}),
            )


def _calls(module: ModuleType) -> Iterator[ast.Call]:
    """`re.sub("…")` and its like anywhere, and `re.compile` inside functions."""
    at_import = {
        id(node)
        for part in _tree(module).body
        if not isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        for node in ast.walk(part)
    }
    for node in ast.walk(_tree(module)):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        is_of_re = isinstance(node.func.value, ast.Name) and node.func.value.id == "re"
        is_use = node.func.attr in MODES or (node.func.attr == "compile" and id(node) not in at_import)
        if is_of_re and is_use:
            yield node


def _is_written(call: ast.Call) -> bool:
    return isinstance(call.args[0], ast.Constant)
