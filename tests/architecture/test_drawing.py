"""ARCHITECTURE.md draws the floors that the linter checks, and names files that exist."""

import re
import tomllib

from tests.architecture.imports import ROOT, modules

_PAGE = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

_CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"][
    "contracts"
]


def test_the_drawing_has_the_linters_floors_in_their_order() -> None:
    drawn = _PAGE.split("<!-- floors -->")[1].split("<!-- /floors -->")[0]
    lines = [line for line in drawn.splitlines() if line and not line.startswith("```")]
    floors = [re.split(r"\s{2,}", line)[0] for line in lines]
    assert floors == _CONTRACTS[0]["layers"]


def test_every_room_stands_on_a_floor() -> None:
    """import-linter can say so of one package only, and the floors are of three."""
    floors = {room for floor in _CONTRACTS[0]["layers"] for room in floor.split(" | ")}
    rooms = {name for name in modules() if name.count(".") == 1 and name.startswith("bot.")}
    assert rooms | {"handlers", "schedules"} == floors


def test_the_digest_is_kept_from_every_feature_that_it_does_not_read() -> None:
    features = {path.parent.name for path in (ROOT / "bot/features").glob("*/feature.py")}
    (contract,) = (contract for contract in _CONTRACTS if contract["type"] == "forbidden")
    forbidden = {name.removeprefix("bot.features.") for name in contract["forbidden_modules"]}
    assert features - forbidden == {"digest", "pulse", "learning"}


def test_every_file_and_folder_that_the_page_names_exists() -> None:
    named = set(re.findall(r"`((?:bot|handlers|schedules|tests|content)/[\w/.-]*)`", _PAGE))
    assert len(named) > 25
    assert not {path for path in named if not (ROOT / path).exists()}
