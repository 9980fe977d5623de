"""Computes which of our functions a handler can reach, from its code: a call graph."""

import dis
import typing
from collections.abc import Callable, Iterator, Sequence, Set
from functools import cache
from inspect import unwrap
from types import CodeType, FunctionType, ModuleType
from typing import Any

_OURS = ("bot", "handlers")
_NAMES = ("LOAD_GLOBAL", "LOAD_NAME")
_ATTRIBUTES = ("LOAD_ATTR", "LOAD_METHOD")
Function = Callable[..., Any]


def reached_from(start: Function) -> Set[FunctionType]:
    """Rather one too many than one too few: every method by that name of a class that could be meant."""
    seen: set[FunctionType] = set()
    waiting = [unwrap(start)]
    while waiting:
        function = waiting.pop()
        if isinstance(function, FunctionType) and function not in seen:
            seen.add(function)
            waiting += [unwrap(called) for called in _called_in(function)]
    return seen


@cache
def _called_in(function: FunctionType) -> Sequence[Function]:
    return tuple(_calls(function))


def _calls(function: FunctionType) -> Iterator[Function]:
    names = {name for loaded in _loads(function.__code__) for name in loaded}
    classes = [*_classes_of(function), *_own_class(function)]
    for named in _globals_of(function):
        if isinstance(named, type):
            classes.append(named)
        elif isinstance(named, FunctionType) and _is_ours(named):
            yield named
            classes += _in_hint(_hints(named).get("return"))
    yield from _methods(classes, names)


def _methods(classes: list[type], names: Set[str]) -> Iterator[Function]:
    seen: set[type] = set()
    while classes:
        class_ = classes.pop()
        if class_ in seen or not _is_ours(class_):
            continue
        seen.add(class_)
        classes += [kind for name, hint in _hints(class_).items() if name in names for kind in _in_hint(hint)]
        for name, member in ((n, m) for base in class_.__mro__ for n, m in vars(base).items()):
            method = getattr(member, "fget", None) or getattr(member, "__func__", member)
            if name in names | {"__init__", "__call__"} and isinstance(method, FunctionType):
                yield method
                classes += _in_hint(_hints(method).get("return"))


def _globals_of(function: FunctionType) -> Iterator[object]:
    """What it names outside itself: of a module only what is taken from it."""
    for name, attribute in _loads(function.__code__):
        named = function.__globals__.get(name)
        yield vars(named).get(attribute) if isinstance(named, ModuleType) else named
    for cell in function.__closure__ or ():
        yield cell.cell_contents


def _loads(code: CodeType) -> Iterator[tuple[str, str]]:
    """Names, each with the attribute that is taken from it; also in functions within."""
    before = ""
    for step in dis.get_instructions(code):
        if step.opname in _NAMES:
            yield step.argval, ""
        if step.opname in _ATTRIBUTES:
            yield before, step.argval
            yield step.argval, ""
        before = step.argval if step.opname == "LOAD_GLOBAL" else ""
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            yield from _loads(inner)


def _own_class(function: FunctionType) -> list[type]:
    owner = function.__globals__.get(function.__qualname__.partition(".")[0])
    return [owner] if isinstance(owner, type) else []


def _classes_of(function: FunctionType) -> list[type]:
    return [kind for hint in _hints(function).values() for kind in _in_hint(hint)]


@cache
def _hints(annotated: Any) -> dict[str, Any]:
    try:
        return typing.get_type_hints(annotated)
    except (NameError, TypeError):
        return {}


def _in_hint(hint: Any) -> list[type]:
    return [hint] if isinstance(hint, type) else [k for part in typing.get_args(hint) for k in _in_hint(part)]


def _is_ours(object_: Any) -> bool:
    return str(getattr(object_, "__module__", "")).partition(".")[0] in _OURS
