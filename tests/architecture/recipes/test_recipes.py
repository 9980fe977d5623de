"""The recipes of CONTRIBUTING.md are carried out on a copy of the code, and work."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.imports import ROOT

_PAGE = ROOT / "CONTRIBUTING.md"
_BLOCK = re.compile(r"^(In )?`([\w/.]+)`\n```(?:python|diff)\n(.*?)```", re.MULTILINE | re.DOTALL)
_MEMORY = ROOT / "tests/platforms/conformance/memory.py"
_USED = ROOT / "tests/architecture/recipes/thanks_in_use.py"
_CARD = "content/cards/role/thanks.md"
_VERSIONS = "bot/app/migrations/versions"

# Tests that go through in the copy, with what the recipes add: both lists of who may do what, the migration,
# "my data" and backups.
_TESTS = (
    "tests/handlers/test_permissions.py::test_every_route_needs_what_it_should",
    "tests/handlers/test_permissions.py::test_every_role_may_what_it_should",
    "tests/architecture/test_migrations.py",
    "tests/architecture/test_thanks.py",
)


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with every recipe carried out."""
    copy = tmp_path_factory.mktemp("recipes")
    for room in ("bot", "handlers", "schedules", "content", "tests"):
        shutil.copytree(
            ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "node_modules")
        )
    shutil.copy(ROOT / "pyproject.toml", copy)
    last = max(file.name[:4] for file in (copy / _VERSIONS).glob("[0-9]*.py"))
    numbered = _PAGE.read_text(encoding="utf-8").replace("NNNN", f"{int(last) + 1:04}").replace("LAST", last)
    for is_change, path, body in _BLOCK.findall(numbered):
        file = copy / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(changed(file.read_text(), body, path) if is_change else body, encoding="utf-8")
    memory = copy / "bot/platforms/memory"
    memory.mkdir()
    (memory / "__init__.py").write_text("")
    shutil.copy(_MEMORY, memory / "plug.py")
    shutil.copy(_USED, copy / "tests/architecture/test_thanks.py")
    return copy


def changed(before: str, diff: str, path: str) -> str:
    """Each line that the diff adds stands behind the unchanged one above it."""
    lines, at = before.splitlines(), -1
    for line in diff.splitlines():
        mark, words = line[:1], line[1:]
        if mark == "+":
            at += 1
            lines.insert(at, words)
        else:
            assert words in lines, f"{path} has no line {words!r}: mend CONTRIBUTING.md"
            at = lines.index(words)
            if mark == "-":
                del lines[at]
                at -= 1
    return "\n".join(lines) + "\n"


def test_every_recipe_works_as_it_is_written(copied: Path) -> None:
    drafted = subprocess.run(
        [sys.executable, "-m", "bot", "cards", "new", "role/thanks", "--title", "How to thank a colleague"],
        cwd=copied, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (copied / _CARD).exists(), drafted.stderr
    tested = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:xdist", *_TESTS],
        cwd=copied, env=os.environ | {"PYTHONPATH": str(copied)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert tested.returncode == 0, tested.stdout[-4000:]


def test_the_page_names_only_files_that_exist_or_that_it_makes() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    made = {path for is_change, path, _ in _BLOCK.findall(page) if not is_change}
    assert f"{_VERSIONS}/NNNN_thanks.py" in made
    named = set(re.findall(r"`((?:bot|handlers|schedules|tests|content|deploy)/[\w/.-]+)`", page))
    assert not {path for path in named - made if not (ROOT / path).exists()}
