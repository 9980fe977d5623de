"""What is in deploy/ parses, and names only commands, settings and sections that there are."""

import re
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest
import yaml
from typer.main import get_command

from bot.commands.cli import app
from bot.commands.pages import privacy as privacy_page
from bot.commands.pages import settings as settings_page
from bot.conversation.plain_text import plain
from bot.core.settings import Settings
from bot.features import personal_data
from bot.features.pulse.views.confidentiality import FOOTNOTE, how_confidential

DEPLOY = Path("deploy")
PAGES = sorted(
    file
    for file in DEPLOY.rglob("*")
    if file.suffix in (".md", ".yaml", ".service", ".timer") or file.name == "Dockerfile"
)
SETTINGS = {f"ALONGSIDE_{name.upper()}" for name in Settings.model_fields}
COMMANDS = set(getattr(get_command(app), "commands", {}))


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def test_the_page_of_settings_is_the_one_that_the_code_makes() -> None:
    assert text_of(DEPLOY / "SETTINGS.md") == settings_page.page()


def test_the_tables_for_the_data_protection_officer_are_those_of_the_code() -> None:
    page = text_of(privacy_page.PAGE)
    assert page == privacy_page.filled(page)
    assert page.count("<!-- made: end of ") == 3
    for kept in personal_data.PERSONAL_DATA:
        assert kept.title in page


def test_staff_are_told_of_confidentiality_what_the_bot_says() -> None:
    """The printed page and the bot must not promise different things."""
    said = plain(how_confidential())
    page = text_of(privacy_page.PAGE)
    for word in ("sealed until", "confidential, and not anonymous", "appraisal or discipline", "master key"):
        assert word.lower() in page.lower()
        assert word.lower() in f"{said} {FOOTNOTE}".lower()


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"ALONGSIDE_[A-Z][A-Z_]*[A-Z]", text_of(file)))
    assert {name.removesuffix("_FILE") for name in named} - SETTINGS - {"ALONGSIDE"} == set()


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_every_command_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"python -m bot ([a-z-]+)", text_of(file)))
    assert named - COMMANDS == set()


@pytest.mark.parametrize("file", PAGES, ids=str)
def test_every_file_that_is_named_exists(file: Path) -> None:
    named = re.findall(r"`((?:deploy|bot)/[\w./-]+\.\w+)`", text_of(file))
    assert [name for name in named if not Path(name).exists()] == []


def test_compose_names_only_secrets_and_volumes_that_it_has() -> None:
    compose = yaml.safe_load(text_of(DEPLOY / "compose.yaml"))
    services = compose["services"].values()
    assert {name for one in services for name in one.get("secrets", ())} == set(compose["secrets"])
    mounted = {mount.split(":")[0] for one in services for mount in one.get("volumes", ())}
    assert {name for name in mounted if not name.startswith((".", "$"))} == set(compose["volumes"])
    assert {name for one in services for name in one.get("networks", ())} == set(compose["networks"])
    assert compose["services"]["database"]["image"].startswith("postgres:17")


def test_what_an_installation_has_of_its_own_lies_outside_of_the_release() -> None:
    """An upgrade replaces the folder of the release. The Caddyfile is a part of it."""
    compose = yaml.safe_load(text_of(DEPLOY / "compose.yaml"))
    services = compose["services"].values()
    mounts = [mount for one in services for mount in one.get("volumes", ())]
    assert {mount for mount in mounts if mount.startswith(".")} == {"./Caddyfile:/etc/caddy/Caddyfile:ro"}
    own = [secret["file"] for secret in compose["secrets"].values()]
    own += [mount for mount in mounts if mount.startswith("$")]
    own += [one["env_file"] for one in services if "env_file" in one]
    home = "${SETUP:-/etc/alongside}/"
    assert [path for path in own if not path.startswith(home)] == []
    assert f"{home}local:/overlay:ro" in own


def test_the_proxy_and_a_model_are_there_if_wanted_and_lead_to_the_bot() -> None:
    services = yaml.safe_load(text_of(DEPLOY / "compose.yaml"))["services"]
    assert {name for name, one in services.items() if "profiles" not in one} == {"bot", "backup", "database"}
    assert f"reverse_proxy bot:{Settings.model_fields['port'].default}" in text_of(DEPLOY / "Caddyfile")
    # The model has no way out, and the address that the paper names is one that the bot takes.
    networks = yaml.safe_load(text_of(DEPLOY / "compose.yaml"))["networks"]
    assert [networks[name] for name in services["model"]["networks"]] == [{"internal": True}]
    assert "model" in services["bot"]["networks"]
    command = services["model"]["command"]
    port, name = (command[command.index(flag) + 1] for flag in ("--port", "--alias"))
    url = f"http://model:{port}/v1"
    assert Settings(_env_file=None, wording_url=url, wording_model=name).has_wording()
    for line in (f"ALONGSIDE_WORDING_URL={url}", f"ALONGSIDE_WORDING_MODEL={name}"):
        assert line in text_of(DEPLOY / "WORDING.md")


@pytest.mark.parametrize("file", sorted(f for f in (DEPLOY / "systemd").iterdir() if f.suffix), ids=str)
def test_every_unit_parses(file: Path) -> None:
    unit = ConfigParser(strict=False, interpolation=None, delimiters=("=",))
    unit.optionxform = str  # type: ignore[assignment,method-assign]
    unit.read_string(text_of(file))
    # A drop-in adds to a unit.
    assert ("Unit" if file.suffix != ".conf" else "Service") in unit


def test_the_charts_release_is_ours_and_its_settings_exist() -> None:
    chart = yaml.safe_load(text_of(DEPLOY / "chart" / "Chart.yaml"))
    values = yaml.safe_load(text_of(DEPLOY / "chart" / "values.yaml"))
    assert chart["appVersion"] == tomllib.loads(Path("pyproject.toml").read_text())["project"]["version"]
    assert set(values["settings"]) <= SETTINGS
    assert {name.removesuffix("_FILE") for name in values["secretFiles"]} <= SETTINGS
    used = re.findall(r"\.Values\.([\w.]+)", "".join(map(text_of, (DEPLOY / "chart").rglob("templates/*"))))
    for path in used:
        found = values
        for part in path.split("."):
            assert part in found, path
            found = found[part]


def test_the_image_has_everything_that_is_imported() -> None:
    copied = set(re.findall(r"^COPY (\w+) \./", text_of(DEPLOY / "Dockerfile"), re.MULTILINE))
    assert {"bot", "handlers", "schedules", "content"} == copied
    assert "USER 10001" in text_of(DEPLOY / "Dockerfile")
