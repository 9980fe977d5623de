"""ARCHITECTURE.md draws the floors that the linter checks, and names files that exist."""

import re
import tomllib

from tests.architecture.imports import ROOT

_PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")


def test_the_drawing_has_the_linters_floors_in_their_order() -> None:
    drawn = _PAGE.split("<!-- floors -->")[1].split("<!-- /floors -->")[0]
    lines = [line for line in drawn.splitlines() if line and not line.startswith("```")]
    floors = [re.split(r"\s{2,}", line)[0] for line in lines]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
        "contracts"
    ]
    assert floors == contracts[0]["layers"]


def test_every_file_and_folder_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`((?:bot|handlers|schedules|tests|content)/[\w/.-]*)`", _PAGE))
    assert len(named) > 25
    assert not {path for path in named if not (ROOT / path).exists()}
