"""A docstring names exceptions that exist: who catches one takes its name from there."""

import ast
import builtins
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.imports import ROOT, modules

# Where the exceptions of libraries that docstrings name are at home.
_LIBRARIES = ("cryptography.exceptions", "pydantic_core", "sqlalchemy.exc", "typer")
_SENTENCE = re.compile(r"\b[Rr]aises? (.*?)(?:\.\s|\.?\Z)", re.DOTALL)
# A name after "Raises", a comma or a conjunction; a name elsewhere in the sentence may be a platform's.
_NAME = re.compile(r"(?:\A|[,;] |\band |\bor )(?:and |or )?(?:\w+'s )?(?:[a-z]\w*\.)?(_?[A-Z]\w+)")


def test_every_exception_that_a_docstring_names_exists() -> None:
    known = _exceptions()
    named = [
        (f"{path.relative_to(ROOT)}:{line}", name)
        for path in modules().values()
        for line, name in _named(path.read_text(encoding="utf-8"))
    ]
    assert len(named) > 100
    assert [(place, name) for place, name in named if name not in known] == []


@pytest.mark.parametrize(
    ("docstring", "names"),
    [
        ("Raises Gone.", ["Gone"]),
        ("A token. Raises Gone if Slack rejects it, Late if Slack is unreachable.", ["Gone", "Late"]),
        ("Raises Gone, Late (also if a limit would delay it) and\n    Unclear.\n\n    Fine.", ["Gone", "Late", "Unclear"]),
        ("Raises Gone; Late without a key. Fine, Teams and Slack.", ["Gone", "Late"]),
        ("Raises pydantic's Gone or typer.Exit: 2 if it could not run.", ["Gone", "Exit"]),
        ("Methods raise Gone, and _Late.", ["Gone", "_Late"]),
        ("Raises what couldn't be read.", []),
    ],
)  # fmt: skip
def test_each_name_is_found(docstring: str, names: list[str]) -> None:
    assert [name for _, name in _named(f'def f():\n    """{docstring}"""')] == names


def _named(code: str) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            for sentence in _SENTENCE.finditer(str(node.value.value)):
                words = " ".join(sentence[1].split())
                yield from ((node.lineno, name[1]) for name in _NAME.finditer(words))


def _exceptions() -> set[str]:
    """Those of Python, of the libraries, and every class of ours that has an exception among its bases."""
    homes = [builtins, *map(importlib.import_module, _LIBRARIES)]
    known = {name for home in homes for name, value in vars(home).items() if _is_exception(value)}
    classes = [node for path in modules().values() for node in _classes(path)]
    while more := {c.name for c in classes if _bases(c) & known} - known:
        known |= more
    return known


def _is_exception(value: object) -> bool:
    return isinstance(value, type) and issubclass(value, BaseException)


def _classes(path: Path) -> list[ast.ClassDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]


def _bases(node: ast.ClassDef) -> set[str]:
    return {base.id for base in node.bases if isinstance(base, ast.Name)}
