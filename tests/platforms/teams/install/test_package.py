"""The app that administrators upload: by Microsoft's schema, and by what our code takes."""

import json
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from jsonschema import Draft4Validator
from matplotlib.image import imread

import handlers
from bot.features.settings.declarations import SET_OWN_PREFERENCES
from bot.people.access.permissions import ASK
from bot.platforms.teams.inbound.extension import QUESTION
from bot.platforms.teams.install import package
from tests.databases import missing

Json = dict[str, Any]

SCHEMAS = Path(__file__).parents[1] / "contract/node_modules/@microsoft/app-manifest/build/json-schemas/teams"
NEWEST = "1.25"
APP, DOMAIN, PAGE = (
    "1b2c3d4e-0000-4000-8000-00000000abcd",
    "alongside.harbour.example",
    "https://harbour.example/a?b",
)


@pytest.fixture
def made() -> Json:
    return package.manifest(APP, DOMAIN, PAGE)


def commands(made: Json) -> list[tuple[str, str]]:
    """Each with one of the scopes it is offered in."""
    (bot,) = made["bots"]
    return [
        (s, c["title"])
        for offered in bot["commandLists"]
        for s in offered["scopes"]
        for c in offered["commands"]
    ]


def faults(made: Json) -> list[str]:
    path = SCHEMAS / f"v{NEWEST}/MicrosoftTeams.schema.json"
    if not path.exists():
        missing("Microsoft's schemas of app manifests are not here: python -m tests.parts")
    return [
        f"{e.json_path}: {e.message}" for e in Draft4Validator(json.loads(path.read_text())).iter_errors(made)
    ]


def test_it_is_as_microsofts_schema_wants_it(made: Json) -> None:
    assert made["manifestVersion"] == NEWEST
    assert faults(made) == []
    assert faults(made | {"surprise": 1})
    assert faults(made | {"name": {"short": "x" * 31}})


def test_it_is_one_registrations_own(made: Json) -> None:
    assert {made["id"], made["bots"][0]["botId"], made["composeExtensions"][0]["botId"]} == {APP}
    assert made["validDomains"] == [DOMAIN]
    assert {made["developer"][key] for key in ("websiteUrl", "privacyUrl", "termsOfUseUrl")} == {PAGE}
    whole = json.dumps(made)
    assert not any(one in whole for one in (package.NOBODYS_ID, package.NOBODYS_DOMAIN, package.NOBODYS_PAGE))


@pytest.mark.parametrize(
    "given",
    [
        ("", DOMAIN, PAGE),
        (package.NOBODYS_ID, DOMAIN, PAGE),
        ('1"', DOMAIN, PAGE),
        (APP, "https://alongside.harbour.example", PAGE),
        (APP, package.NOBODYS_DOMAIN, PAGE),
        (APP, DOMAIN, "http://harbour.example"),
        (APP, DOMAIN, ""),
    ],
)
def test_what_cannot_be_somebodys_is_refused_in_words(given: tuple[str, str, str]) -> None:
    with pytest.raises(ValueError, match="Got: "):
        package.manifest(*given)


def test_each_command_is_a_word_that_everybody_may_say(made: Json) -> None:
    known = {
        name.removeprefix("word: "): r
        for name, r in handlers.ALL.by_name.items()
        if name.startswith("word: ")
    }
    everybodys = {ASK, SET_OWN_PREFERENCES}
    assert {title: known[title].needs in everybodys for _, title in commands(made)} == {
        "home": True,
        "help": True,
        "settings": True,
    }
    assert {scope for scope, _ in commands(made)} == set(made["bots"][0]["scopes"])
    assert ("team", "settings") not in commands(made)


def test_the_search_asks_by_the_name_that_we_read(made: Json) -> None:
    ((command, check),) = (one["commands"] for one in made["composeExtensions"])
    assert (command["title"], command["type"]) == ("Insert an answer", "query")
    assert (check["title"], check["context"], check["fetchTask"]) == ("Check my words", ["message"], True)
    assert [one["name"] for one in command["parameters"]] == [QUESTION]


def test_icons_are_as_teams_wants_them() -> None:
    colour, outline = (imread(package.FOLDER / name) for name in package.ICONS)
    assert colour.shape[:2] == (192, 192)
    assert outline.shape == (32, 32, 4)
    seen = outline[outline[..., 3] > 0]
    assert seen.size
    assert (seen[:, :3] == 1).all()
    assert (outline[..., 3] == 0).any()


def test_the_same_package_is_the_same_file(tmp_path: Path) -> None:
    asked = ["--app-id", APP.upper(), "--domain", DOMAIN, "--page", PAGE, "--out"]
    one, two = tmp_path / "one.zip", tmp_path / "deep/two.zip"
    assert [package.main([*asked, str(path)]) for path in (one, two)] == [0, 0]
    assert one.read_bytes() == two.read_bytes()
    with ZipFile(one) as found:
        assert found.namelist() == ["manifest.json", "color.png", "outline.png"]
        assert json.loads(found.read("manifest.json"))["id"] == APP


def test_a_wrong_argument_makes_no_package(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.zip"
    assert package.main(["--app-id", "x", "--domain", DOMAIN, "--page", PAGE, "--out", str(path)]) == 2
    assert "Application (client) ID" in capsys.readouterr().err
    assert not path.exists()
