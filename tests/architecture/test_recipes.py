"""The recipes of CONTRIBUTING.md are carried out on a copy of the code, and work."""

import json
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
_CARD = "content/cards/role/thanks.md"

# Run in the copy: what came of each recipe.
_LOOK = """
import json, handlers, schedules
from pathlib import Path
from bot.app.all_tables import FEATURES_TABLES
from bot.features import DEFAULT_SCHEDULES, FEATURES
from bot.features.asking.cards.library import read
from bot.features.personal_data import PERSONAL_DATA
from bot.people.access.permissions import Permission
from bot.people.identity.organisation_limits import applies
from bot.people.identity.organisations import Organisation
from bot.platforms import PLUGS
print(json.dumps({
    # A draft has nothing filled in, and the check says so.
    "card": any(fault.path == "content/cards/role/thanks.md" for fault in read(Path("content"))[1]),
    "handler": handlers.ALL.by_name["thanks.open"].needs == Permission.named("thank"),
    "form": handlers.ALL.by_name["thanks.send"].name == "thanks.send",
    "table": "thanks" in {table.__tablename__ for table in FEATURES_TABLES},
    "personal data": "Thanks that you wrote" in {kept.title for kept in PERSONAL_DATA},
    "job": "thanks" in {schedule.job for schedule in DEFAULT_SCHEDULES} and hasattr(schedules, "MonthlyThanks"),
    "setting": applies(Organisation(thanks_days=60), {})["thanks_days"] == 60,
    "platform": "memory" in {plug.name for plug in PLUGS},
}))
"""


@pytest.fixture(scope="module")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with every recipe carried out."""
    copy = tmp_path_factory.mktemp("recipes")
    for room in ("bot", "handlers", "schedules", "content"):
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__"))
    for is_change, path, body in _BLOCK.findall(_PAGE.read_text(encoding="utf-8")):
        file = copy / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(changed(file.read_text(), body, path) if is_change else body, encoding="utf-8")
    memory = copy / "bot/platforms/memory"
    memory.mkdir()
    (memory / "__init__.py").write_text("")
    shutil.copy(_MEMORY, memory / "plug.py")
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
    looked = subprocess.run(
        [sys.executable, "-c", _LOOK], cwd=copied, capture_output=True, text=True, check=False
    )
    assert looked.returncode == 0, looked.stderr[-2000:]
    came = json.loads(looked.stdout.splitlines()[-1])
    assert all(came.values()), came


def test_the_page_names_only_files_that_exist_or_that_it_makes() -> None:
    page = _PAGE.read_text(encoding="utf-8")
    made = {path for is_change, path, _ in _BLOCK.findall(page) if not is_change}
    named = set(re.findall(r"`((?:bot|handlers|schedules|tests|content|deploy)/[\w/.-]+)`", page))
    assert not {path for path in named - made if not (ROOT / path).exists()}
