"""Every refusal says what to do next, or that there is nothing to do, and blames nobody.

Collected are the texts of errors that people read, the faults of forms, and the sentences of views whose names
say that something is over, gone, too late or not theirs.
"""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from bot.delivery.calendar.schedule_text import read
from bot.delivery.calendar.schedules import NotUnderstood

_WHERE = (
    "bot/conversation",
    "bot/features",
    "bot/people",
    "bot/platforms/web",
    "handlers",
)
_ERRORS = {"UserFacingError"}
_REFUSAL = re.compile(
    r"^_?(?:\w+_)?(?:ALREADY|CHOOSE|CLOSED|CLOSED_FOR_\w+|DECIDED|EMPTY|ENOUGH_\w+|GONE|LATE|NOBODY|NOBODY_\w+|NOT_\w+"
    r"|NO_(?:DAY|PLACE|ROOM|WORDS)|ONLY_OWN|OVER|OVER_WITH_\w+|PAST|SECOND|SEVERAL|TOO_LATE|TOO_LONG|TOO_MANY|TOO_SLOW|TWICE)$"
)
# Named so, and no sentence that refuses anything.
_OTHERS = {
    "_NOT_ASKING": "tells reviewers of a tip what gives an answer away",
    "_NOBODY": "an option of a list, or where the code for the first administrator stands",
    "NOT_MEANT": "an action",
}
_STEPS = (
    "Add Ask Begin Cancel Change Check Choose Close Copy Cut Give Keep Leave Look Make Mend Name Open Pick Press Put Read "
    "Say See Send Shorten Speak Start Take Tell Try Turn Use Wait Write"
).split()
_NEXT = re.compile(
    rf"(?:^|[.:;,?!“”] |\band |\bor |\bPlease |\bplease |\bthen |\bcan )(?:{'|'.join(_STEPS)})\b",
    re.IGNORECASE,
)
_NOTHING_TO_DO = re.compile(
    r"nothing (?:left |more )?(?:for you )?(?:left )?to do|nothing needs to be|your text is still here",
    re.IGNORECASE,
)
_COLD = re.compile(
    r"!|\b(?:invalid|illegal|forbidden|denied|not permitted|not allowed|must|wrong|failed|error|you forgot|you have to)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Refusal:
    place: str
    text: str


@cache
def _trees() -> Mapping[str, ast.Module]:
    files = sorted(file for root in _WHERE for file in Path(root).rglob("*.py"))
    return {".".join(file.with_suffix("").parts): ast.parse(file.read_text()) for file in files}


@cache
def _constants(module: str) -> Mapping[str, ast.expr]:
    tree = _trees().get(module)
    body = tree.body if tree else []
    return {
        n.targets[0].id: n.value
        for n in body
        if isinstance(n, ast.Assign) and isinstance(n.targets[0], ast.Name)
    }


@cache
def _imported(module: str) -> Mapping[str, tuple[str, str]]:
    """A name in this module: where it comes from, and as what; a module has no name there."""
    return {
        alias.asname or alias.name: (node.module or "", alias.name)
        for node in ast.walk(_trees()[module])
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


def _text(node: ast.expr | None, module: str) -> str | None:
    """The words of a literal, of a constant, or of the first argument of `saying`. None where they come from elsewhere."""
    match node:
        case ast.Constant(value=str(words)):
            return words
        case ast.JoinedStr(values):
            return "".join(_text(v, module) or "…" for v in values)
        case ast.FormattedValue(value):
            return _text(value, module) or "…"
        case ast.BinOp(left, ast.Add(), right):
            return (_text(left, module) or "…") + (_text(right, module) or "…")
        case ast.Call(ast.Name("saying" | "text"), [first, *_]):
            return _text(first, module)
        case ast.Call(ast.Name("Message"), [_, ast.Tuple([first, *_]), *_]):
            return _text(first, module)
        case ast.Name(name):
            return _named(name, module)
        case ast.Attribute(ast.Name(alias), name) if alias in _imported(module):
            package, what = _imported(module)[alias]
            return _named(name, f"{package}.{what}")
    return None


def _named(name: str, module: str) -> str | None:
    if name in _constants(module):
        return _text(_constants(module)[name], module)
    origin, what = _imported(module).get(name, ("", "")) if module in _trees() else ("", "")
    return _named(what, origin) if origin in _trees() else None


def _families() -> set[str]:
    """The errors that people read: UserFacingError and what is derived from it."""
    found = set(_ERRORS)
    for _ in range(3):
        for tree in _trees().values():
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef) and any(ast.unparse(base) in found for base in node.bases):
                    found.add(node.name)
    return found


def _refusals() -> Iterator[Refusal]:
    errors = _families()
    for module, tree in _trees().items():
        for node in ast.walk(tree):
            for said in _said_by(node, errors):
                if text := _text(said, module):
                    yield Refusal(f"{module}:{said.lineno}", text)
        if "view" in module or module.startswith("handlers") or module.startswith("bot.features"):
            for name, value in _constants(module).items():
                text = _text(value, module)
                if _REFUSAL.match(name) and name not in _OTHERS and text and " " in text:
                    yield Refusal(f"{module} {name}", text)


def _said_by(node: ast.AST, errors: set[str]) -> Iterator[ast.expr]:
    match node:
        case ast.Raise(ast.Call(ast.Name(name), [said, *_])) if name in errors:
            yield said
        case ast.Call(ast.Name("Faults"), [ast.Dict(_, values), *_]):
            yield from values


@pytest.mark.parametrize(
    "typed", ["soon", "every day at 25:00", "on the ninth monday of each month at 9", "* * * * *"]
)
def test_a_schedule_that_is_not_understood_comes_with_examples(typed: str) -> None:
    with pytest.raises(NotUnderstood, match="You can write: every"):
        read(typed)


def test_there_is_a_good_number_of_them() -> None:
    assert len(list(_refusals())) > 120


_ALL = sorted(set(_refusals()), key=lambda refusal: refusal.place)


@pytest.mark.parametrize("refusal", _ALL, ids=[refusal.place for refusal in _ALL])
def test_a_refusal_says_what_to_do_next_and_blames_nobody(refusal: Refusal) -> None:
    says_what_to_do = _NEXT.search(refusal.text) or _NOTHING_TO_DO.search(refusal.text)
    assert says_what_to_do, f"no next step: {refusal.text}"
    assert not _COLD.search(refusal.text), f"cold, or it blames: {refusal.text}"
