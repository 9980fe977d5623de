"""`deploy/systemd/alongside`: the bot's commands as the service would run them, read from the unit itself."""

import getpass
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

SYSTEMD = Path("deploy/systemd")
COMMAND = SYSTEMD / "alongside"
# In place of the bot: says where it runs, with what, and what it is asked to do.
_SAYS = "import json, os, sys; print(json.dumps([os.getcwd(), sys.argv[1:], dict(os.environ)]))"


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The unit as it is shipped, for this account, with its files below a folder of the test's."""
    release, etc = tmp_path / "opt", tmp_path / "etc"
    (release / ".venv" / "bin").mkdir(parents=True)
    (release / ".venv" / "bin" / "python").symlink_to(sys.executable)
    (release / "bot").mkdir()
    (release / "bot" / "__main__.py").write_text(_SAYS)
    (etc / "secrets").mkdir(parents=True)
    for name in ("master_key", "slack_bot_token", "slack_signing_secret", "database_url"):
        (etc / "secrets" / name).write_text(f"the {name}\n")
    (etc / "settings.env").write_text('ALONGSIDE_CONTACT="Ring $Priya on \\"4120\\"."\nALONGSIDE_PORT=8090\n')
    there = tmp_path / "system"
    (there / "alongside.service.d").mkdir(parents=True)
    for name, to in (("alongside.service", there), ("postgres.conf", there / "alongside.service.d")):
        text = (SYSTEMD / name).read_text()
        text = text.replace("/opt/alongside", str(release)).replace("/etc/alongside", str(etc))
        (to / name).write_text(text.replace("User=alongside", f"User={getpass.getuser()}"))
    return there


def run(units: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    given = {"PATH": os.environ["PATH"], "ALONGSIDE_UNITS": str(units), "ALONGSIDE_MASTER_KEY": "of my shell"}
    command = [sys.executable, str(COMMAND), *arguments]
    return subprocess.run(command, env=given, capture_output=True, text=True, check=False)


def test_a_command_has_the_settings_and_the_secrets_of_the_service(units: Path) -> None:
    said = run(units, "people", "import", "/srv/staff list.csv")
    assert said.returncode == 0, said.stderr
    where, asked, given = json.loads(said.stdout)
    assert asked == ["people", "import", "/srv/staff list.csv"]
    assert Path(where) == units.parent / "opt"
    assert given["ALONGSIDE_MASTER_KEY"] == "the master_key"
    assert given["ALONGSIDE_DATABASE_URL"] == "the database_url"
    assert given["ALONGSIDE_CONTACT"] == 'Ring $Priya on "4120".'
    assert given["ALONGSIDE_PORT"] == "8090"
    assert given["ALONGSIDE_VAR"] == "/var/lib/alongside"
    assert not [name for name in given if name.endswith("_FILE")]


def test_what_is_missing_is_said_in_a_sentence(units: Path) -> None:
    shutil.rmtree(units.parent / "etc" / "secrets")
    said = run(units, "doctor")
    assert said.returncode == 1
    assert "Run it as root" in said.stderr
    assert "Traceback" not in said.stderr
